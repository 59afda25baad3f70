-- What is in force now, in the order of the keys. People are named by their number (opened by the
-- caller), organisations by their credit code.

-- name: export_persons
select person.*, identity.name, identity.number_cipher, identity.phone_cipher, identity.salt,
  account.account_cipher, account.account_salt, account.bank
from person_now person join person_identity identity on identity.person_id = person.id
left join person_account account on account.person_id = person.id
order by person.id

-- name: export_organisations
select * from organisation_now order by id

-- name: export_employments
select spell.*, identity.number_cipher as person_cipher, identity.salt as person_salt,
  organisation.uscc as employer_uscc
from employment spell
join person_identity identity on identity.person_id = spell.person_id
join organisation on organisation.id = spell.employer_id
where spell.known_to = 'infinity'
order by spell.id

-- name: export_unemployment_registrations
select spell.*, identity.number_cipher as person_cipher, identity.salt as person_salt
from unemployment_registration spell
join person_identity identity on identity.person_id = spell.person_id
where spell.known_to = 'infinity'
order by spell.id

-- name: export_education_records
select record.*, identity.number_cipher as person_cipher, identity.salt as person_salt
from education_record record
join person_identity identity on identity.person_id = record.person_id
where record.known_to = 'infinity'
order by record.id

-- name: export_insurance_spells
select spell.*, identity.number_cipher as person_cipher, identity.salt as person_salt,
  organisation.uscc as employer_uscc
from insurance_spell spell
join person_identity identity on identity.person_id = spell.person_id
left join organisation on organisation.id = spell.employer_id
where spell.known_to = 'infinity'
order by spell.id

-- name: export_organisation_years
select figures.*, organisation.uscc as organisation_uscc
from organisation_year figures join organisation on organisation.id = figures.organisation_id
where figures.known_to = 'infinity'
order by figures.id

-- name: export_households
select household.*, identity.number_cipher as person_cipher, identity.salt as person_salt
from household
join person_identity identity on identity.person_id = household.householder_id
where household.known_to = 'infinity'
order by household.id

-- name: export_household_members
select member.*, identity.number_cipher as person_cipher, identity.salt as person_salt,
  head.number_cipher as householder_cipher, head.salt as householder_salt,
  household.kind as household_kind
from household_member member
join person_identity identity on identity.person_id = member.person_id
join household on household.id = member.household_id
join person_identity head on head.person_id = household.householder_id
where member.known_to = 'infinity'
order by member.id

-- name: count_exported
-- How many rows of a kind the caller may take, as the statements above give them; $1: entity
select case $1::text
  when 'person' then (select count(*) from person_now)
  when 'organisation' then (select count(*) from organisation_now)
  when 'employment' then
    (select count(*) from employment spell join person_identity using (person_id)
     where spell.known_to = 'infinity')
  when 'unemployment_registration' then
    (select count(*) from unemployment_registration spell join person_identity using (person_id)
     where spell.known_to = 'infinity')
  when 'education_record' then
    (select count(*) from education_record record join person_identity using (person_id)
     where record.known_to = 'infinity')
  when 'insurance_spell' then
    (select count(*) from insurance_spell spell join person_identity using (person_id)
     where spell.known_to = 'infinity')
  when 'organisation_year' then
    (select count(*) from organisation_year where known_to = 'infinity')
  when 'household' then (select count(*) from household where known_to = 'infinity')
  when 'household_member' then (select count(*) from household_member where known_to = 'infinity')
  else (select count(*) from register_record where entity = $1::text and known_to = 'infinity')
end as n
