-- name: find_by_uscc
select organisation.id from organisation join organisation_now now on now.id = organisation.id
where organisation.uscc = $1

-- name: find_organisations
select organisation_id as id from find_organisations_by_name($1, $2)

-- name: organisation_cards
select organisation.id, organisation.uscc, organisation.name, organisation.kind,
  organisation.size_class, organisation.place, place_label(organisation.place) as place_label
from unnest($1::bigint[]) with ordinality as wanted (id, position)
join organisation_now organisation on organisation.id = wanted.id
order by wanted.position

-- name: organisation_as_of
select organisation_id as id, identity.uscc, source, known_from, valid, name, kind, size_class,
  industry, registered_place, place_label(registered_place) as registered_place_shown,
  insured_as_unit, registered_on, closed_on, joint_sanction, zombie, account_name, bank,
  account_cipher, phone_cipher, salt, extra
from organisation_as_of($2, $3) version
join organisation identity on identity.id = version.organisation_id
where organisation_id = $1

-- name: organisation_versions
select organisation_id as id, identity.uscc, source, known_from, valid, name, kind, size_class,
  industry, registered_place, place_label(registered_place) as registered_place_shown,
  insured_as_unit, registered_on, closed_on, joint_sanction, zombie, account_name, bank, extra
from organisation_version version
join organisation identity on identity.id = version.organisation_id
where organisation_id = $1 and known_from <= $2 and known_to > $2
order by lower(valid)

-- name: organisation_years
select known.*, organisation_name(organisation_id) as organisation_shown
from (select * from organisation_year union all select * from organisation_year_past) known
where organisation_id = $1 and known_from <= $2 and known_to > $2
order by year desc

-- name: staff
select employment.*, identity.name as person_shown,
  organisation_name(employer_id) as employer_shown, place_label(workplace) as workplace_shown
from employment
left join person_identity identity on identity.person_id = employment.person_id
where employer_id = $1 and known_to = 'infinity'
order by start_date desc, employment.id
limit $2

-- name: staff_total
select count(*) as total from employment where employer_id = $1 and known_to = 'infinity'

-- name: organisation_grants
select id, null::text as source, recorded_at as known_from, measure, person_id,
  (select name from person_identity identity where identity.person_id = benefit_grant.person_id)
    as person_shown,
  organisation_id, organisation_name(organisation_id) as organisation_shown, amount_fen, granted_on,
  state, subject_kind || ':' || subject_id as subject
from benefit_grant
where organisation_id = $1 and recorded_at <= $2
order by granted_on desc, id
