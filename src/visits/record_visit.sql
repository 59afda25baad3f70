-- One visit (record_visit.hpp). The scope bypasses row-level security.

-- name: known_visit
select id, account, set_aside from visit where device_key = $1

-- name: person_place
select place from person_now where id = $1 and place between $2 and $3

-- name: lock_task
select id from visit_task where id = $1 and person_id = $2 for update

-- name: done_by
-- The visit that closed a task. $1: task
select v.visited_on, v.outcome, coalesce(a.name, '') as visitor
from visit_task t join visit v on v.id = t.visit_id left join account a on a.id = v.account
where t.id = $1 and t.state = 'done'

-- name: add_visit
insert into visit (device_key, task_id, person_id, place, account, way, outcome, counted, visited_at,
  visited_on, arrived_at, note, told, answers, differences, set_aside)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb, $15::jsonb, $16)
returning id

-- name: close_of_plan
-- $1: person, $2: plan, $3: visit, $4: now
update visit_task set state = 'done', visit_id = $3, closed_at = $4::timestamptz
where person_id = $1 and plan = $2 and state = 'open'

-- name: next_of_plan
-- $1: person, $2: plan, $3: place, $4: day of the visit, $5: months, $6: now. Whoever went goes again.
insert into visit_task (plan, person_id, place, due_on, state, made_at, visitor, assigned_by,
  assigned_at)
select $2, $1, $3, ($4::date + make_interval(months => $5::int))::date, 'open', $6::timestamptz,
  before.visitor, before.assigned_by, before.assigned_at
from (select 1) one
left join lateral (select visitor, assigned_by, assigned_at from visit_task
  where person_id = $1 and plan = $2 and state = 'done' order by id desc limit 1) before on true
on conflict (plan, person_id) where state = 'open' and plan is not null do nothing

-- name: close_of_surveys
-- $1: person, $2: survey or '' for all, $3: visit, $4: now
update visit_task t set state = 'done', visit_id = $3, closed_at = $4::timestamptz
from survey_batch batch
where batch.id = t.batch_id and t.person_id = $1 and t.state = 'open'
  and ($2 = '' or batch.survey = $2)
