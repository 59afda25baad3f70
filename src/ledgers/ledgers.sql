-- Ledgers (ledger_reader.hpp, saved_views.hpp); the statements behind them are put together by
-- schema/area/0130_ledgers.sql from $1.

-- name: ledger_page
select id, person_id, organisation_id, cells, sort_key, newest, source
from ledger_rows($1::jsonb, $2::date, $3::timestamptz, $4::text, $5::bigint, $6::bigint)

-- name: ledger_count
select ledger_total($1::jsonb, $2::date, $3::timestamptz, $4::bigint) as total

-- name: ledger_quality_of
select rows_seen, filled, complete, fresh, oldest, newest
from ledger_quality($1::jsonb, $2::date, $3::timestamptz, $4::timestamptz, $5::bigint)

-- name: ledger_group_counts
select value, label, rows_seen
from ledger_groups($1::jsonb, $2::date, $3::timestamptz, $4::bigint)

-- name: save_view
insert into ledger_view (ledger, name, conditions, account, account_name, shared, place_lo, place_hi,
  made_at)
values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9)
returning id

-- name: count_own_views
select count(*) as n from ledger_view where account = $1 and removed_at is null

-- name: views
-- $1: account, $2, $3: its places
select id, ledger, name, conditions, account, account_name, shared, made_at
from ledger_view
where removed_at is null and (account = $1 or (shared and place_lo = $2 and place_hi = $3))
order by id
limit 500

-- name: remove_view
update ledger_view set removed_at = $3 where id = $1 and account = $2 and removed_at is null
