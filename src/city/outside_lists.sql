-- name: seed_outside_list
-- $1: list, $2: who gave it, $3, $4: every n-th person, which turn, $5: days before today, or before
-- the registration ($6), $7: today, $8: now
insert into register_record (entity, person_id, key, valid, facts, place, source, known_from)
select 'outside_listing', u.person_id, $1::text || '/' || listed.since, '(,)',
  jsonb_build_object('list', $1::text, 'since', listed.since::text, 'given_by', $2::text), p.place,
  $2, $8
from unemployment_registration u join person_now p on p.id = u.person_id
cross join lateral (
  select case when $6 = 'registration' then u.start_date else $7::date end - $5::int) listed (since)
where u.known_to = 'infinity' and u.end_date is null and u.person_id % $3 = $4
  and ($6 = 'registration' or u.start_date < listed.since)
on conflict do nothing
returning person_id
