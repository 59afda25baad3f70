-- name: find_return
select b.number from return_file r join payment_batch b on b.id = r.batch_id where r.digest = $1;

-- name: rows_of_batch
select r.row_number, p.key, r.amount_fen, r.outcome
from batch_row r join payment p on p.id = r.payment_id where r.batch_id = $1;

-- name: add_return_file
insert into return_file (batch_id, digest, received_by, received_at, row_count, total_fen)
values ($1, $2, $3, $4, $5, $6) returning id;

-- name: add_return_rows
insert into return_row (return_file_id, row_number, result, voucher, reason)
select $1::bigint, d.* from unnest($2::int[], $3::text[], $4::text[], $5::text[]) as d;

-- name: settle_rows
insert into ledger_entry (key, kind, debit_account, credit_account, amount_fen, batch_id, row_number,
                          business_day, recorded_at)
select 'settle:' || $3 || ':' || b.row_number,
       case n.result when 'posted' then 'post' else 'void' end,
       case n.result when 'posted' then $4::bigint else $5::bigint end, $6::bigint,
       b.amount_fen, b.batch_id, b.row_number, $7::date, $8::timestamptz
from return_row n join batch_row b on b.batch_id = $2 and b.row_number = n.row_number
where n.return_file_id = $1 and n.result <> 'pending' and b.outcome is null;

-- name: record_outcomes
update batch_row b set outcome = n.result, reason = nullif(n.reason, ''),
       voucher = nullif(n.voucher, ''), settled_on = $3
from return_row n
where n.return_file_id = $1 and b.batch_id = $2 and b.row_number = n.row_number
  and n.result <> 'pending' and b.outcome is null;

-- name: record_pending_reasons
update batch_row b set reason = nullif(n.reason, '')
from return_row n
where n.return_file_id = $1 and b.batch_id = $2 and b.row_number = n.row_number
  and n.result = 'pending' and n.reason <> '' and b.outcome is null;

-- name: close_batch
update payment_batch b set settled_at = $2,
       state = case when exists (select from batch_row where batch_id = $1 and outcome is null)
                    then 'sent' else 'settled' end
where b.id = $1;
