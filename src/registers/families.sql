-- Families of which nobody works: see families.hpp.

-- name: families_without_work
-- $1: day, $2: kind of household, $3: group or '', $4, $5: places, $6: household or 0, $7: limit
with need as (
  select member.household_id, min(needing.since) as since
  from household home
  join household_member member on member.household_id = home.id
  join (
    select person_id, start_date as since from unemployment_registration
    where $3 = '' and start_date <= $1 and coalesce(end_date >= $1, true)
    union all
    select person_id, coalesce(lower(valid), $1) from register_record
    where $3 <> '' and entity = 'key_group_member' and facts ->> 'key_group' = $3
      and valid @> $1::date and coalesce((facts ->> 'ended_on')::date > $1, true)
  ) needing on needing.person_id = member.person_id
  where home.kind = $2 and home.place between $4 and $5
    and ($6::bigint = 0 or home.id = $6)
    and coalesce(member.start_date <= $1, true) and coalesce(member.end_date >= $1, true)
  group by member.household_id)
select h.id, h.householder_id, h.place, place_label(h.place) as place_label,
  people.count as people, count(*) over () as total,
  greatest(need.since, worked.last_day + 1) as since
from need
join household h on h.id = need.household_id
cross join lateral (
  select max(least(job.end_date, member.end_date)) as last_day,
    bool_or(coalesce(job.end_date >= $1, true) and coalesce(member.end_date >= $1, true)
            and coalesce(member.start_date <= $1, true)) as today
  from household_member member
  join employment job on job.person_id = member.person_id
  where member.household_id = h.id and job.start_date <= $1) worked
cross join lateral (
  select count(*) from household_member member
  where member.household_id = h.id
    and coalesce(member.start_date <= $1, true) and coalesce(member.end_date >= $1, true)) people
where worked.today is not true
order by since, h.id
limit $7::bigint
