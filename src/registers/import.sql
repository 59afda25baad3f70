-- Imports: what became of each row of the file (import.hpp). A row is new, same or changed;
-- anything else says what is wrong with it.

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
