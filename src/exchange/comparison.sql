-- Comparing our list with theirs (comparison.hpp).

-- name: our_list
-- The last item of each record of a kind with the number it has there, or had last; $1: system,
-- $2: entity
select distinct on (o.record_id) o.id, o.record_id, o.person, o.place, o.clerk, o.state,
  o.operation, o.payload, coalesce(s.serial, '') as serial
from outgoing o
left join (
  select distinct on (record_id) record_id, serial from record_serial
  where system = $1 and entity = $2
  order by record_id, (until is null) desc, id desc
) s using (record_id)
where o.system = $1 and o.entity = $2 and o.state not in ('mended', 'dropped')
order by o.record_id, o.id desc

-- name: records_of_items
select id, record_id from outgoing where system = $1 and entity = $2 and id = any($3::bigint[])

-- name: insert_comparison
insert into list_comparison (system, entity, made_at, made_by, source, ours, theirs, found)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning id

-- name: open_differences
select id, kind, coalesce(record_id, 0) as record_id, serial, field from difference
where system = $1 and entity = $2 and state = 'open'

-- name: insert_difference
insert into difference (comparison_id, system, entity, kind, record_id, person, place, serial,
  field, found_at, owner, due_on, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open')
returning id

-- name: keep_values
update difference set ours = $2, theirs = $3 where id = $1

-- name: difference_gone
update difference set state = 'gone', resolved_at = $2 where id = any($1::bigint[])

-- name: close_difference_tasks
update desk_task set done_at = $2
where done_at is null and about in (select 'difference:' || id from unnest($1::bigint[]) as id)

-- name: lock_difference
select id, system, entity, kind, record_id, serial, place, state from difference
where id = $1 for update

-- name: resolve_difference
update difference set state = 'resolved', choice = $2, reason = $3, resolved_by = $4,
  resolved_at = $5
where id = $1

-- name: last_item_of_record
select id from outgoing where system = $1 and entity = $2 and record_id = $3
order by id desc limit 1

-- name: last_comparison
-- When the lists of a kind were compared last, and when a failed comparison is due again
select
  (select max(made_at) from list_comparison where system = $1 and entity = $2) as made_at,
  (select next_try_at from comparison_failure where system = $1 and entity = $2) as next_try_at

-- name: comparison_failed
insert into comparison_failure (system, entity, failure, failing_since, next_try_at)
values ($1, $2, $3, $4, $5)
on conflict (system, entity) do update set failure = $3, next_try_at = $5

-- name: comparison_made
delete from comparison_failure where system = $1 and entity = $2

-- name: looked_into
-- What was looked into last and may stay as it is
select distinct on (kind, coalesce(record_id, 0), serial, field)
  id, kind, coalesce(record_id, 0) as record_id, serial, field, choice, ours, theirs
from difference
where system = $1 and entity = $2 and state = 'resolved'
order by kind, coalesce(record_id, 0), serial, field, id desc

-- name: comparison_wanted
select comparison_wanted_at from exchange_system where system = $1

-- name: want_comparison
insert into exchange_system (system, comparison_wanted_at) values ($1, $2)
on conflict (system) do update set comparison_wanted_at = $2

-- name: difference_lines
-- $1: state or '', $2: limit, $3: offset
select d.id, d.system, d.entity, d.kind, d.record_id, d.person,
  coalesce(identity.name, '') as who, place_label(d.place) as place_label, d.serial, d.field,
  d.ours, d.theirs, d.found_at, d.owner, d.due_on, d.state, coalesce(d.choice, '') as choice,
  coalesce(d.reason, '') as reason, d.resolved_by, d.resolved_at, count(*) over () as total
from difference d
left join person_identity identity on identity.person_id = d.person
where $1 = '' or d.state = $1
order by d.state = 'open' desc, d.due_on nulls last, d.id
limit $2 offset $3

-- name: count_differences
select system, count(*) as count from difference where state = 'open' group by system

-- name: comparison_lines
select system, entity, made_at, made_by, ours, theirs, found from list_comparison
order by id desc limit 20
