-- What the demonstration's offices wrote down beside the registers that the city fills: services,
-- surveys, recognitions, classes, posts. All of it follows from the rows that are there, so that
-- the same city has the same records. $1 the day, $2 when it was learnt, $3 the source.

-- name: seed_recognitions
-- Who is out of work and older, disabled or long without work was recognised a month later.
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
select 'recognition', u.person_id, 'hard_to_employ/' || (u.start_date + 30),
  daterange(u.start_date + 30, u.start_date + 30 + 1096),
  jsonb_strip_nulls(jsonb_build_object('category', 'hard_to_employ',
    'kind', case when p.disability_grade is not null then 'disabled'
                 when p.birth_date <= $1::date - 16436 then 'older' else 'long_term' end,
    'recognised_on', (u.start_date + 30)::text, 'valid_until', (u.start_date + 30 + 1095)::text,
    'recognised_by', '县区公共就业服务机构',
    -- Reviewed each year; in each county two of the oldest are due, and one is late.
    'reviewed_on', case when u.start_date + 30 <= $1::date - 365 then
      greatest(u.start_date + 30, $1::date - case when u.nth <= 2 then 380 when u.nth = 3 then 420
        else (u.person_id % 365)::int end)::text
      end,
    'evidence', case when u.person_id % 6 > 0 then '失业登记、身份证件核验' end)),
  p.place, $3, $2
from (select r.*, row_number() over (partition by n.place / 1000000 order by r.start_date, r.id) as nth
  from unemployment_registration r join person_now n on n.id = r.person_id
  where r.known_to = 'infinity' and r.end_date is null
    and (n.disability_grade is not null or n.birth_date <= $1::date - 16436
         or r.start_date <= $1::date - 365)) u
join person_now p on p.id = u.person_id
where u.start_date + 30 <= $1::date
  and (p.disability_grade is not null or p.birth_date <= $1::date - 16436
       or u.start_date <= $1::date - 365)
on conflict do nothing

-- name: seed_services
insert into register_record (entity, person_id, organisation_id, key, valid, facts, place, source,
  known_from)
select 'service_record', u.person_id, o.id, served.kind || '/' || served.served_on, '(,)',
  jsonb_build_object('level', case when u.person_id % 2 = 0 then 'community' else 'street' end,
    'kind', served.kind, 'served_on', served.served_on::text, 'led_to_work', 'no'),
  o.place, $3, $2
from unemployment_registration u
join person_now p on p.id = u.person_id
join (select place / 1000000 as county,
        (array_agg(id order by kind in ('public_institution', 'public_body') desc, id))[1] as id
      from organisation_now group by 1) first
  on first.county = p.place / 1000000
join organisation_now o on o.id = first.id
cross join lateral (values
  ('visit', ($1::date - (u.person_id % 80)::int)),
  ('guidance', ($1::date - (u.person_id % 120)::int - 7)),
  ('referral', ($1::date - (u.person_id % 45)::int - 3))) served (kind, served_on)
where u.known_to = 'infinity' and u.end_date is null and served.served_on >= u.start_date
  and (u.person_id + ascii(served.kind)) % 3 > 0
on conflict do nothing

-- name: seed_wishes
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
select 'work_wish', u.person_id, asked.asked_on::text, '(,)',
  jsonb_build_object('asked_on', asked.asked_on::text,
    'wants_work', case when u.person_id % 12 = 0 then 'no' else 'yes' end,
    'occupation_wished', (array['餐饮服务', '家政', '保安', '缝纫', '电工', '收银', '驾驶', '护理'])
      [1 + (u.person_id % 8)::int],
    'wants_training', case when u.person_id % 4 = 0 then 'yes' else 'no' end, 'way', 'visit'),
  p.place, $3, $2
from unemployment_registration u join person_now p on p.id = u.person_id
cross join lateral (
  select greatest(u.start_date, $1::date - (u.person_id % 150)::int)) asked (asked_on)
