-- Families of the made-up city, planted (families.hpp).

-- name: choose_families
-- $1: able (nobody works, one of working age), at_work (one of working age works) or old (all are
-- beyond it), $2: how many, $3: those taken already, $4: today. With one member that it is about.
select h.id, min(m.person_id) filter (where
    case $1 when 'old' then true else age($4::date, p.birth_date) between interval '25 years'
      and interval '50 years' and p.sex in ('1', '2') end) as person_id
from household h
join household_member m on m.household_id = h.id and m.end_date is null
join person_now p on p.id = m.person_id
where h.kind = 'registered' and h.known_to = 'infinity' and h.id <> all ($3::bigint[])
group by h.id
having bool_and(p.birth_date is not null and p.death_date is null)
  and not bool_or(exists (select from register_record r where r.person_id = m.person_id
    and r.entity in ('outside_listing', 'key_group_member')))
  and bool_or(exists (select from employment e where e.person_id = m.person_id
    and e.start_date <= $4 and coalesce(e.end_date >= $4, true))) = ($1 = 'at_work')
  and case $1
    when 'old' then min(age($4::date, p.birth_date)) > interval '62 years'
    else bool_or(age($4::date, p.birth_date) between interval '25 years' and interval '50 years'
      and p.sex in ('1', '2')) end
order by h.id % 97, h.id
limit $2

-- name: list_households
-- $1: registered households, $2: kind, $3: today, $4: now. Half a year on the list.
with made as (
  insert into household (householder_id, kind, place, source, known_from)
  select householder_id, $2, place, '低保名单', $4::timestamptz
  from household where id = any($1::bigint[]) order by id
  on conflict do nothing
  returning id, householder_id, place
), joined as (
  insert into household_member (household_id, person_id, relation, start_date, place, source,
    known_from)
  select made.id, m.person_id, m.relation, $3::date - 180, made.place, '低保名单', $4::timestamptz
  from made
  join household h on h.householder_id = made.householder_id and h.id = any($1::bigint[])
  join household_member m on m.household_id = h.id and m.end_date is null
)
select id from made order by id

-- name: list_members
-- $1: registered households, $2: one member of each, $3: group, $4: today, $5: now
with chosen as (
  select * from unnest($1::bigint[], $2::bigint[]) as chosen (household_id, person_id)
), listed as (
  insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
  select 'key_group_member', c.person_id, $3::text || '/' || ($4::date - 400),
    daterange($4::date - 400, null),
    jsonb_build_object('key_group', $3::text, 'recognised_on', ($4::date - 400)::text), p.place,
    '帮扶名单', $5::timestamptz
  from chosen c join person_now p on p.id = c.person_id
  returning person_id
)
select c.household_id as id from chosen c join listed using (person_id) order by 1
