-- What people say is wrong in their own files: own_words.hpp.

-- name: say
insert into register_task (kind, person_id, about, detail, place, found_at)
select 'own_word', identity.person_id, $2, $3, identity.place, $4
from person_identity identity where identity.person_id = $1
on conflict (kind, person_id, about) where state = 'open' do nothing
returning id

-- name: open_at_desk
insert into desk_task (about, kind, place, role, title, detail, address, created_at)
select 'own_word:' || $2::bigint, 'own_word', identity.place, 'window_clerk', $3, identity.name,
  '/persons/' || $1::bigint, $4
from person_identity identity where identity.person_id = $1::bigint

-- name: own_words
select id, about, detail, found_at, state, outcome, done_by_name, done_at
from register_task where kind = 'own_word' and person_id = $1
order by (state = 'open') desc, id desc limit 50

-- name: find_open
select person_id, about, place from register_task
where id = $1 and kind = 'own_word' and state = 'open'

-- name: close_at_desk
update desk_task set done_at = $2, done_by = $3
where about = 'own_word:' || $1::bigint and done_at is null
