-- Families of which nobody works: see without_work.hpp.

-- name: families_without_work
-- $1: day, $2: kind of household, $3: group or '', $4: member: any, registered or able,
-- $5: households, none: all, $6, $7: ages of men, $8, $9: of women, $10: states of who is not able
with standing as (
  select person_id, start_date as since from unemployment_registration
  where $4 = 'registered' and known_to = 'infinity' and start_date <= $1
    and coalesce(end_date >= $1, true)
  union all
  select person_id, coalesce(lower(valid), $1) from register_record
  where $4 <> 'registered' and $3 <> '' and entity = 'key_group_member' and known_to = 'infinity'
    and facts ->> 'key_group' = $3 and valid @> $1::date
    and coalesce((facts ->> 'ended_on')::date > $1, true)
), member as not materialized (
  select home.id as household_id, home.place, m.person_id, m.start_date, m.end_date
  from household home
  join household_member m on m.household_id = home.id and m.known_to = 'infinity'
  where home.kind = $2 and home.known_to = 'infinity'
    and (cardinality($5::bigint[]) = 0 or home.id = any($5::bigint[]))
    and coalesce(m.start_date <= $1, true) and coalesce(m.end_date >= $1, true)
), meant as not materialized (
  select member.household_id, member.person_id, standing.since
  from member join standing using (person_id)
  where $3 <> '' or $4 = 'registered'
  union all
  select household_id, person_id, coalesce(start_date, $1) from member
  where $3 = '' and $4 = 'able'
), need as (
  select household_id, min(since) as since from (
    select meant.household_id, meant.since from meant where $4 <> 'able'
    union all
    select meant.household_id,
      greatest(meant.since, (p.birth_date + make_interval(years =>
        case p.sex when '1' then $6::int else $8::int end))::date)
    from meant join person_now p on p.id = meant.person_id
    where $4 = 'able' and p.birth_date is not null and p.sex in ('1', '2')
      and coalesce(p.death_date > $1, true)
      and extract(year from age($1::date, p.birth_date))
          between case p.sex when '1' then $6::int else $8::int end
              and case p.sex when '1' then $7::int else $9::int end
      and coalesce((select facts ->> 'state' from (
            select entity, facts, known_to from register_record
            where person_id = meant.person_id offset 0) record
          where entity = 'registered_state' and known_to = 'infinity' limit 1), '')
          <> all ($10::text[])
  ) able
  group by household_id)
select h.id, h.place, people.count as people, greatest(need.since, worked.last_day + 1) as since
from need
join household h on h.id = need.household_id
cross join lateral (
  select max(least(job.end_date, m.end_date)) as last_day,
    bool_or(coalesce(job.end_date >= $1, true) and coalesce(m.end_date >= $1, true)
            and coalesce(m.start_date <= $1, true)) as today
  from household_member m
  join employment job on job.person_id = m.person_id and job.known_to = 'infinity'
  where m.household_id = h.id and m.known_to = 'infinity' and job.start_date <= $1) worked
cross join lateral (
  select count(*) from household_member m
  where m.household_id = h.id and m.known_to = 'infinity'
    and coalesce(m.start_date <= $1, true) and coalesce(m.end_date >= $1, true)) people
where worked.today is not true
order by since, h.id
