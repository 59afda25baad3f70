-- New jobs in towns (new_jobs.hpp, schema/area/0040_figures.sql). Parameters 1 to 11 are those of
-- new_jobs_list, 12 and 13 the places that the caller sees.

-- name: new_jobs_counts
select listed.county, coalesce(place.name, listed.county::text) as name,
       extract(month from listed.on_day)::bigint as month,
       count(*) filter (where not listed.attrition) as hired,
       count(*) filter (where listed.attrition) as gone
from new_jobs_list($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as listed
left join leye.place on place.code = listed.county
where listed.county between $12 and $13
group by listed.county, place.name, month
order by listed.county, month

-- name: new_jobs_names
select listed.person, identity.name, listed.employer, organisation_now.name as organisation_name,
       listed.county, listed.on_day, listed.attrition, coalesce(listed.source, '') as source,
       count(*) over () as total
from new_jobs_list($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as listed
join person_identity as identity on identity.person_id = listed.person
join organisation_now on organisation_now.id = listed.employer
where listed.county between $12 and $13
  and ($14::bigint = 0 or listed.county = $14)
  and ($15::bigint = 0 or extract(month from listed.on_day) = $15)
order by listed.attrition, listed.on_day, listed.person
limit $16 offset $17
