-- name: lock_batch
select b.state, b.made_by, b.approved_by, b.paid_by, b.plan_id, b.control_total_fen, b.row_count,
       b.number, b.file_digest, b.file_name, b.handled_by, i.ledger_account_id as indicator,
       (select id from ledger_account where fund_account_id = b.fund_account_id
                                        and kind = 'in_transit') as in_transit,
       (select id from ledger_account where fund_account_id = b.fund_account_id
                                        and kind = 'paid') as paid
from payment_batch b join budget_indicator i on i.id = b.indicator_id
where b.id = $1 for update of b;

-- name: lock_accounts
select id, balance_fen from ledger_account where id = any ($1::bigint[]) order by id for update;

-- name: room_of_plan
select amount_fen - used_fen as room from plan_of_use where id = $1 for update;

-- name: pend_rows
insert into ledger_entry (key, kind, debit_account, credit_account, amount_fen, batch_id, row_number,
                          business_day, recorded_at)
select 'pend:' || $2 || ':' || row_number, 'pend', $3::bigint, $4::bigint, amount_fen, batch_id,
       row_number, $5::date, $6::timestamptz
from batch_row where batch_id = $1 and outcome is null;

-- name: add_to_balance
update ledger_account set balance_fen = balance_fen + $2::bigint where id = $1;

-- name: add_to_plan
update plan_of_use set used_fen = used_fen + $2::bigint where id = $1;

-- name: mark_pending
update payment_batch set state = 'pending', paid_by = $2, pended_at = $3 where id = $1;

-- name: mark_delivering
update payment_batch set state = 'delivering', file_name = $2, file_digest = $3 where id = $1;

-- name: mark_sent
update payment_batch set state = 'sent', sent_at = $2 where id = $1;

-- name: mark_unknown
update payment_batch set state = 'unknown' where id = $1;

-- name: begun_batches
select id from payment_batch where state in ('pending', 'delivering') order by id;

-- name: file_head
select b.number, a.year, f.label, f.payer_name, f.payer_account, i.document, i.source_level,
       i.functional_item, i.direct_fund, to_char(p.month, 'YYYY-MM') as month, p.purpose, b.channel,
       b.row_count, b.control_total_fen
from payment_batch b join fund_account a on a.id = b.fund_account_id join fund f on f.id = a.fund_id
join budget_indicator i on i.id = b.indicator_id join plan_of_use p on p.id = b.plan_id
where b.id = $1;

-- name: file_rows
select r.row_number, p.id, p.key, p.payee_name, p.bank, p.account_cipher, r.amount_fen, p.purpose
from batch_row r join payment p on p.id = r.payment_id
where r.batch_id = $1 order by r.row_number;

-- name: raise_fence
insert into payment_fence (reason, raised_at) values ($1, $2);

-- name: find_fence
select reason from payment_fence where lifted_at is null order by id limit 1;

-- name: lift_fence
update payment_fence set lifted_by = $1, lifted_at = $2, note = $3 where lifted_at is null;
