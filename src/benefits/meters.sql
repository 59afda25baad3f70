-- Live grants of somebody (meters.hpp).

-- name: grants_of_person
select measure, amount_fen, granted_on, lower(period) as period_from, upper(period) as period_end
from benefit_grant
where person_id = $1 and recorded_at <= $2 and state in ('granted', 'paid')
order by granted_on, id

-- name: grants_of_organisation
select measure, amount_fen, granted_on, lower(period) as period_from, upper(period) as period_end
from benefit_grant
where organisation_id = $1 and recorded_at <= $2 and state in ('granted', 'paid')
order by granted_on, id
