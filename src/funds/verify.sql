-- name: balances
with moved as (
  select account, sum(amount) as balance from (
    select debit_account as account, amount_fen as amount from ledger_entry
    union all
    select credit_account, -amount_fen from ledger_entry) m
  group by account)
select 'account ' || a.id as record,
       'balance ' || a.balance_fen || ' fen, entries ' || coalesce(m.balance, 0) as fault,
       (select count(*) from ledger_account) as looked_at
from (select 1) one
left join (ledger_account a left join moved m on m.account = a.id)
       on a.balance_fen <> coalesce(m.balance, 0)
          or (a.kind <> 'source' and coalesce(m.balance, 0) < 0)
order by a.id limit 20;

-- name: entries_have_their_accounts
select 'entry ' || e.key as record, 'names an account or a batch that is not there' as fault,
       (select count(*) from ledger_entry) as looked_at
from (select 1) one
left join (
  select e.key from ledger_entry e
  where not exists (select from ledger_account a where a.id = e.debit_account)
     or not exists (select from ledger_account a where a.id = e.credit_account)
  union all
  select 'batch row ' || r.batch_id || '/' || r.row_number from batch_row r
  where not exists (select from payment_batch b where b.id = r.batch_id)) e on true
order by e.key limit 20;

-- name: total_is_zero
select case when sum(balance_fen) <> 0 then 'fund account ' || fund_account_id end as record,
       'its accounts add up to ' || sum(balance_fen) || ' fen' as fault,
       (select count(*) from fund_account) as looked_at
from ledger_account group by fund_account_id
order by sum(balance_fen) = 0 limit 20;

-- name: entries_stay_in_one_fund
select case when d.fund_account_id <> c.fund_account_id then 'entry ' || e.key end as record,
       'moves between two fund accounts' as fault, count(*) over () as looked_at
from ledger_entry e join ledger_account d on d.id = e.debit_account
join ledger_account c on c.id = e.credit_account
order by d.fund_account_id = c.fund_account_id limit 20;

-- name: settled_only_what_was_pending
select 'entry ' || s.key as record, 'settles more or less than was set aside' as fault,
       (select count(*) from ledger_entry where kind in ('post', 'void')) as looked_at
from (select 1) one
left join (
  select s.key from ledger_entry s
  left join ledger_entry p on p.key = 'pend:' || substr(s.key, 8)
  left join ledger_entry r on s.batch_id is null and r.key = 'rest:' || substr(s.key, 8)
  where starts_with(s.key, 'settle:')
    and (p.id is null or p.amount_fen <> s.amount_fen + coalesce(r.amount_fen, 0))) s on true
order by s.key limit 20;

-- name: no_more_comes_back_than_was_owed
with owed as (
  select substr(e.key, 8) as key, e.amount_fen from ledger_entry e
  where e.kind = 'post' and starts_with(e.key, 'settle:')
  union all
  select e.key, e.amount_fen from ledger_entry e where e.kind = 'claim')
select 'entry ' || b.about as record,
       case when o.key is null then 'is claimed or came back, but was never posted or claimed'
            else b.amount_fen || ' fen came back or are claimed of ' || o.amount_fen end as fault,
       (select count(*) from ledger_entry where about is not null) as looked_at
from (select 1) one
left join (
  (select about, sum(amount_fen) as amount_fen from ledger_entry
   where about is not null group by about) b
  left join owed o on o.key = b.about) on o.key is null or b.amount_fen > o.amount_fen
order by b.about limit 20;

-- name: batches_hold_their_totals
with summed as (
  select batch_id, count(*) as rows, sum(amount_fen) as total,
         max(row_number) as last
  from batch_row group by batch_id)
select 'batch ' || b.number as record,
       'says ' || b.row_count || ' rows, ' || b.control_total_fen || ' fen; has '
       || coalesce(s.rows, 0) || ' rows, ' || coalesce(s.total, 0) || ' fen' as fault,
       (select count(*) from payment_batch) as looked_at
from (select 1) one
left join (payment_batch b left join summed s on s.batch_id = b.id)
       on b.row_count is distinct from s.rows or b.control_total_fen is distinct from s.total
          or b.row_count is distinct from s.last
