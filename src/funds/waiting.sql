-- name: waiting_by_fund
select f.id as fund_id, f.code, f.label, f.channel, count(*) as payments,
       sum(p.amount_fen)::bigint as total_fen
from payment p join fund f on f.id = p.fund_id
where p.cancelled_on is null
  and not exists (select from batch_row r where r.payment_id = p.id
                  and (r.outcome is null or r.outcome in ('posted', 'rejected')))
group by f.id, f.code, f.label, f.channel
order by f.code, f.id
