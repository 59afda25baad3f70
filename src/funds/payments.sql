-- name: all_funds
select id, code, level, place_lo, place_hi from fund order by place_hi - place_lo;

-- name: next_payment_ids
select nextval(pg_get_serial_sequence('payment', 'id')) as id from generate_series(1, $1::bigint);

-- name: add_payments
insert into payment (id, key, source_key, fund_id, place, payee_kind, payee_id, payee_name, bank,
                     account_cipher, account_tail, amount_fen, purpose, taken_in_by, planned_by,
                     planned_on)
overriding system value
select d.*, $15::bigint, $16::date
from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
            $7::bigint[], $8::text[], $9::text[], $10::bytea[], $11::text[], $12::bigint[],
            $13::text[], $14::bigint[]) as d
on conflict (key) do nothing;

-- name: first_differing_order
select d.key
from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[],
            $7::bigint[]) as d (key, source_key, fund_id, payee_name, bank, tail, amount_fen)
left join payment p on p.key = d.key
where p.id is null
   or (p.source_key, p.fund_id, p.payee_name, p.bank, p.account_tail, p.amount_fen)
      is distinct from (d.source_key, d.fund_id, d.payee_name, d.bank, d.tail, d.amount_fen)
   or p.cancelled_on is not null
limit 1;

-- name: lock_payment
select id, source_key, fund_id, place, amount_fen, purpose, taken_in_by, cancelled_on from payment
where key = $1 for update;

-- name: live_attempt
select batch_id from batch_row
where payment_id = $1 and (outcome is null or outcome = 'posted');

-- name: cancel_payment
update payment set cancelled_on = $2 where id = $1;

-- name: code_of_fund
select code, level from fund where id = $1;

-- name: find_payment
select p.id, p.key, p.source_key, f.label, p.place, p.payee_kind, p.payee_id, p.payee_name, p.bank,
       p.account_tail, p.amount_fen, p.purpose, p.planned_on, s.state, s.attempt, s.batch_id,
       s.reason
from payment p join fund f on f.id = p.fund_id join payment_state s on s.payment_id = p.id
where p.key = $1;

-- name: payments_of_source
select p.id, p.key, p.source_key, f.label, p.place, p.payee_kind, p.payee_id, p.payee_name, p.bank,
       p.account_tail, p.amount_fen, p.purpose, p.planned_on, s.state, s.attempt, s.batch_id,
       s.reason
from payment p join fund f on f.id = p.fund_id join payment_state s on s.payment_id = p.id
where p.source_key = $1 order by p.id;
