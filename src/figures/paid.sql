-- Money paid by fund and month (paid.hpp), from the ledger alone.

-- name: paid_by_fund
select fund.code, min(fund.label) as label, extract(month from entry.business_day)::bigint as month,
       sum(case when receiver.kind = 'paid' then entry.amount_fen else -entry.amount_fen end)::bigint
         as amount_fen
from ledger_entry as entry
join ledger_account as receiver on receiver.id = entry.debit_account
join ledger_account as giver on giver.id = entry.credit_account
join fund_account on fund_account.id = receiver.fund_account_id
join fund on fund.id = fund_account.fund_id
where (receiver.kind = 'paid' or giver.kind = 'paid')
  and entry.business_day >= $1 and entry.business_day < $2
  and fund.place_lo <= $4 and fund.place_hi >= $3
group by fund.code, month
order by fund.code, month
