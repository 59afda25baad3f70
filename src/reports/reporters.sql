-- In whose name an account reports: reporters.hpp.

-- name: name_of_body
select body_name from role_assignment
where account_id = $1 and place = $2 and body = $3 and role = 'outside_body' and ended_at is null
  and area_schema = current_schema()
order by id limit 1

-- name: unit
select uscc, organisation_name(id) as name from organisation where id = $1
