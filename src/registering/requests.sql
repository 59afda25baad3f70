-- Registrations asked for online: requests.hpp.

-- name: ask
-- $1: person, $2: kind, $3: facts, $4: last day, $5: note, $6: now, $7: due
insert into registration_request (person_id, place, kind, facts, last_day, note, made_at, due_on)
select i.person_id, i.place, $2, $3::text::jsonb, $4, $5, $6, $7
from person_identity i where i.person_id = $1
on conflict (person_id) where state = 'open' do nothing
returning id

-- name: of_person
select r.id, r.person_id, r.place, coalesce(i.name, '') as who,
  coalesce(place_label(r.place), '') as place_label, r.kind, r.facts::text as facts, r.last_day,
  r.note, r.state, r.made_at, r.due_on, coalesce(r.answered_by_name, '') as answered_by,
  r.answered_at, r.opinion, 0::bigint as total
from registration_request r left join person_identity i on i.person_id = r.person_id
where r.person_id = $1
order by (r.state = 'open') desc, r.id desc limit 20

-- name: list
-- $1: open, $2: limit, $3: offset
select r.id, r.person_id, r.place, coalesce(i.name, '') as who,
  coalesce(place_label(r.place), '') as place_label, r.kind, r.facts::text as facts, r.last_day,
  r.note, r.state, r.made_at, r.due_on, coalesce(r.answered_by_name, '') as answered_by,
  r.answered_at, r.opinion, count(*) over () as total
from registration_request r left join person_identity i on i.person_id = r.person_id
where (r.state = 'open') = $1::boolean
order by case when $1::boolean then r.due_on end, r.id desc limit $2 offset $3

-- name: take
-- $1: id, $2, $3: places. The person's file too: a window may register the same meanwhile.
select r.id, r.person_id, i.place, i.name as who, '' as place_label, r.kind,
  r.facts::text as facts, r.last_day, r.note, r.state, r.made_at, r.due_on,
  coalesce(r.answered_by_name, '') as answered_by, r.answered_at, r.opinion, 0::bigint as total
from registration_request r join person_identity i on i.person_id = r.person_id
where r.id = $1 and r.place between $2 and $3
for update of r, i

-- name: answer
update registration_request
set state = $2, opinion = $3, answered_by = $4, answered_by_name = $5, answered_at = $6
where id = $1 and state = 'open'

-- name: withdraw
update registration_request set state = 'withdrawn', answered_at = $3
where id = $1 and person_id = $2 and state = 'open'

-- name: open_at_desk
-- $1: request, $2: title
insert into desk_task (about, kind, place, role, title, detail, address, due_on, created_at)
select 'registration:' || r.id, 'registration', r.place, 'window_clerk', $2, i.name,
  '/registrations?id=' || r.id, r.due_on, r.made_at
from registration_request r join person_identity i on i.person_id = r.person_id
where r.id = $1

-- name: close_at_desk
update desk_task set done_at = $2, done_by = $3
where about = 'registration:' || $1::bigint and done_at is null
