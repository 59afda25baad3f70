-- name: find_by_number
select person_id as id from person_identity where number_blind = $1

-- name: find_by_merged_number
select survivor.person_id as id
from survivor_of_number($1) as found (person)
join person_identity survivor on survivor.person_id = found.person

-- name: find_by_phone
select person_id as id from person_identity where phone_blind = $1 order by person_id limit $2

-- name: find_by_name
select person_id as id from find_persons_by_name($1, $2)

-- name: cards
select identity.person_id as id, identity.name, identity.number_cipher, identity.salt,
  identity.place, place_label(identity.place) as place_label, person.birth_date, person.sex
from unnest($1::bigint[]) with ordinality as wanted (id, position)
join person_identity identity on identity.person_id = wanted.id
left join person_now person on person.id = wanted.id
order by wanted.position

-- name: identity
select name, number_cipher, phone_cipher, salt from person_identity where person_id = $1

-- name: account_of_person
select account_cipher, account_salt, bank from person_account where person_id = $1

-- name: person_as_of
select person_id as id, source, known_from, valid, sex, birth_date, nation, hukou_kind, hukou_place,
  place_label(hukou_place) as hukou_place_shown, residence_place,
  place_label(residence_place) as residence_place_shown, education, health, disability_grade,
  veteran, death_date, extra
from person_as_of($2, $3)
where person_id = $1

-- name: versions
select person_id as id, source, known_from, valid, sex, birth_date, nation, hukou_kind, hukou_place,
  place_label(hukou_place) as hukou_place_shown, residence_place,
  place_label(residence_place) as residence_place_shown, education, health, disability_grade,
  veteran, death_date, extra
from person_version
where person_id = $1 and known_from <= $2 and known_to > $2
order by lower(valid)

-- name: employments
select spell.*, organisation_name(employer_id) as employer_shown,
  place_label(workplace) as workplace_shown
from employments_of($1, $2) spell
order by start_date desc, id

-- name: unemployment_registrations
select spell.*, place_label(place) as place_shown
from unemployment_registrations_of($1, $2) spell
order by start_date desc, id

-- name: education_records
select * from education_records_of($1, $2) order by graduated_on desc, id

-- name: insurance_spells
select spell.*, organisation_name(employer_id) as employer_shown
from insurance_spells_of($1, $2) spell
order by first_month desc, kind, id

-- name: grants
select id, null::text as source, recorded_at as known_from, measure, person_id, organisation_id,
  organisation_name(organisation_id) as organisation_shown, amount_fen, granted_on, state,
  subject_kind || ':' || subject_id as subject
from benefit_grant
where person_id = $1 and recorded_at <= $2
order by granted_on desc, id
