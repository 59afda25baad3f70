-- Tasks to visit (tasks.hpp). Row-level security shows the caller's places.

-- name: drop_gone
-- $1: plan, $2: its people, $3: now
update visit_task t set state = 'gone', closed_at = $3::timestamptz
where t.plan = $1 and t.state = 'open'
  and not exists (select from unnest($2::bigint[]) as meant (id)
    join person_now p on p.id = meant.id and p.death_date is null
    where meant.id = t.person_id)

-- name: follow_people
-- People who moved within the caller's places. $1: plan
update visit_task t set place = p.place
from person_now p
where t.plan = $1 and t.state = 'open' and p.id = t.person_id and p.place <> t.place

-- name: make_tasks
-- $1: plan, $2: its people, $3: months between contacts, $4: days to the first, $5: ways,
-- $6: outcomes that reach the person, $7: today, $8: now
insert into visit_task (plan, person_id, place, due_on, state, made_at)
select $1, p.id, p.place,
  coalesce((contact.last_on + make_interval(months => $3::int))::date, $7::date + $4::int),
  'open', $8::timestamptz
from unnest($2::bigint[]) as meant (id)
join person_now p on p.id = meant.id and p.death_date is null
  and not exists (select from erasure e where e.person_id = p.id and e.state = 'erased')
cross join lateral (select greatest(
  (select max(v.visited_on) from visit v
    where v.person_id = p.id and not v.set_aside and v.way = any($5::text[])
      and v.outcome = any($6::text[])),
  (select max((r.facts->>'served_on')::date) from register_record r
    where r.person_id = p.id and r.entity = 'service_record' and r.known_to = 'infinity'
      and r.facts->>'kind' = 'visit' and 'visit' = any($5::text[]))) as last_on) contact
on conflict (plan, person_id) where state = 'open' and plan is not null do nothing

-- name: assign_tasks
-- $1: ids, $2: visitor or null, $3: by whom, $4: when
update visit_task set visitor = $2::bigint,
  assigned_by = case when $2::bigint is null then null else $3::bigint end,
  assigned_at = case when $2::bigint is null then null else $4::timestamptz end
where id = any($1::bigint[]) and state = 'open'

-- name: visitors
-- Accounts with a post within these places. $1: area, $2, $3: places
select a.id, a.name,
  (select count(*) from visit_task t where t.visitor = a.id and t.state = 'open') as open
from account a
where a.disabled_at is null and exists (select from role_assignment r
  where r.account_id = a.id and r.area_schema = $1 and r.ended_at is null
    and r.role in ('window_clerk', 'first_checker') and r.place between $2 and $3)
order by a.name, a.id limit 500

-- name: page_of_tasks
-- $1: state, $2: plan or '', $3: batch or null, $4: visitor or null, $5: only unassigned,
-- $6, $7: places, $8: today, $9: limit, $10: offset
with chosen as (
  select * from visit_task t
  where case $1 when 'done' then t.state = 'done'
      when 'overdue' then t.state = 'open' and t.due_on < $8::date
      when 'soon' then t.state = 'open' and t.due_on between $8::date and $8::date + 30
      when 'later' then t.state = 'open' and t.due_on > $8::date + 30
      else t.state = 'open' end
    and ($2 = '' or t.plan = $2) and ($3::bigint is null or t.batch_id = $3::bigint)
    and ($4::bigint is null or t.visitor = $4::bigint)
    and (not $5::boolean or t.visitor is null) and t.place between $6 and $7)
select t.id, t.person_id, t.place, coalesce(identity.name, '') as who,
  place_label(t.place) as place_label, coalesce(t.plan, '') as plan, t.batch_id,
  coalesce(batch.label, '') as batch_label,
  t.state, t.visitor, t.due_on, tried.tries, latest.visited_on, coalesce(latest.outcome, '') as outcome,
  coalesce(latest.way, '') as way, coalesce(latest.told, '') as told,
  coalesce(latest.note, '') as note, counted.total
from (select count(*) as total from chosen) counted
cross join lateral (select * from chosen
  order by case when $1 = 'done' then closed_at end desc, due_on, place, id
  limit $9 offset $10) t
left join person_identity identity on identity.person_id = t.person_id
left join survey_batch batch on batch.id = t.batch_id
cross join lateral (select count(*) as tries from visit v
  where v.task_id = t.id and not v.counted and not v.set_aside) tried
left join lateral (select * from visit v
  where v.person_id = t.person_id and (t.visit_id is null or v.id = t.visit_id)
    and not v.set_aside
  order by v.visited_at desc, v.id desc limit 1) latest on true
order by case when $1 = 'done' then t.closed_at end desc, t.due_on, t.place, t.id

-- name: count_by_plan
-- $1: today
select plan,
  count(*) filter (where state = 'open' and due_on < $1::date) as overdue,
  count(*) filter (where state = 'open' and due_on between $1::date and $1::date + 30) as soon,
  count(*) filter (where state = 'open' and due_on > $1::date + 30) as later,
  count(*) filter (where state = 'done' and v.visited_on > $1::date - 30) as done
from visit_task t left join visit v on v.id = t.visit_id
where plan is not null and state <> 'gone'
group by plan

-- name: count_by_place
-- $1: today, $2: batch or null
select t.place, place_label(t.place) as label,
  count(*) filter (where state = 'open' and due_on < $1::date) as overdue,
  count(*) filter (where state = 'open' and due_on between $1::date and $1::date + 30) as soon,
  count(*) filter (where state = 'open' and due_on > $1::date + 30) as later,
  count(*) filter (where state = 'done'
    and ($2::bigint is not null or v.visited_on > $1::date - 30)) as done
from visit_task t left join visit v on v.id = t.visit_id
where state <> 'gone'
  and case when $2::bigint is null then plan is not null else batch_id = $2::bigint end
group by t.place
order by 3 desc, 4 desc, t.place
limit 200

-- name: providers
select uscc, name from (
  select distinct on (o.id) o.uscc, o.name, given.rank, given.times from (
    select organisation_id as organisation, 1 as rank, 0 as times
    from register_record where entity = 'service_station' and known_to = 'infinity'
    union all
    select organisation_id, 2, count(*)
    from register_record where entity = 'service_record' and known_to = 'infinity'
    group by 1) given
  join organisation_now o on o.id = given.organisation
  order by o.id, given.rank) found
order by rank, times desc, name limit 20
