-- What other systems hold of an erased person (erasures.hpp).

-- name: held_elsewhere
-- $1: person. Records that went out and have a number there
with recursive merged (id) as (
  select $1::bigint
  union
  select m.merged_id from person_merge m join merged on merged.id = m.survivor_id
  where m.undone_at is null
)
select s.system, s.entity, count(*) as records
from record_serial s
where s.until is null and exists (
  select from outgoing o
  where o.system = s.system and o.entity = s.entity and o.record_id = s.record_id
    and o.person in (select id from merged))
group by s.system, s.entity
order by s.system, s.entity

-- name: withdraw_erased
-- $1: person, $2: system, $3: entity, $4: clerk, $5: now. After the last item of each record.
with recursive merged (id) as (
  select $1::bigint
  union
  select m.merged_id from person_merge m join merged on merged.id = m.survivor_id
  where m.undone_at is null
), last as (
  select distinct on (o.record_id) o.*
  from outgoing o
  join record_serial s on s.system = o.system and s.entity = o.entity
    and s.record_id = o.record_id and s.until is null
  where o.person in (select id from merged) and o.system = $2::text and o.entity = $3::text
    and o.state not in ('mended', 'dropped')
  order by o.record_id, o.id desc
)
insert into outgoing (system, entity, record_id, person, organisation, subject, place, operation,
  source, known_at, clerk, recorded_at, state, next_try_at)
select system, entity, record_id, person, organisation, subject, place, 'withdraw', '', known_at,
  $4::bigint, $5::timestamptz, 'unsent', $5::timestamptz
from last order by id
returning id, record_id, place
