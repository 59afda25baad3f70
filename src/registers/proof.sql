-- name: identity_to_prove
select name, number_blind from person_identity where person_id = $1

-- name: organisation_to_prove
select name, uscc from organisation_now where id = $1
