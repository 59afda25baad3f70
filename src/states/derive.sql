-- Registered states and contradictions as they are stored (derive.hpp).
--
-- A state is found by the whole key of its record (schema/area/0050), by the expressions that the
-- key is made of: by less, PostgreSQL reads the states of everybody for each step, since there were
-- none when it counted.

-- name: create_states
create temp table if not exists derived_state (person_id bigint, state text, since date)
on commit drop

-- name: create_conflicts
create temp table if not exists derived_conflict (person_id bigint, category text, title text,
  role text, due_on date) on commit drop

-- name: create_people
create temp table if not exists derived_person (person_id bigint) on commit drop

-- name: empty
truncate derived_state, derived_conflict, derived_person

-- name: next_people
-- $1: after this key, $2: how many
select id from person where id > $1 order by id limit $2

-- name: known_states
-- $1: keys of people, $2: rule
select wanted.id as person_id, r.facts->>'state' as state
from unnest($1::bigint[]) as wanted (id)
join register_record r on coalesce(r.person_id, 0) = wanted.id
  and coalesce(r.organisation_id, 0) = 0 and r.entity = 'registered_state' and r.key = $2
  and case when r.person_id is null and r.organisation_id is null then r.place else 0 end = 0
  and r.known_to = 'infinity'

-- name: copy_states
copy derived_state (person_id, state, since) from stdin binary

-- name: copy_people
copy derived_person (person_id) from stdin binary

-- name: copy_conflicts
copy derived_conflict (person_id, category, title, role, due_on) from stdin binary

-- name: keep_past
-- $1: now, $2: rule. Who derives the same person elsewhere waits for this one.
insert into register_record_past (id, entity, person_id, organisation_id, key, valid, facts, refers,
  place, source, known_from, known_to)
select r.id, r.entity, r.person_id, r.organisation_id, r.key, r.valid, r.facts, r.refers, r.place,
  r.source, r.known_from, $1::timestamptz
from derived_state d join register_record r on coalesce(r.person_id, 0) = d.person_id
  and coalesce(r.organisation_id, 0) = 0 and r.entity = 'registered_state' and r.key = $2
  and case when r.person_id is null and r.organisation_id is null then r.place else 0 end = 0
  and r.known_to = 'infinity'
where d.state is not null
for no key update of r

-- name: change_states
-- $1: now, $2: rule, $3: source
update register_record r
set facts = jsonb_build_object('state', d.state, 'since', d.since::text, 'rule', $2::text),
  source = $3, known_from = $1::timestamptz
from derived_state d
where coalesce(r.person_id, 0) = d.person_id
  and coalesce(r.organisation_id, 0) = 0 and r.entity = 'registered_state' and r.key = $2
  and case when r.person_id is null and r.organisation_id is null then r.place else 0 end = 0
  and r.known_to = 'infinity' and d.state is not null

-- name: end_states
-- $1: now, $2: rule
update register_record r set known_to = $1::timestamptz
from derived_state d
where coalesce(r.person_id, 0) = d.person_id
  and coalesce(r.organisation_id, 0) = 0 and r.entity = 'registered_state' and r.key = $2
  and case when r.person_id is null and r.organisation_id is null then r.place else 0 end = 0
  and r.known_to = 'infinity' and d.state is null

-- name: add_states
-- $1: now, $2: rule, $3: source
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
select 'registered_state', d.person_id, $2::text, daterange(null, null),
  jsonb_build_object('state', d.state, 'since', d.since::text, 'rule', $2::text), identity.place,
  $3::text, $1::timestamptz
from derived_state d join person_identity identity on identity.person_id = d.person_id
where d.state is not null and not exists (
  select from register_record r
  where coalesce(r.person_id, 0) = d.person_id
    and coalesce(r.organisation_id, 0) = 0 and r.entity = 'registered_state' and r.key = $2::text
    and case when r.person_id is null and r.organisation_id is null then r.place else 0 end = 0
    and r.known_to = 'infinity')
order by d.person_id

-- name: close_tasks
-- $1: now
update desk_task t set done_at = $1
where t.kind = 'states_conflict' and t.done_at is null
  and split_part(t.about, ':', 3)::bigint in (select person_id from derived_person)
  and not exists (select from derived_conflict c
    where t.about = 'states_conflict:' || c.category || ':' || c.person_id)

-- name: open_tasks
-- $1: now
insert into desk_task (about, kind, place, role, title, detail, address, due_on, created_at)
select 'states_conflict:' || c.category || ':' || c.person_id, 'states_conflict', identity.place,
  c.role, c.title, identity.name, '/persons/' || c.person_id, c.due_on, $1::timestamptz
from derived_conflict c join person_identity identity on identity.person_id = c.person_id
order by c.person_id, c.category
on conflict (about) where done_at is null do nothing

-- name: task_due
select due_on from desk_task
where about = 'states_conflict:' || $1::text || ':' || $2::bigint and done_at is null

-- name: count_people
select count(*) as n from person where id = $1
