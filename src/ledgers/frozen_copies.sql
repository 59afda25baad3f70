-- Frozen copies of ledgers (frozen_copies.hpp).

-- name: begin_copy
insert into frozen_copy (ledger, definition, head, question, question_digest, conditions_told, place,
  place_lo, place_hi, period_from, period_until, as_of, known_at, clear, rows_expected, corrects,
  reason, drawn_by, drawn_by_name, drawn_at)
values ($1, $2, $3::jsonb, $4::jsonb, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
  $19, $20)
on conflict do nothing
returning id

-- name: copies
-- $1: a ledger or null, $2: a copy or null
select c.id, c.ledger, c.definition, c.head, c.question, c.conditions_told, c.place, c.place_lo,
  c.place_hi, c.period_from, c.period_until, c.as_of, c.known_at, c.clear, c.rows_expected, c.row_count,
  c.next_sort, c.next_id, c.state, c.corrects, coalesce(c.reason, '') as reason, c.drawn_by,
  c.drawn_by_name, c.drawn_at, coalesce(c.decided_by_name, '') as decided_by_name, c.decided_at,
  coalesce(c.opinion, '') as opinion, coalesce(c.office, 0) as office, coalesce(c.year, 0) as year,
  coalesce(c.number, 0) as number, coalesce(c.digest, '') as digest,
  coalesce(c.sheet_digest, '') as sheet_digest, c.sheet is not null as has_sheet,
  later.id as corrected_by, coalesce(later.state = 'signed', false) as corrected
from frozen_copy c
left join frozen_copy later on later.corrects = c.id and later.state <> 'returned'
where ($1::text is null or c.ledger = $1) and ($2::bigint is null or c.id = $2)
order by c.id desc
limit 500

-- name: question_of_copy
select question_digest, state, period_from, period_until from frozen_copy where id = $1

-- name: lock_copy
select state, drawn_by, row_count, rows_expected, next_sort, next_id, head, place, ledger
from frozen_copy where id = $1 for update

-- name: row_ids
select nextval(pg_get_serial_sequence('frozen_row', 'id')) as id from generate_series(1, $1::bigint)

-- name: add_rows
insert into frozen_row (id, copy_id, number, row_id, person_id, organisation_id, digest, content)
overriding system value
select said.id, $1::bigint, said.number, said.row_id, said.person, said.organisation, said.digest,
  said.content
from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[],
            $8::bytea[]) as said (id, number, row_id, person, organisation, digest, content)

-- name: go_on
update frozen_copy set row_count = $2, next_sort = $3, next_id = $4 where id = $1

-- name: digests
select digest from frozen_row where copy_id = $1 order by number

-- name: complete
update frozen_copy set state = 'waiting', digest = $2, next_sort = null, next_id = null where id = $1

-- name: rows
select id, number, row_id, person_id, organisation_id, digest, content
from frozen_row where copy_id = $1 and number > $2 order by number limit $3

-- name: lock_numbers
select pg_advisory_xact_lock(hashtextextended('frozen_copy ' || current_schema() || $1::bigint, 0))

-- name: last_number
select coalesce(max(number), 0) as n from frozen_copy where office = $1 and year = $2

-- name: sign
update frozen_copy set state = 'signed', decided_by = $2, decided_by_name = $3, decided_at = $4,
  opinion = nullif($5, ''), office = $6, year = $7, number = $8, sheet = $9, sheet_digest = $10
where id = $1 and state = 'waiting'

-- name: send_back
update frozen_copy set state = 'returned', decided_by = $2, decided_by_name = $3, decided_at = $4,
  opinion = $5
where id = $1 and state in ('filling', 'waiting')

-- name: drop_rows
select drop_returned_rows($1)

-- name: sheet
select sheet from frozen_copy where id = $1

-- name: open_task
insert into desk_task (about, kind, place, role, title, detail, address, created_at)
values ($1, 'frozen_copy', $2, 'director', $3, $4, $5, $6)

-- name: close_task
update desk_task set done_at = $2, done_by = $3 where about = $1 and done_at is null

-- name: origins
select o.id, u.at, u.row_id, u.learnt, coalesce(u.source, '') as source
from ledger_origins($1::jsonb, $2::date, $3::timestamptz) o,
  lateral unnest(o.row_ids, o.learnt, o.sources) with ordinality as u (row_id, learnt, source, at)
where u.row_id is not null
