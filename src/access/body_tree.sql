-- The organisation tree (body_tree.hpp).

-- name: lock_bodies
-- One change of the tree at a time: what is asked of parents and children holds until it is committed
select pg_advisory_xact_lock(hashtext('leye.body'))

-- name: insert_body
insert into body (area_schema, code, kind, outside, first_day, made_by, made_at)
values ($1, $2, $3, $4, $5, nullif($6::bigint, 0), $7)
on conflict (area_schema, code) do nothing
returning id

-- name: insert_version
insert into body_version (body_id, area_schema, from_day, name, short_name, parent, parent_last_day,
  place, uscc, address, phone, hours, written_by, written_at)
select $1::bigint, $2::text, $3::date, $4, $5, $6::bigint, (select last_day from body where id = $6::bigint),
  $7, nullif($8::text, ''), $9, $10, $11, nullif($12::bigint, 0), $13

-- name: list_bodies
-- $1: area, $2: day, $3: parent (0: those at the top), or null for all, $4: part of a name or code, $5: closed
-- ones too, $6: limit, $7: offset
with known as (select * from bodies_on($1, $2)),
shown as (select * from known where $5 or (last_day >= $2 and first_day <= $2))
select s.id, s.code, s.kind, s.outside, s.first_day, nullif(s.last_day, 'infinity') as last_day, s.name,
  s.short_name, s.parent, s.place, place_label(s.place) as place_label, coalesce(s.uscc, '') as uscc,
  s.address, s.phone, s.hours,
  (select count(*) from shown child where child.parent = s.id) as children,
  count(*) over () as total
from shown s
where ($3::bigint is null or coalesce(s.parent, 0) = $3::bigint
       or $3::bigint = 0 and not exists (select from shown above where above.id = s.parent))
  and ($4 = '' or position($4 in s.name) > 0 or position($4 in s.short_name) > 0
       or starts_with(s.code, upper($4)) or s.uscc = upper($4))
order by s.place, s.outside, s.code
limit $6 offset $7

-- name: find_body
-- $1: area, $2: day, $3: id or 0, $4: code or ''
select s.id, s.code, s.kind, s.outside, s.first_day, nullif(s.last_day, 'infinity') as last_day, s.name,
  s.short_name, s.parent, s.place, place_label(s.place) as place_label, coalesce(s.uscc, '') as uscc,
  s.address, s.phone, s.hours,
  (select count(*) from bodies_on($1, $2) child where child.parent = s.id and child.last_day >= $2)
    as children,
  1::bigint as total
from bodies_on($1, $2) s where s.id = $3 or s.code = $4

-- name: last_change
-- When its last change begins
select max(from_day) as from_day from body_version where body_id = $1

-- name: alike_beside
-- Another body of that name below the same parent, on that day
select s.code from bodies_on($1, $2) s
where s.name = $3 and coalesce(s.parent, 0) = coalesce($4::bigint, 0) and s.id <> $5 and s.last_day >= $2
limit 1

-- name: is_below
-- Whether body $3 stands below body $4, itself included, on day $2 or at any later change
with recursive days as (
  select $2::date as on_day
  union select from_day from body_version where area_schema = $1 and from_day > $2::date),
known as (select days.on_day, b.id, b.parent from days cross join lateral bodies_on($1, days.on_day) b),
up (on_day, id) as (
  select on_day, $3::bigint from days
  union select up.on_day, known.parent from up join known using (on_day, id)
  where known.parent is not null)
select exists (select from up where id = $4::bigint) as below

-- name: open_below
-- Bodies that still stand below $3 on some day after $2
with days as (
  select $2::date + 1 as on_day
  union select from_day from body_version where area_schema = $1 and from_day > $2::date)
select count(distinct b.id) as open, min(b.name) as name
from days cross join lateral bodies_on($1, days.on_day) b
where b.parent = $3 and b.last_day >= days.on_day

-- name: close_body
update body set last_day = $2, closed_by = nullif($3::bigint, 0), closed_at = $4, close_reason = $5
where id = $1 and last_day = 'infinity'

-- name: end_posts
-- Those of the body whose last day is over
update role_assignment set ended_at = $2, ended_by = nullif($4::bigint, 0)
where body_id = $1 and ended_at is null and body_last_day < $3

-- name: path_of
-- From the top to the body
with recursive known as (select id, name, parent from bodies_on($1, $2)),
up (id, name, parent, depth) as (
  select id, name, parent, 0 from known where id = $3
  union all select known.id, known.name, known.parent, depth + 1 from up join known on known.id = up.parent
  where depth < 20)
select id, name from up order by depth desc

-- name: versions_of
select v.from_day, v.name, v.short_name, v.parent, place_label(v.place) as place_label,
  coalesce(v.uscc, '') as uscc, v.address, v.phone, v.hours, v.written_at,
  coalesce(a.name, '') as written_by,
  coalesce((select name from bodies_on(v.area_schema, v.from_day) p where p.id = v.parent), '')
    as parent_name,
  exists (select from body_version later where later.body_id = v.body_id
          and later.from_day = v.from_day and later.id > v.id) as corrected
from body_version v left join account a on a.id = v.written_by
where v.body_id = $1 order by v.from_day desc, v.id desc

-- name: closing_of
select coalesce(close_reason, '') as reason, closed_at, coalesce(a.name, '') as closed_by
from body b left join account a on a.id = b.closed_by where b.id = $1

-- name: posts_at
-- Who works there on day $2
select a.id, a.login, a.name, r.role, r.place, place_label(r.place) as place_label, r.given_at
from role_assignment r join account a on a.id = r.account_id
where r.body_id = $1 and r.ended_at is null and r.body_last_day >= $2 and a.disabled_at is null
order by r.role, a.login limit 200

-- name: last_days
-- Of posts whose body will end, or has ended
select id, body_last_day from role_assignment
where id = any($1::bigint[]) and body_last_day < 'infinity'
