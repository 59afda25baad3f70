-- name: find_by_numbers
-- $1: blind numbers; each found person beside the position of his
select wanted.position, identity.person_id as id
from unnest($1::bytea[]) with ordinality as wanted (blind, position)
join person_identity identity on identity.number_blind = wanted.blind
order by wanted.position

-- name: find_by_merged_numbers
select wanted.position, survivor.person_id as id
from unnest($1::bytea[]) with ordinality as wanted (blind, position)
cross join lateral survivor_of_number(wanted.blind) as found (person)
join person_identity survivor on survivor.person_id = found.person
order by wanted.position

-- name: find_by_phones
-- $1: blind phones, $2: how many of each
select wanted.position, found.person_id as id
from unnest($1::bytea[]) with ordinality as wanted (blind, position)
cross join lateral (select person_id from person_identity
  where phone_blind = wanted.blind order by person_id limit $2) found
order by wanted.position, found.person_id

-- name: find_by_names
-- $1: parts of names, $2: how many of each, in the order of 0450
select wanted.position, found.person_id as id
from unnest($1::text[]) with ordinality as wanted (name, position)
cross join lateral find_persons_by_name(wanted.name, $2) with ordinality
  as found (person_id, name, place_in_list)
order by wanted.position, found.place_in_list

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
