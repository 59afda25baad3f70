-- Terms of keeping: retention.hpp.

-- name: due
select count(*) as due from retention_rows($1, $2)

-- name: add_list
insert into retention_list (kind, action, cut_off, due, basis, listed_by, listed_by_name, listed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (kind) where state = 'open' do nothing
returning id

-- name: list_to_decide
select kind, action, cut_off, due, listed_by, state from retention_list where id = $1 for update

-- name: destroy_due
select destroy_due($1, $2) as done

-- name: decide_list
update retention_list set state = $2, done = $3, decided_by = $4, decided_by_name = $5,
  decided_at = $6, opinion = $7
where id = $1

-- name: lists
select id, kind, action, cut_off, due, basis, listed_by, listed_by_name, listed_at, state,
       coalesce(done, 0) as done, coalesce(decided_by_name, '') as decided_by_name, decided_at,
       opinion
from retention_list order by (state = 'open') desc, id desc limit 200

-- name: people_due
-- The longest unchanged first. $1: cut-off, $2: at most
select i.person_id as id, i.name, i.recorded_at
from retention_rows('person_file', $1) due join person_identity i on i.person_id = due
order by i.recorded_at, i.person_id limit $2
