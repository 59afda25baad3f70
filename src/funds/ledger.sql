-- name: lock_accounts
select id, kind, balance_fen, fund_account_id
from ledger_account where id = any ($1::bigint[]) order by id for update;

-- name: accounts_of_indicator
select i.ledger_account_id as indicator, i.fund_account_id,
       (select id from ledger_account where fund_account_id = i.fund_account_id
                                        and kind = 'in_transit') as in_transit
from budget_indicator i where i.id = $1;

-- name: accounts_of_entry
select e.debit_account, e.credit_account,
       (select id from ledger_account where fund_account_id = a.fund_account_id
                                        and kind = 'paid') as paid,
       (select id from ledger_account where fund_account_id = a.fund_account_id
                                        and kind = 'treasury') as treasury,
       (select id from ledger_account where fund_account_id = a.fund_account_id
                                        and kind = 'receivable') as receivable
from ledger_entry e join ledger_account a on a.id = e.credit_account
where e.key = $1;

-- name: find_entry
select kind, debit_account, credit_account, amount_fen, business_day, about
from ledger_entry where key = $1;

-- name: add_entry
insert into ledger_entry (key, kind, debit_account, credit_account, amount_fen, about, business_day,
                          recorded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: add_to_balance
update ledger_account set balance_fen = balance_fen + $2::bigint where id = $1;

-- name: posted_key
select b.number || ':' || r.row_number as key
from payment p join batch_row r on r.payment_id = p.id and r.outcome = 'posted'
join payment_batch b on b.id = r.batch_id
where p.key = $1;

-- name: recovered_of
select coalesce(sum(amount_fen), 0) as amount from ledger_entry where about = $1;

-- name: available_of_indicator
select a.balance_fen from budget_indicator i join ledger_account a on a.id = i.ledger_account_id
where i.id = $1;

-- name: totals_of_fund_account
select coalesce(sum(balance_fen) filter (where kind = 'indicator'), 0) as available,
       coalesce(sum(balance_fen) filter (where kind = 'in_transit'), 0) as pending,
       coalesce(sum(balance_fen) filter (where kind = 'paid'), 0) as paid,
       coalesce(sum(balance_fen) filter (where kind = 'treasury'), 0) as treasury,
       coalesce(sum(balance_fen) filter (where kind = 'receivable'), 0) as receivable
from ledger_account where fund_account_id = $1;
