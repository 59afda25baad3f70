-- Filling whole registers (bulk.hpp).

-- name: begin_load
select begin_register_load()

-- name: finish_load
select finish_register_load()

-- name: copy_person
copy person (id) from stdin (format binary)

-- name: copy_person_identity
copy person_identity (person_id, name, number_cipher, number_blind, phone_cipher, phone_blind, salt,
  place, recorded_at) from stdin (format binary)

-- name: copy_person_account
copy person_account (person_id, account_cipher, account_blind, account_salt, bank, place, source,
  recorded_at) from stdin (format binary)

-- name: copy_person_version
copy person_version (id, person_id, valid, sex, birth_date, nation, hukou_kind, hukou_place,
  residence_place, education, health, disability_grade, veteran, death_date, place, source,
  known_from, extra) from stdin (format binary)

-- name: copy_organisation
copy organisation (id, uscc) from stdin (format binary)

-- name: copy_organisation_version
copy organisation_version (id, organisation_id, valid, name, kind, size_class, industry,
  registered_place, insured_as_unit, registered_on, closed_on, joint_sanction, zombie, account_name,
  bank, account_cipher, phone_cipher, salt, place, source, known_from, extra)
  from stdin (format binary)

-- name: copy_organisation_year
copy organisation_year (id, organisation_id, year, headcount_year_end, headcount_mean_numerator,
  headcount_mean_denominator, layoffs, benefit_claimants, premium_unit_paid_fen,
  premium_employee_paid_fen, premium_due_period_fen, insured_months, place, source, known_from,
  extra) from stdin (format binary)

-- name: copy_employment
copy employment (id, person_id, employer_id, signed_on, start_date, end_date, contract_kind,
  contract_end, form, occupation, workplace, wage_fen, is_owner, place, source, known_from, extra)
  from stdin (format binary)

-- name: copy_unemployment_registration
copy unemployment_registration (id, person_id, start_date, end_date, reason, place, source,
  known_from, extra) from stdin (format binary)

-- name: copy_education_record
copy education_record (id, person_id, level, school, graduated_on, place, source, known_from, extra)
  from stdin (format binary)

-- name: copy_insurance_spell
copy insurance_spell (id, person_id, employer_id, kind, first_month, last_month, first_paid_on,
  place, source, known_from, extra) from stdin (format binary)

-- name: copy_household
copy household (id, householder_id, kind, place, source, known_from) from stdin (format binary)

-- name: copy_household_member
copy household_member (id, household_id, person_id, relation, start_date, end_date, place, source,
  known_from) from stdin (format binary)