order by b.id limit 20;

-- name: rows_pay_their_payment
select case when r.amount_fen <> p.amount_fen then 'batch row ' || r.batch_id || '/' || r.row_number
       end as record,
       'pays ' || r.amount_fen || ' fen of a payment of ' || p.amount_fen as fault,
       count(*) over () as looked_at
from batch_row r join payment p on p.id = r.payment_id
order by r.amount_fen = p.amount_fen limit 20;

-- name: rows_have_their_entries
with facts as (
  select b.number, r.row_number, r.outcome, r.amount_fen,
         b.state not in ('made', 'withdrawn', 'approved') as begun, p.amount_fen as pended,
         s.amount_fen as settled, s.kind
  from batch_row r join payment_batch b on b.id = r.batch_id
  left join ledger_entry p on p.key = 'pend:' || b.number || ':' || r.row_number
  left join ledger_entry s on s.key = 'settle:' || b.number || ':' || r.row_number)
select 'batch ' || f.number || ' row ' || f.row_number as record,
       'its outcome and its entries disagree' as fault,
       (select count(*) from batch_row) as looked_at
from (select 1) one
left join facts f on f.begun is distinct from (f.pended is not null)
  or (f.pended is not null and f.pended <> f.amount_fen)
  or (f.settled is not null and f.settled <> f.amount_fen)
  or f.kind is distinct from (case f.outcome when 'posted' then 'post' when 'rejected' then 'void' end)
order by f.number, f.row_number limit 20;

-- name: no_orphan_entries
select 'entry ' || e.key as record, 'belongs to no row of a batch' as fault,
       (select count(*) from ledger_entry where batch_id is not null) as looked_at
from (select 1) one
left join (
  select e.key, e.batch_id, e.row_number from ledger_entry e
  where e.batch_id is not null and not exists (
    select from batch_row r where r.batch_id = e.batch_id and r.row_number = e.row_number)) e on true
order by e.key limit 20;

-- name: plans_are_used_as_paid
with used as (
  select b.plan_id, sum(r.amount_fen) as amount
  from batch_row r join payment_batch b on b.id = r.batch_id
  where b.state not in ('made', 'withdrawn', 'approved')
    and (r.outcome is null or r.outcome = 'posted')
  group by b.plan_id)
select 'plan ' || p.id as record,
       'used ' || p.used_fen || ' fen, its rows ' || coalesce(u.amount, 0) as fault,
       (select count(*) from plan_of_use) as looked_at
from (select 1) one
left join (plan_of_use p left join used u on u.plan_id = p.id)
       on p.used_fen <> coalesce(u.amount, 0)
order by p.id limit 20;

-- name: returns_agree_with_rows
select 'batch ' || r.batch_id || ' row ' || r.row_number as record,
       'its outcome is in none of the return files, or another one' as fault,
       (select count(*) from batch_row where outcome in ('posted', 'rejected')) as looked_at
from (select 1) one
left join (
  select r.batch_id, r.row_number from batch_row r
  where r.outcome in ('posted', 'rejected') and not exists (
    select from return_row n join return_file f on f.id = n.return_file_id
    where f.batch_id = r.batch_id and n.row_number = r.row_number and n.result = r.outcome)) r
  on true
order by r.batch_id, r.row_number limit 20;

-- name: hands_are_apart
with hands as (
  select distinct r.batch_id, h.account
  from batch_row r join payment p on p.id = r.payment_id
  cross join lateral (values (p.taken_in_by), (p.planned_by)) as h (account)
  where h.account is not null)
select 'batch ' || f.number as record,
       'account ' || f.account || ' took in or decided one of its payments and '
       || case when f.paid then 'sent it' else 'is not held to it' end as fault,
       (select count(*) from payment_batch) as looked_at
from (select 1) one
left join (
  select b.number, h.account, b.paid_by is not distinct from h.account as paid
  from payment_batch b join hands h on h.batch_id = b.id
  where b.paid_by = h.account or not h.account = any (b.handled_by)) f on true
order by f.number limit 20;

-- name: sent_batches
select id, number, file_digest from payment_batch where file_digest is not null order by id;
