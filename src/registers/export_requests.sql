-- Exports that need a second person (export_requests.hpp).

-- name: ask_export
insert into export_request (kind, row_count, reason, asked_by, asked_by_name, asked_at, place,
  place_hi, asked_of)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id

-- name: export_requests
select id, kind, row_count, reason, asked_by, asked_by_name, asked_at, state, decided_by_name, asked_of
from export_request order by id desc limit $1

-- name: export_request
select asked_by, state from export_request where id = $1 for update

-- name: decide_export
update export_request set state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5
where id = $1 and state = 'open'

-- name: released_export
-- Locked until the sheet is written; $4: released since, $5, $6: the places of who fetches
select row_count, asked_of, reason from export_request
where id = $1 and kind = $2 and asked_by = $3 and state = 'released' and decided_at > $4
  and place = $5 and place_hi = $6
for update

-- name: fetch_export
update export_request set state = 'fetched', fetched_at = $2, rows_fetched = $3 where id = $1
