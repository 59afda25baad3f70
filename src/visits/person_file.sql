-- What is known of people to be visited (person_file.hpp).

-- name: files
-- $1: people, $2: today, $3: entity of the answers or '', $4: its day
select p.id, p.place, place_label(p.place) as place_label, coalesce(identity.name, '') as name,
  identity.number_cipher, identity.phone_cipher, identity.salt, p.death_date,
  job.employment, registered.start_date as registered_on, answered.facts::text as answers
from unnest($1::bigint[]) with ordinality as wanted (id, position)
join person_now p on p.id = wanted.id
left join person_identity identity on identity.person_id = p.id
left join lateral (
  select trim(coalesce(o.name, '') || ' ' || e.start_date::text) as employment
  from employment e left join organisation_now o on o.id = e.employer_id
  where e.person_id = p.id and e.known_to = 'infinity'
    and coalesce(e.end_date, $2::date) >= $2::date
  order by e.start_date desc, e.id desc limit 1) job on true
left join lateral (
  select u.start_date from unemployment_registration u
  where u.person_id = p.id and u.known_to = 'infinity'
    and (u.end_date is null or u.end_date >= $2::date)
  order by u.start_date desc, u.id desc limit 1) registered on true
left join lateral (
  select r.facts from register_record r
  where r.person_id = p.id and r.entity = $3 and r.known_to = 'infinity'
  order by r.facts->>$4 desc, r.id desc limit 1) answered on true
order by wanted.position

-- name: services
-- Within the last year. $1: people, $2: today
select r.person_id, r.facts->>'kind' as kind, count(*) as times
from register_record r
where r.person_id = any($1::bigint[]) and r.entity = 'service_record' and r.known_to = 'infinity'
  and (r.facts->>'served_on')::date > ($2::date - interval '1 year')
group by 1, 2
