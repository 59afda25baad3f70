-- name: known_places
select place.code, place.name, place.level,
  county.name as county_name, city.name as city_name, province.name as province_name
from place
left join place county on county.code = place.code / 1000000 * 1000000 and place.level > 3
left join place city on city.code = place.code / 100000000 * 100000000 and place.level > 2
left join place province on province.code = place.code / 10000000000 * 10000000000
  and place.level > 1
where place.level <= 4
