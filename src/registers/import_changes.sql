-- What an import would change (changes_of_import in schema/area).

-- name: gather_changes
-- $1: the staged table, $2: the table of what is known
create temp table import_change on commit drop as
select * from changes_of_import($1::text, $2::text)

-- name: changed_facts
select fact, count(*) as count from import_change group by fact order by count(*) desc, fact

-- name: first_changes
select row_number, fact, before, after from import_change order by row_number, fact limit $1

-- name: gather_held
-- $1: the staged table, $2: the table of what is known, $3: ranks (held_of_import)
create temp table import_held on commit drop as
select * from held_of_import($1::text, $2::text, $3::jsonb)

-- name: count_held
select count(*) as count from import_held

-- name: hold_back
select hold_back($1::text, $2::text)

-- name: forget_resolved
delete from resolved

-- name: take_turn
-- $1: the table of what is known, $2: when we learn it
select learnt_at, superseded from take_turn_of_import($1::text, $2::timestamptz)
