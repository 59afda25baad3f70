-- Traineeships by host and batch: trainees.hpp. whole_months: schema/area/0550_reports.sql.

-- name: list_hosts
-- $1: host or 0, $2, $3: places, $4, $5: the year, $6: today
with trainee as (
  select t.organisation_id, coalesce((t.facts->>'batch')::bigint, 0) as batch, t.person_id,
    (t.facts->>'start_date')::date as began, (t.facts->>'planned_end')::date as planned,
    (t.facts->>'end_date')::date as ended, (t.facts->>'contract_signed_on')::date as signed,
    (t.facts->>'contract_ended_on')::date as dismissed
  from register_record t
  where t.entity = 'traineeship' and t.known_to = 'infinity' and t.place between $2 and $3
    and ($1::bigint = 0 or t.organisation_id = $1::bigint)
), post as (
  select p.organisation_id,
    sum((p.facts->>'places')::bigint)
      filter (where (p.facts->>'opened_on')::date between $4::date and $5::date) as opened,
    sum((p.facts->>'places')::bigint) filter (where p.valid @> $6::date) as open
  from register_record p
  where p.entity = 'traineeship_post' and p.known_to = 'infinity' and p.place between $2 and $3
    and ($1::bigint = 0 or p.organisation_id = $1::bigint)
  group by 1
), counted as (
  select organisation_id, batch,
    count(distinct person_id) filter (where began between $4::date and $5::date) as started,
    count(*) filter (where began <= $6::date and signed is null
      and coalesce(ended, planned) >= $6::date) as now,
    count(*) filter (where began <= $6::date) as begun,
    count(*) filter (where began <= $6::date and (signed is not null or ended >= planned
      or (ended is null and planned < $6::date))) as finished,
    count(*) filter (where began <= $6::date and (signed is not null
      or coalesce(ended, planned) < $6::date)) as over,
    count(*) filter (where signed <= $6::date and coalesce(dismissed > $6::date, true)) as kept
  from trainee group by 1, 2
)
select coalesce(counted.organisation_id, post.organisation_id) as organisation_id,
  coalesce(counted.batch, 0) as batch,
  coalesce(organisation_name(coalesce(counted.organisation_id, post.organisation_id)), '') as label,
  coalesce((select facts->>'name' from register_record b where b.id = counted.batch), '')
    as batch_label,
  coalesce(post.opened, 0)::bigint as places_opened, coalesce(post.open, 0)::bigint as places_open,
  coalesce(counted.started, 0) as started, coalesce(counted.now, 0) as now,
  coalesce(counted.begun, 0) as begun, coalesce(counted.finished, 0) as finished,
  coalesce(counted.over, 0) as over, coalesce(counted.kept, 0) as kept
from counted full join post on post.organisation_id = counted.organisation_id
order by begun desc, 1, 2
limit 200

-- name: list_trainees
-- $1 to $6 as list_hosts, $7, $8: limit, offset
select t.id, t.person_id, t.organisation_id, coalesce(i.name, '') as who,
  coalesce(organisation_name(t.organisation_id), '') as host,
  coalesce((select b.facts->>'name' from register_record b
            where b.id = (t.facts->>'batch')::bigint), '') as batch_label,
  day.began, day.planned, day.ended, day.signed,
  t.facts ? 'agreement_confirmed_on' as agreement_confirmed,
  t.facts ? 'end_confirmed_on' as end_confirmed,
  whole_months(day.began, day.planned) as agreed,
  whole_months(day.began, least(day.planned, coalesce(day.ended, day.starts - 1, $6::date), $6::date))
    as done,
  coalesce((t.facts->>'paid_months')::bigint, 0) as paid,
  month.reported, month.confirmed, count(*) over () as total
from register_record t
left join person_identity i on i.person_id = t.person_id
cross join lateral (select (t.facts->>'start_date')::date as began,
  (t.facts->>'planned_end')::date as planned, (t.facts->>'end_date')::date as ended,
  (t.facts->>'contract_signed_on')::date as signed,
  (t.facts->>'contract_start')::date as starts) day
cross join lateral (select count(*) as reported,
    count(*) filter (where m.facts ? 'confirmed_on') as confirmed
  from register_record m
  where m.entity = 'traineeship_month' and m.known_to = 'infinity' and m.person_id = t.person_id
    and m.organisation_id = t.organisation_id
    and (m.facts->>'month' || '-01')::date
      between date_trunc('month', day.began) and coalesce(day.ended, day.planned)) month
where t.entity = 'traineeship' and t.known_to = 'infinity' and t.place between $2 and $3
  and ($1::bigint = 0 or t.organisation_id = $1::bigint)
  and (day.began between $4::date and $5::date or coalesce(day.ended, day.planned) >= $4::date)
order by day.began desc, t.id
limit $7::bigint offset $8::bigint
