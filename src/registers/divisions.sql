-- Divisions and areas (divisions.hpp).

-- name: merge_divisions
insert into leye.place as known (code, name, level, parent)
select wanted.code, wanted.name, wanted.level, nullif(wanted.parent, 0)
from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[])
     as wanted (code, name, level, parent)
on conflict (code) do update set name = excluded.name
where known.name <> excluded.name

-- name: register_area
insert into leye.area (place, schema_name, name)
select place.code, $2, place.name from leye.place where place.code = $1
on conflict do nothing

-- name: find_area
select place from leye.area where schema_name = $1
