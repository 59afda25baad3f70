-- Imports that were stored, and how to undo one (import_runs.hpp).

-- name: record_import_run
insert into import_run (kind, file_name, form, account, account_name, place_lo, place_hi, source,
  stored_at, row_count, added, changed)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
returning id

-- name: import_runs
-- $1, $2: the caller's places, $3: how many, $4: an account's own, or 0
select id, kind, file_name, form, account_name, stored_at, row_count, added, changed, undone_at,
  removed, restored, kept
from import_run where place_lo >= $1 and place_hi <= $2
  and ($4::bigint = 0 or account = $4::bigint)
order by id desc limit $3

-- name: import_run_to_undo
-- $1: id, $2, $3: the caller's places, $4: an account's own, or 0
select kind, source, stored_at, undone_at is not null as undone
from import_run where id = $1 and place_lo >= $2 and place_hi <= $3
  and ($4::bigint = 0 or account = $4::bigint) for update

-- name: mark_import_run_undone
update import_run set undone_at = $2, undone_by = $3, removed = $4, restored = $5, kept = $6
where id = $1

-- name: undo_rows
select removed, restored from undo_import_of_rows($1::text, $2::timestamptz, $3::text,
  $4::timestamptz)

-- name: undo_versions
-- $1: table, $2: its owner's column, $3: columns that name such an owner elsewhere
select removed, restored, fresh
from undo_import_of_versions($1::text, $2::text, $3::text[], $4::timestamptz, $5::text,
  $6::timestamptz)

-- name: undo_people
-- $1: columns that name a person. Answers what undo_versions does.
with undone as (
  select * from undo_import_of_versions('person_version', 'person_id', $1::text[],
    $2::timestamptz, $3::text, $4::timestamptz)
)
select removed, restored, undo_import_of_identities(fresh, $2::timestamptz, $4::timestamptz)::text
from undone

-- name: phones_that_came_back
select person_id, phone_cipher, salt from person_identity
where recorded_at = $1 and phone_cipher is not null and phone_blind is null

-- name: find_phones_again
-- $1: people, $2: their phones' blind values in hexadecimal
update person_identity set phone_blind = decode(blind, 'hex')
from unnest($1::bigint[], $2::text[]) as found (id, blind)
where person_id = found.id

-- name: kept_rows
select coalesce(identity.name, organisation_name(kept.organisation), '') as name, kept.changed_by,
  kept.changed_at
from kept_of_rows($1::text, $2::timestamptz, $3::text) kept
left join person_identity identity on identity.person_id = kept.person
order by kept.changed_at, name

-- name: kept_people
select coalesce(identity.name, '') as name, kept.changed_by, kept.changed_at
from kept_of_versions('person_version', 'person_id', $1::text[], $2::timestamptz, $3::text) kept
left join person_identity identity on identity.person_id = kept.kept
order by kept.changed_at, name

-- name: kept_organisations
select organisation_name(kept.kept) as name, kept.changed_by, kept.changed_at
from kept_of_versions('organisation_version', 'organisation_id', $1::text[], $2::timestamptz,
  $3::text) kept
order by kept.changed_at, name

-- name: remember_layout
insert into import_layout (kind, layout, columns, account, chosen_at) values ($1, $2, $3, $4, $5)
on conflict (kind, layout) do update
set columns = excluded.columns, account = excluded.account, chosen_at = excluded.chosen_at

-- name: layout_remembered
select columns from import_layout where kind = $1 and layout = $2
