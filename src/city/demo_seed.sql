-- Who the demonstration's employer and citizen stand for.

-- name: person_of_employment
select employment.person_id as id, identity.name, identity.place
from employment join person_identity as identity using (person_id)
where employment.id = $1

-- name: find_organisation
select id, name, place from organisation_now where id = $1
