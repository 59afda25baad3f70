-- Registration at any window: windows.hpp. The functions are those of schema/area/0520.

-- name: look
-- $1: blind index of the number, $2: name, $3: kind, $4: place of the window, $5: now, $6: until
select id, person, inside from window_look($1, $2, $3, $4, $5, $6)

-- name: misses
select window_misses($1) as n

-- name: goes_on
-- $1: look, $2: now, $3: today
select entity, start_date, detail from window_registrations_of($1, $2, $3)

-- name: opened
-- $1: look, $2: now. Two windows come one after the other.
select o.person, i.place as home, coalesce(place_label(i.place), '') as home_label, o.kind, i.name,
  i.salt, i.number_cipher
from window_opened($1, $2) o join person_identity i on i.person_id = o.person
for update of i

-- name: open_employments
-- $1: person, $2: today
select o.uscc, e.start_date, e.place from employment e join organisation o on o.id = e.employer_id
where e.person_id = $1 and e.known_to = 'infinity' and coalesce(e.end_date >= $2::date, true)
order by e.start_date, e.id

-- name: open_registrations
-- $1: person, $2: today
select null::text as uscc, u.start_date, u.place from unemployment_registration u
where u.person_id = $1 and u.known_to = 'infinity' and coalesce(u.end_date >= $2::date, true)
order by u.start_date, u.id

-- name: open_task
-- $1: person, $2: what tells it apart, $3: detail, $4: now
insert into register_task (kind, person_id, about, detail, place, found_at)
select 'other_window', i.person_id, $2, $3, i.place, $4
from person_identity i where i.person_id = $1
returning id

-- name: open_at_desk
-- $1: person, $2: task, $3: title, $4: due, $5: now
insert into desk_task (about, kind, place, role, title, detail, address, due_on, created_at)
select 'other_window:' || $2::bigint, 'other_window', i.place, 'window_clerk', $3, i.name,
  '/persons/' || $1::bigint, $4, $5
from person_identity i where i.person_id = $1::bigint

-- name: use_look
-- $1: look, $2: now, $3: clerk, $4: task
update window_search set used_at = $2, used_by_name = $3, task_id = $4
where id = $1 and used_at is null

-- name: close_at_desk
update desk_task set done_at = $2, done_by = $3
where about in ('other_window:' || $1::bigint, 'benefit_stop:' || $1::bigint)
  and done_at is null

-- name: done_here
select id, kind, name, home_label, used_at, used_by_name, answered from window_done($1)
