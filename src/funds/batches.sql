-- name: lock_fund_account
select a.id, f.channel, f.place, l.id as mutex
from fund_account a join fund f on f.id = a.fund_id
join ledger_account l on l.fund_account_id = a.id and l.kind = 'source'
where a.fund_id = $1 and a.year = $2 for update of l;

-- name: plan_with_most_room
select p.id, p.indicator_id, least(p.amount_fen - p.used_fen, l.balance_fen) as room
from plan_of_use p join budget_indicator i on i.id = p.indicator_id
join ledger_account l on l.id = i.ledger_account_id
where i.fund_account_id = $1 and ($2::bigint is null or p.id = $2)
order by room desc, p.month, p.id limit 1;

-- name: next_batch_id
select nextval(pg_get_serial_sequence('payment_batch', 'id')) as id;

-- name: add_batch
insert into payment_batch (id, number, fund_account_id, indicator_id, plan_id, reissue_of, channel,
                           place, row_count, control_total_fen, handled_by, made_by, made_at)
overriding system value
values ($1, $2 || '-' || lpad($1::bigint::text, 6, '0'), $3, $4, $5, $6, $7, $8, $9, $10,
        (select coalesce(array_agg(distinct h.account), '{}')
         from batch_row r join payment p on p.id = r.payment_id
         cross join lateral (values (p.taken_in_by), (p.planned_by)) as h (account)
         where r.batch_id = $1 and h.account is not null),
        $11, $12);

-- name: add_waiting_rows
with waiting as (
  select p.id, p.amount_fen from payment p
  where p.fund_id = $2 and p.cancelled_on is null
    and not exists (select from batch_row r where r.payment_id = p.id
                    and (r.outcome is null or r.outcome = 'posted'))
    and not exists (select from batch_row r where r.payment_id = p.id and r.outcome = 'rejected')
  order by p.id limit $3 for no key update of p),
summed as (
  select id, amount_fen, sum(amount_fen) over (order by id) as running,
         row_number() over (order by id) as number
  from waiting),
added as (
  insert into batch_row (batch_id, row_number, payment_id, attempt, amount_fen)
  select $1::bigint, number, id,
         1 + coalesce((select max(r.attempt) from batch_row r
                       where r.payment_id = id and r.outcome in ('rejected', 'withdrawn')), 0),
         amount_fen
  from summed where running <= $4::bigint
  returning amount_fen)
select count(*) as rows, coalesce(sum(amount_fen), 0) as total,
       (select count(*) from waiting) as waiting
from added;

-- name: rejected_rows
select count(*) as rows, coalesce(sum(p.amount_fen), 0) as total
from batch_row r join payment p on p.id = r.payment_id
where r.batch_id = $1 and r.outcome = 'rejected' and p.cancelled_on is null
  and not exists (select from batch_row l where l.payment_id = r.payment_id
                  and (l.outcome is null or l.outcome = 'posted' or l.attempt > r.attempt));

-- name: add_reissued_rows
insert into batch_row (batch_id, row_number, payment_id, attempt, amount_fen)
select $1::bigint, row_number() over (order by r.row_number), p.id, r.attempt + 1, p.amount_fen
from batch_row r join payment p on p.id = r.payment_id
where r.batch_id = $2 and r.outcome = 'rejected' and p.cancelled_on is null
  and not exists (select from batch_row l where l.payment_id = r.payment_id
                  and (l.outcome is null or l.outcome = 'posted' or l.attempt > r.attempt));

-- name: fund_and_year_of_batch
select a.fund_id, a.year, b.plan_id, b.state
from payment_batch b join fund_account a on a.id = b.fund_account_id where b.id = $1;

-- name: lock_batch
select state, made_by, approved_by from payment_batch where id = $1 for update;

-- name: approve_batch
update payment_batch set state = 'approved', approved_by = $2, approved_at = $3 where id = $1;

-- name: withdraw_batch
update payment_batch set state = 'withdrawn' where id = $1;

-- name: withdraw_rows
update batch_row set outcome = 'withdrawn' where batch_id = $1 and outcome is null;

-- name: find_batch
select b.id, b.number, b.fund_account_id, b.indicator_id, b.plan_id, f.label, b.channel, b.place,
       b.state, b.row_count, b.control_total_fen, b.file_name, b.file_digest, b.made_by, b.made_at,
       b.approved_by, b.paid_by, b.reissue_of, rows.posted, rows.rejected, rows.open
from payment_batch b
join fund_account a on a.id = b.fund_account_id join fund f on f.id = a.fund_id
left join lateral (
  select count(*) filter (where outcome = 'posted') as posted,
         count(*) filter (where outcome = 'rejected') as rejected,
         count(*) filter (where outcome is null) as open
  from batch_row where batch_id = b.id) rows on true
where b.id = $1 or b.number = $2;

-- name: list_batches
select b.id, b.number, b.fund_account_id, b.indicator_id, b.plan_id, f.label, b.channel, b.place,
       b.state, b.row_count, b.control_total_fen, b.file_name, b.file_digest, b.made_by, b.made_at,
       b.approved_by, b.paid_by, b.reissue_of, 0 as posted, 0 as rejected, 0 as open
from payment_batch b
join fund_account a on a.id = b.fund_account_id join fund f on f.id = a.fund_id
order by b.id desc offset $1 limit $2;

-- name: count_batches
select count(*) as total from payment_batch;

-- name: list_rows
select r.row_number, r.payment_id, p.key, r.attempt, p.payee_name, p.bank, p.account_tail,
       r.amount_fen, coalesce(r.outcome, b.state) as state, r.reason, r.voucher
from batch_row r join payment p on p.id = r.payment_id join payment_batch b on b.id = r.batch_id
where r.batch_id = $1 order by r.row_number offset $2 limit $3;