where u.known_to = 'infinity' and u.end_date is null and u.person_id % 10 < 8
on conflict do nothing

-- name: seed_classes
-- Four classes in each county, held by its first employer.
insert into register_record (entity, organisation_id, key, valid, facts, place, source, known_from)
select 'training_class', o.id, class.began::text, '(,)',
  jsonb_build_object('start_date', class.began::text, 'end_date', (class.began + 20)::text,
    'mode', 'plain', 'on_platform', 'yes', 'place', lpad(o.place::text, 12, '0')),
  o.place, $3, $2
from (select min(id) as id from organisation_now group by place / 1000000) first
join organisation_now o on o.id = first.id
cross join lateral (select $1::date - 60 * n from generate_series(1, 4) n) class (began)
on conflict do nothing

-- name: seed_enrolments
insert into register_record (entity, person_id, key, valid, facts, refers, place, source,
  known_from)
select 'training_enrolment', p.id, c.id::text, '(,)',
  jsonb_build_object('training_class', c.id::text, 'attended_days', (12 + p.id % 9)::text,
    'certified', case when p.id % 5 = 0 then 'no' else 'yes' end),
  array[c.id], p.place, $3, $2
from person_now p
join (select id, place / 1000000 as county,
        row_number() over (partition by place / 1000000 order by id) - 1 as turn
      from register_record where entity = 'training_class') c
  on c.county = p.place / 1000000 and c.turn = p.id % 4
where p.id % 60 = 7 and p.birth_date between $1::date - 21900 and $1::date - 6600
on conflict do nothing

-- name: seed_posts
insert into register_record (entity, organisation_id, key, valid, facts, place, source, known_from)
select 'welfare_post', o.id, 'urban/社区保洁', '(,)',
  jsonb_build_object('kind', 'urban', 'name', '社区保洁', 'vacancies', '2',
                     'place', lpad(o.place::text, 12, '0')),
  o.place, $3, $2
from (select min(id) as id from organisation_now group by place / 1000000) first
join organisation_now o on o.id = first.id
where coalesce(o.closed_on, 'infinity') >= $1::date
on conflict do nothing

-- name: seed_placements
insert into register_record (entity, person_id, key, valid, facts, refers, place, source,
  known_from)
select 'post_placement', r.person_id, post.id::text, daterange(began.day, null),
  jsonb_build_object('post', post.id::text, 'start_date', began.day::text, 'works_elsewhere', 'no'),
  array[post.id], r.place, $3, $2
from register_record r
join (select place / 1000000 as county, min(id) as id from register_record
      where entity = 'welfare_post' group by 1) post on post.county = r.place / 1000000
cross join lateral (select $1::date - (r.person_id % 300)::int) began (day)
where r.entity = 'recognition' and r.person_id % 7 = 3
on conflict do nothing

-- name: seed_transfers
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
select 'labour_transfer', p.id, job.began::text, daterange(job.began, null),
  jsonb_build_object('start_date', job.began::text, 'workplace',
    (array[(p.place / 1000000)::text || '000000', '620100000000', '440300000000', '310100000000'])
      [1 + (p.id / 25 % 4)::int],
    'transfer_way', (array['government', 'relatives', 'broker', 'self', 'agency'])
      [1 + (p.id / 25 % 5)::int],
    'trade', (array['电子装配', '建筑', '家政', '缝纫', '物流'])[1 + (p.id / 25 % 5)::int],
    'organised', case when p.id / 25 % 5 in (0, 2, 4) then 'yes' else 'no' end),
  p.place, $3, $2
from person_now p
join (select person_id, max(start_date) as began from employment
      where known_to = 'infinity' and end_date is null group by 1) job on job.person_id = p.id
where p.hukou_kind = '20' and p.id % 25 = 4 and job.began <= $1::date
on conflict do nothing

