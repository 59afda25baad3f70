-- Surveys over many people (surveys.hpp). Row-level security shows the caller's places.

-- name: add_batch
insert into survey_batch (survey, label, place, place_lo, place_hi, began_on, due_on, made_by,
  made_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id

-- name: add_tasks
-- $1: batch, $2: people, $3: due, $4: now
insert into visit_task (batch_id, person_id, place, due_on, state, made_at)
select $1, p.id, p.place, $3::date, 'open', $4::timestamptz
from unnest($2::bigint[]) as meant (id)
join person_now p on p.id = meant.id and p.death_date is null
  and not exists (select from erasure e where e.person_id = p.id and e.state = 'erased')

-- name: batches
-- $1: one batch or null. Answered: closed by a visit with answers.
select b.id, b.survey, b.label, place_label(b.place) as place_label, b.began_on, b.due_on, b.made_by,
  counted.open, counted.answered, counted.ended, counted.gone
from survey_batch b
cross join lateral (
  select count(*) filter (where t.state = 'open') as open,
    count(*) filter (where t.state = 'done' and v.answers <> '{}') as answered,
    count(*) filter (where t.state = 'done' and v.answers = '{}') as ended,
    count(*) filter (where t.state = 'gone') as gone
  from visit_task t left join visit v on v.id = t.visit_id
  where t.batch_id = b.id) counted
where $1::bigint is null or b.id = $1::bigint
order by b.id desc limit 200

-- name: count_answers
-- $1: batch, $2: entity, $3: its day, $4: since, $5: facts, $6: whether their values are counted
select asked.fact, coalesce(case when asked.by_value then answered.facts->>asked.fact end, '')
  as value, count(*) as people
from visit_task t
cross join lateral (
  select r.facts from register_record r
  where r.person_id = t.person_id and r.entity = $2 and r.known_to = 'infinity'
    and r.facts->>$3 >= $4::date::text
  order by r.facts->>$3 desc, r.id desc limit 1) answered
cross join unnest($5::text[], $6::text[]::boolean[]) as asked (fact, by_value)
where t.batch_id = $1 and t.state = 'done' and coalesce(answered.facts->>asked.fact, '') <> ''
group by 1, 2 order by 1, 3 desc, 2

-- name: answers
-- $1: batch, $2: entity, $3: its day, $4: since, $5: limit
select t.person_id, coalesce(identity.name, '') as who, place_label(t.place) as place_label, t.state,
  v.visited_on, coalesce(v.outcome, '') as outcome, answered.facts::text as facts
from visit_task t
left join person_identity identity on identity.person_id = t.person_id
left join visit v on v.id = t.visit_id
left join lateral (
  select r.facts from register_record r
  where t.state = 'done' and r.person_id = t.person_id and r.entity = $2
    and r.known_to = 'infinity' and r.facts->>$3 >= $4::date::text
  order by r.facts->>$3 desc, r.id desc limit 1) answered on true
where t.batch_id = $1
order by t.place, t.person_id limit $5
