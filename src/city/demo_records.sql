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
    'evidence', case when u.person_id % 6 > 0 then '失业登记、身份证件核验' end)),
  p.place, $3, $2
from unemployment_registration u join person_now p on p.id = u.person_id
where u.known_to = 'infinity' and u.end_date is null and u.start_date + 30 <= $1::date
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
  jsonb_build_object('start_date', job.began::text, 'workplace', '440300000000',
    'organised', case when p.id % 2 = 0 then 'yes' else 'no' end),
  p.place, $3, $2
from person_now p
join (select person_id, max(start_date) as began from employment
      where known_to = 'infinity' and end_date is null group by 1) job on job.person_id = p.id
where p.hukou_kind = '20' and p.id % 25 = 4 and job.began <= $1::date
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
