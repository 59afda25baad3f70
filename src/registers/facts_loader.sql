-- What rules may read, for a range of people or organisations in the order of their keys
-- (…_between) or for some (…_of). The columns are those of schema/area/0006_facts.sql.

-- name: last_person_of_block
select max(id) as last
from (select id from person where id > $1 and id <= $2 order by id limit $3) block

-- name: last_organisation_of_block
select max(id) as last from (select id from organisation where id > $1 and id <= $2 order by id
  limit $3) block

-- name: persons_of_employments
select distinct person_id as id from employment where id = any($1::bigint[]) order by id

-- name: heads_of_households
select distinct householder_id as id from household where id = any($1::bigint[]) order by id

-- name: organisations_of_years
select distinct organisation_id as id from organisation_year where id = any($1::bigint[])
order by id

-- name: persons_between
select * from facts_of_person($1, $2, $3) where id between $4 and $5

-- name: persons_of
select * from facts_of_person($1, $2, $3) where id = any($4::bigint[]) order by id

-- name: organisations_between
select * from facts_of_organisation($1, $2, $3) where id between $4 and $5

-- name: organisations_of
select * from facts_of_organisation($1, $2, $3) where id = any($4::bigint[]) order by id

-- name: employments_between
select * from facts_of_employment($1, $2) where person between $3 and $4

-- name: employments_of
select * from facts_of_employment($1, $2) where person = any($3::bigint[]) order by id

-- name: unemployment_registrations_between
select * from facts_of_unemployment_registration($1, $2) where person between $3 and $4

-- name: unemployment_registrations_of
select * from facts_of_unemployment_registration($1, $2) where person = any($3::bigint[]) order by id

-- name: education_records_between
select * from facts_of_education_record($1, $2) where person between $3 and $4

-- name: education_records_of
select * from facts_of_education_record($1, $2) where person = any($3::bigint[]) order by id

-- name: insurance_spells_between
select * from facts_of_insurance_spell($1, $2) where person between $3 and $4

-- name: insurance_spells_of
select * from facts_of_insurance_spell($1, $2) where person = any($3::bigint[]) order by id

-- name: organisation_years_between
select * from facts_of_organisation_year($1, $2) where organisation between $3 and $4

-- name: organisation_years_of
select * from facts_of_organisation_year($1, $2) where organisation = any($3::bigint[]) order by id

-- name: person_grants_between
select id, null::text as source, measure, person_id as person, organisation_id as organisation,
  amount_fen, granted_on, state, subject_kind || ':' || subject_id as subject,
  lower(period) as period_from, upper(period) - 1 as period_until, null::jsonb as extra
from benefit_grant
where recorded_at <= $1 and person_id between $2 and $3

-- name: person_grants_of
select id, null::text as source, measure, person_id as person, organisation_id as organisation,
  amount_fen, granted_on, state, subject_kind || ':' || subject_id as subject,
  lower(period) as period_from, upper(period) - 1 as period_until, null::jsonb as extra
from benefit_grant
where recorded_at <= $1 and person_id = any($2::bigint[]) order by id

-- name: organisation_grants_between
select id, null::text as source, measure, person_id as person, organisation_id as organisation,
  amount_fen, granted_on, state, subject_kind || ':' || subject_id as subject,
  lower(period) as period_from, upper(period) - 1 as period_until, null::jsonb as extra
from benefit_grant
where recorded_at <= $1 and organisation_id between $2 and $3

-- name: organisation_grants_of
select id, null::text as source, measure, person_id as person, organisation_id as organisation,
  amount_fen, granted_on, state, subject_kind || ':' || subject_id as subject,
  lower(period) as period_from, upper(period) - 1 as period_until, null::jsonb as extra
from benefit_grant
where recorded_at <= $1 and organisation_id = any($2::bigint[]) order by id

-- name: records_of_persons_between
select * from facts_of_record($1, $2) where person between $3 and $4 and entity = any($5::text[])

-- name: records_of_persons
select * from facts_of_record($1, $2)
where person = any($3::bigint[]) and entity = any($4::text[]) order by id

-- name: organisation_records_between
select * from facts_of_record($1, $2)
where organisation between $3 and $4 and person is null and entity = any($5::text[])

-- name: organisation_records_of
select * from facts_of_record($1, $2)
where organisation = any($3::bigint[]) and person is null and entity = any($4::text[]) order by id

-- name: member_records_of
select * from facts_of_record($1, $2)
where organisation = any($3::bigint[]) and person is not null and entity = any($4::text[])
order by id

-- name: records_by_id
select * from facts_of_record($1, $2)
where id = any($3::bigint[]) and entity = any($4::text[]) order by id

-- name: records_naming
select * from facts_of_record($1, $2)
where refers && $3::bigint[] and entity = any($4::text[]) order by id

-- name: last_unowned_of_block
select max(id) as last from (
  select id from register_record
  where person_id is null and organisation_id is null and entity = any($4::text[])
    and id > $1 and id <= $2 order by id limit $3) block

-- name: unowned_records_between
select * from facts_of_record($1, $2)
where id between $3 and $4 and person is null and organisation is null
  and entity = any($5::text[])
order by id

-- name: employments_of_employers
select * from facts_of_employment($1, $2) where employer = any($3::bigint[]) order by id

-- name: insurance_spells_of_employers
select * from facts_of_insurance_spell($1, $2) where employer = any($3::bigint[]) order by id

-- name: household_members_of
select * from facts_of_household_member($1, $2) where person = any($3::bigint[]) order by id

-- name: members_of_households
select * from facts_of_household_member($1, $2) where household = any($3::bigint[]) order by id

-- name: households_by_id
select * from facts_of_household($1, $2) where id = any($3::bigint[]) order by id

-- name: households_of
select * from facts_of_household($1, $2) where householder = any($3::bigint[]) order by id