-- name: seed_returns
-- Who worked away until this year and came back.
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
select 'labour_transfer', p.id, away.began::text, daterange(away.began, away.ended, '[]'),
  jsonb_build_object('start_date', away.began::text, 'end_date', away.ended::text,
    'workplace', '440300000000', 'transfer_way', 'self',
    'return_reason', (array['照顾家庭', '企业减员', '返乡创业'])[1 + (p.id % 3)::int]),
  p.place, $3, $2
from person_now p
cross join lateral (select $1::date - 500 - (p.id % 90)::int, $1::date - 5 - (p.id % 60)::int)
  away (began, ended)
where p.hukou_kind = '20' and p.id % 50 = 9
on conflict do nothing

-- name: seed_group_members
-- The monitoring list, the resettled and the minimum living allowance: some people are in several.
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
select 'key_group_member', p.id, listed.key_group || '/' || ($1::date - 700),
  daterange($1::date - 700, null),
  jsonb_build_object('key_group', listed.key_group, 'recognised_on', ($1::date - 700)::text,
    'certified_by', listed.body, 'helper', '驻村工作队'),
  p.place, $3, $2
from person_now p
join (values ('lifted_poor', 9, 1, '县农业农村局'), ('resettled', 18, 1, '县发展和改革局'),
             ('minimum_living', 27, 1, '县民政局')) listed (key_group, every, rest, body)
  on p.id % listed.every = listed.rest
where p.hukou_kind = '20'
on conflict do nothing

-- name: seed_relief_projects
insert into register_record (entity, organisation_id, key, valid, facts, place, source, known_from)
select 'job_project', o.id, county.name || '农村道路以工代赈项目', daterange($1::date - 120, $1::date + 240),
  jsonb_build_object('name', county.name || '农村道路以工代赈项目', 'place', county.code::text,
    'start_date', ($1::date - 120)::text, 'end_date', ($1::date + 240)::text,
    'investment', '4200000.00', 'posts_planned', '60',
    'posts_filled', (20 + o.id % 30)::text, 'work_for_relief', 'yes',
    'wages_paid', (20 + o.id % 30)::text || '0000.00'),
  o.place, $3, $2
from (select distinct on (place / 1000000) id, place from organisation_now
      order by place / 1000000, id) o
join leye.place county on county.code = o.place / 1000000 * 1000000
on conflict do nothing

-- name: seed_start_ups
insert into register_record (entity, person_id, organisation_id, key, valid, facts, place, source,
  known_from)
select 'start_up', e.person_id, e.employer_id, e.start_date::text, daterange(e.start_date, null),
  jsonb_build_object('started_on', e.start_date::text, 'kind', 'registered',
    'returning', case when e.person_id % 3 = 0 then 'yes' else 'no' end, 'is_operator', 'yes'),
  e.place, $3, $2
from employment e
where e.known_to = 'infinity' and e.is_owner and e.end_date is null and e.start_date <= $1::date
on conflict do nothing

-- name: seed_destinations
-- What the schools reported: the work that somebody took soon enough, else waiting and handed over.
-- $4: of graduates from this day on; in days after graduating, $5: work that counts begins, $6: they
-- report, $7: they hand over (data/city, destinations.csv).
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
select 'graduate_destination', e.person_id, e.graduated_on::text, '(,)',
  jsonb_strip_nulls(jsonb_build_object('graduated_on', e.graduated_on::text, 'school', e.school,
    'destination', case when job.is_owner then 'start_up'
                        when job.is_owner is not null then 'labour_contract' else 'waiting' end,
    'reported_on', (e.graduated_on + $6::int)::text,
    'handed_over_on', case when job.is_owner is null then (e.graduated_on + $7::int)::text end)),
  p.place, $3, $2
from education_record e
join person_now p on p.id = e.person_id
left join lateral (
  select j.is_owner from employment j
  where j.person_id = e.person_id and j.known_to = 'infinity'
    and j.start_date between e.graduated_on and e.graduated_on + $5::int
  order by j.start_date, j.id limit 1) job on true
