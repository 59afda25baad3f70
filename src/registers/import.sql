-- Imports: what became of each row of the file (import.hpp). A row is new, same or changed;
-- anything else says what is wrong with it.

-- name: drop_staged
-- What an earlier import left in this transaction
drop table if exists pg_temp.resolved, pg_temp.resolved_reference, pg_temp.import_change,
  pg_temp.import_held, pg_temp.staged_person, pg_temp.staged_organisation, pg_temp.staged_employment,
  pg_temp.staged_unemployment_registration, pg_temp.staged_education_record,
  pg_temp.staged_insurance_spell, pg_temp.staged_organisation_year, pg_temp.staged_household,
  pg_temp.staged_household_member, pg_temp.staged_record, pg_temp.staged_reference

-- name: create_resolved
create temp table resolved (row_number bigint not null, subject_id bigint, employer_id bigint,
  household_id bigint, place bigint, existing_id bigint, state text not null) on commit drop

-- name: count_states
select state, count(*) as count from resolved group by state order by state

-- name: wrong_states
select row_number, state from resolved where state not in ('new', 'same', 'changed')
order by row_number

-- name: begin_first_rows
-- $1: tables. True where they were empty: their keys are down until finish_first_rows.
select begin_first_rows($1::text[]) as begun

-- name: finish_first_rows
select finish_first_rows($1::text[])

-- name: follow_merged_numbers
select follow_merged_numbers($1)
