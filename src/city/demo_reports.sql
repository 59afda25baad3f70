-- What the demonstration's schools and its host reported, and what the people said to it. All of it
-- follows from the rows that are there. $1 the day, $2 when it was learnt, $3 the source, unless
-- it says otherwise.

-- name: seed_schools
-- $1: the school of the demonstration's account, of those whose school is not known
update register_record set facts = facts || jsonb_build_object('school', $1::text)
where entity = 'graduate_destination' and coalesce(facts->>'school', '') = ''

-- name: seed_reported_days
-- The schools' reports came when they were reported, not today.
update register_record
set known_from = ((facts->>'reported_on')::date + time '09:00') at time zone 'Asia/Shanghai'
where entity = 'graduate_destination'
  and ((facts->>'reported_on')::date + time '09:00') at time zone 'Asia/Shanghai' < $1::timestamptz

-- name: seed_confirmed
with said as (
  update register_record set facts = facts || jsonb_build_object('confirmed_on', $1::text)
  where entity = 'graduate_destination' and person_id % 3 = 0 and not facts ? 'confirmed_on'
  returning id, person_id, place, facts
)
insert into record_word (report, record_id, place, agrees, facts, stamp, account, said_at)
select 'destination', id, place, true,
  facts_asked(facts, array['graduated_on', 'destination', 'went_to', 'destination_place',
                           'file_kept_at']), 'confirmed_on', 0, $2
from said

-- name: seed_contested
with said as (
  insert into record_word (report, record_id, place, agrees, facts, meant, said, stamp, account,
    said_at)
  select 'destination', r.id, i.place, false,
    facts_asked(r.facts, array['graduated_on', 'destination', 'went_to', 'destination_place',
                               'file_kept_at']),
    '{"destination": "waiting"}', '没有和这家单位签合同，还在找工作', 'confirmed_on', 0, $1
  from register_record r join person_identity i on i.person_id = r.person_id
  where r.entity = 'graduate_destination' and r.person_id % 11 = 5
    and r.facts->>'destination' = 'labour_contract' and not r.facts ? 'confirmed_on'
    and not exists (select from record_word w where w.record_id = r.id)
  returning id, record_id, place
)
insert into desk_task (about, kind, place, role, title, detail, address, created_at)
select 'record_word:' || said.id, 'record_word', said.place, 'window_clerk',
  '本人说上报有误：毕业去向', i.name, '/persons/' || i.person_id, $1
from said join register_record r on r.id = said.record_id
join person_identity i on i.person_id = r.person_id

-- name: seed_trainee_posts
-- The host is the unit of the demonstration's employer account.
insert into register_record (entity, organisation_id, key, valid, facts, place, source, known_from)
select 'traineeship_post', o.id, post.name || '/' || ($1::date - 200), daterange($1::date - 200, null),
  jsonb_build_object('name', post.name, 'places', post.places, 'opened_on', ($1::date - 200)::text,
    'allowance', '1500.00'), o.place, $3, $2
from account a join organisation_now o on o.id = a.subject_id
cross join (values ('文员', '4'), ('车间见习', '6')) post (name, places)
where a.login = 'employer' and a.subject_kind = 'organisation'
on conflict do nothing

-- name: seed_trainees
-- Six who were waiting, from April on; the demonstration's citizen in July.
insert into register_record (entity, person_id, organisation_id, key, valid, facts, place, source,
  known_from)
select 'traineeship', t.person_id, o.id, t.began::text, daterange(t.began, t.planned, '[]'),
  jsonb_strip_nulls(jsonb_build_object('start_date', t.began::text, 'planned_end', t.planned::text,
    'end_date', t.ended::text, 'paid_months', t.paid, 'contract_signed_on', t.signed::text,
    'agreement_confirmed_on', case when t.turn > 1 then (t.began + 2)::text end)),
  o.place, $3, $2
from account a
join organisation_now o on o.id = a.subject_id
cross join lateral (
  select w.person_id, w.turn, date '2023-04-01' as began, date '2023-09-30' as planned,
    case when w.turn <> 6 then date '2023-09-30' else date '2023-07-15' end as ended,
    case when w.turn = 6 then '3' else '6' end as paid,
    case when w.turn between 2 and 4 then date '2023-10-08' end as signed
  from (select r.person_id, row_number() over (order by r.person_id) + 1 as turn
        from register_record r
        where r.entity = 'graduate_destination' and r.facts->>'destination' = 'waiting'
          and r.place / 1000000 = o.place / 1000000 limit 6) w
  union all
  select c.subject_id, 1, date '2023-07-01', date '2023-09-30', date '2023-07-31', '1', null
  from account c where c.login = 'citizen' and c.subject_kind = 'person') t
where a.login = 'employer' and a.subject_kind = 'organisation' and $1::date >= date '2023-10-08'
on conflict do nothing

-- name: seed_trainee_months
-- Each month until the end; of the first ones the trainees confirmed.
insert into register_record (entity, person_id, organisation_id, key, valid, facts, place, source,
  known_from)
select 'traineeship_month', t.person_id, t.organisation_id, to_char(month.first, 'YYYY-MM'), '(,)',
  jsonb_strip_nulls(jsonb_build_object('month', to_char(month.first, 'YYYY-MM'),
    'days', (20 + (t.person_id + extract(month from month.first)::bigint) % 4)::text, 'absent', '0',
    'allowance', '1500.00', 'paid_on', (month.first::date + 34)::text,
    'confirmed_on', case when month.first < date '2023-07-01' then (month.first::date + 36)::text
                    end)),
  t.place, $3, $2
from register_record t
cross join lateral generate_series((t.facts->>'start_date')::date::timestamp,
  least((t.facts->>'end_date')::date, $1::date)::timestamp, interval '1 month') month (first)
where t.entity = 'traineeship' and t.source = $3
on conflict do nothing

-- name: seed_trainee_words
insert into record_word (report, record_id, place, agrees, facts, stamp, account, said_at)
select said.report, r.id, i.place, true, facts_asked(r.facts, said.names), said.stamp, 0, $1
from (values
    ('agreement', 'traineeship', 'agreement_confirmed_on', array['start_date', 'planned_end']),
    ('attendance', 'traineeship_month', 'confirmed_on',
     array['month', 'days', 'absent', 'allowance', 'paid_on'])) said (report, entity, stamp, names)
join register_record r on r.entity = said.entity and r.facts ? said.stamp
join person_identity i on i.person_id = r.person_id
on conflict do nothing
