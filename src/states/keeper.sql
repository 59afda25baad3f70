-- Registered states that follow the register (keeper.hpp).

-- name: do_not_wait_for_disk
-- A step that a crash takes back is taken again; who waits for the disk makes clerks wait for it.
set local synchronous_commit = off

-- name: leave_a_core
-- Looking for what was written reads much after a large import; clerks keep the other cores.
set local max_parallel_workers_per_gather = 0

-- name: take_turn
select pg_try_advisory_xact_lock(hashtext('leye states ' || current_schema())) as taken

-- name: moment
-- own: this transaction; seen: those whose writing it sees.
select pg_current_xact_id()::text::bigint as own, pg_current_snapshot()::text as seen,
  pg_snapshot_xmin(pg_current_snapshot()) = pg_current_xact_id() as nobody_else

-- name: latest_pass
select id, policy_version, derived_on, began_at, ended_at, total, reached, people, changed, opened,
  closed, later, seen::text as seen, seen_at,
  pg_snapshot_xmax(seen) <= pg_snapshot_xmax(pg_current_snapshot()) as seen_here
from state_pass where rule = $1 order by id desc limit 1

-- name: begin_pass
-- $1: rule, $2: version, $3: day, $4: by whom or null, $5: now, $6: transactions seen
insert into state_pass (rule, policy_version, derived_on, asked_by, began_at, total, seen, seen_at)
select $1, $2, $3, $4, $5, (select count(*) from person), $6::pg_snapshot, $5

-- name: forget_due
-- The pass looks at everybody.
delete from state_due

-- name: go_on
-- $1: pass, $2: reached, $3-$6: people, changed, opened, closed
update state_pass set reached = $2, people = people + $3, changed = changed + $4,
  opened = opened + $5, closed = closed + $6
where id = $1

-- name: end_pass
update state_pass set ended_at = $2 where id = $1

-- name: collect_changed
-- Whose records were written by other transactions than $1; $2: this transaction, $3: nothing that
-- they wrote was known before. A row names its transaction by the last 32 bits of the number.
insert into state_due (person_id)
select distinct person_id from (
  select person_id, xmin from person_version
  where known_from >= $3::timestamptz or (known_to >= $3 and known_to < 'infinity')
  union all select person_id, xmin from employment
  where known_from >= $3 or (known_to >= $3 and known_to < 'infinity')
  union all select person_id, xmin from employment_past where known_to >= $3
  union all select person_id, xmin from unemployment_registration
  where known_from >= $3 or (known_to >= $3 and known_to < 'infinity')
  union all select person_id, xmin from unemployment_registration_past where known_to >= $3
  union all select person_id, xmin from insurance_spell
  where known_from >= $3 or (known_to >= $3 and known_to < 'infinity')
  union all select person_id, xmin from insurance_spell_past where known_to >= $3
  union all select person_id, xmin from register_record
  where entity <> 'registered_state' and person_id is not null
    and (known_from >= $3 or (known_to >= $3 and known_to < 'infinity'))
  union all select person_id, xmin from register_record_past
  where entity <> 'registered_state' and person_id is not null and known_to >= $3
  union all select person_id, xmin from household_member
  where known_from >= $3 or (known_to >= $3 and known_to < 'infinity')
  union all select person_id, xmin from household_member_past where known_to >= $3
) written
where not pg_visible_in_snapshot(greatest($2::bigint - age(xmin), 3)::text::xid8, $1::pg_snapshot)
on conflict do nothing

-- name: note_seen
-- $1: pass, $2: transactions seen, $3: known since
update state_pass set seen = $2::pg_snapshot, seen_at = $3 where id = $1

-- name: take_due
-- $1: how many
delete from state_due
where person_id in (select person_id from state_due order by person_id limit $1)
returning person_id

-- name: note_later
-- $1: pass, $2-$5: people, changed, opened, closed
update state_pass set later = later + $2, changed = changed + $3, opened = opened + $4,
  closed = closed + $5
where id = $1

-- name: count_due
select count(*) as n from state_due
