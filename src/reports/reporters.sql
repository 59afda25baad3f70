-- In whose name an account reports: reporters.hpp.

-- name: names_of_body
-- $1: account, $2: place, $3: kind of body, $4: today. The latest name first.
select v.name from role_assignment r join body_version v on v.body_id = r.body_id
where r.account_id = $1 and r.place = $2 and r.body = $3 and r.role = 'outside_body'
  and r.ended_at is null and r.area_schema = current_schema() and v.from_day <= $4
order by r.id, v.from_day desc, v.id desc

-- name: unit
select uscc, organisation_name(id) as name from organisation where id = $1