where e.known_to = 'infinity' and e.level in ('11', '14', '17', '21', '28', '31')
  and e.graduated_on between $4::date and $1::date - $7::int
on conflict do nothing

-- name: seed_benefits
-- Who lost work draws unemployment benefit for some months; of those who work again a few still do.
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
select 'unemployment_benefit', u.person_id, to_char(u.start_date, 'YYYY-MM'),
  daterange(date_trunc('month', u.start_date)::date,
    case when u.end_date is not null and u.person_id % 7 > 0
         then (date_trunc('month', u.end_date) + interval '1 month')::date end),
  jsonb_strip_nulls(jsonb_build_object('first_month', to_char(u.start_date, 'YYYY-MM'),
    'last_month', case when u.end_date is not null and u.person_id % 7 > 0
                       then to_char(u.end_date, 'YYYY-MM') end)),
  u.place, $3, $2
from unemployment_registration u
where u.known_to = 'infinity' and u.start_date > $1::date - 365 and u.person_id % 3 = 0
on conflict do nothing

-- name: seed_requests
-- What people asked for online: some wait, one came back.
insert into registration_request (person_id, place, kind, facts, note, state, made_at, due_on,
  answered_by, answered_by_name, answered_at, opinion)
select p.id, p.place, 'unemployment', jsonb_build_object('reason',
    (array['20', '24', '33'])[1 + (p.id % 3)::int]),
  case p.id % 3 when 0 then '单位停产，上月底解除合同' else '' end,
  case when p.nth % 6 = 0 then 'returned' else 'open' end, $2::timestamptz - interval '2 days',
  $1::date + 3, case when p.nth % 6 = 0 then 0 end, case when p.nth % 6 = 0 then $3::text end,
  case when p.nth % 6 = 0 then $2::timestamptz end,
  case when p.nth % 6 = 0 then '请补解除劳动合同证明' else '' end
from (select n.id, n.place, row_number() over (partition by n.place / 1000000 order by n.id) as nth
  from person_now n
  where n.birth_date between $1::date - 20000 and $1::date - 8000 and n.death_date is null
    and not exists (select from employment e where e.person_id = n.id and e.known_to = 'infinity'
      and e.end_date is null)
    and not exists (select from unemployment_registration u where u.person_id = n.id
      and u.known_to = 'infinity' and u.end_date is null)) p
where p.nth <= 6
on conflict do nothing

-- name: seed_windows
-- What a window of another county registered; the community has still to look.
with done as (
  insert into register_task (kind, person_id, about, detail, place, found_at)
  select 'other_window', u.person_id, 'window:' || u.id, '失业登记，别处窗口办理', p.place,
    $2::timestamptz
  from (select *, row_number() over (partition by place / 1000000 order by start_date desc, id) as nth
    from unemployment_registration where known_to = 'infinity' and end_date is null
      and start_date <= $1::date) u
  join person_now p on p.id = u.person_id
  where u.nth <= 2 and not exists (select from window_search)
  returning id, person_id, place
), desk as (
  insert into desk_task (about, kind, place, role, title, detail, address, due_on, created_at)
  select 'other_window:' || done.id, 'other_window', done.place, 'window_clerk',
    '全城通办：别处窗口办理了失业登记', i.name, '/persons/' || done.person_id, $1::date + 10,
    $2::timestamptz
  from done join person_identity i on i.person_id = done.person_id
)
insert into window_search (account, place, kind, person_id, home, searched_at, ends_at, used_at,
  used_by_name, task_id)
select 0,
  (select min(other.place) / 1000000 * 1000000 from person_now other
   where other.place / 1000000 <> done.place / 1000000),
  'unemployment', done.person_id, done.place, $2::timestamptz - interval '1 day',
  $2::timestamptz - interval '23 hours', $2::timestamptz - interval '1 day', $3::text, done.id
from done
