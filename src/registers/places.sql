-- name: list_areas
select place, schema_name, name from area order by place

-- name: places_below
select code, name, level, coalesce(parent, 0) as parent, count(*) over () as total
from place where parent = $1 order by code limit $2 offset $3

-- name: names_of_places
select code, name from place where code = any ($1)
