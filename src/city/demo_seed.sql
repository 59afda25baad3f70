-- Who the demonstration's employer and citizen stand for.

-- name: person_of_employment
select employment.person_id as id, identity.name, identity.place
from employment join person_identity as identity using (person_id)
where employment.id = $1

-- name: give_account
-- The demonstration's citizen has a card, if the city gave none.
insert into person_account (person_id, account_cipher, account_blind, account_salt, bank, place,
  source, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (person_id) do nothing

-- name: find_organisation
select id, name, place from organisation_now where id = $1
