-- Importing households and who belongs to them. A household is told apart by its head and its kind.

-- name: create_staged_household
create temp table staged_household (
  row_number bigint, householder_blind bytea, kind text, place bigint, extra jsonb) on commit drop

-- name: copy_staged_household
copy staged_household from stdin (format binary)

-- name: resolve_household
-- $1, $2: the caller's places
insert into resolved (row_number, subject_id, place, existing_id, state)
select
  staged.row_number, person.person_id, staged.place, existing.id,
  case
    when person.person_id is null then 'no_person'
    when staged.place not between $1 and $2 then 'outside'
    when row_number() over (partition by person.person_id, staged.kind
           order by staged.row_number) > 1 then 'repeated'
    when existing.id is null then 'new'
    when staged.place = existing.place
           and merged_facts(existing.extra, staged.extra) is not distinct from existing.extra
      then 'same'
    else 'changed'
  end
from staged_household staged
left join person_identity person on person.number_blind = staged.householder_blind
left join household existing on existing.householder_id = person.person_id
  and existing.kind = staged.kind
  and existing.known_to = 'infinity'

-- name: insert_household
-- $1: now, $2: source
insert into household (householder_id, kind, place, source, known_from, extra)
select
  resolved.subject_id, staged.kind, resolved.place, $2::text, $1::timestamptz, staged.extra
from resolved join staged_household staged using (row_number)
where state = 'new'

-- name: keep_past_household
-- $1: now
insert into household_past (
  id, householder_id, kind, place, source, known_from, known_to, extra)
select
  existing.id, existing.householder_id, existing.kind, existing.place, existing.source,
  existing.known_from, $1::timestamptz, existing.extra
from resolved join household existing on existing.id = resolved.existing_id
where state = 'changed'

-- name: change_household
-- $1: now, $2: source
update household existing
set
  place = resolved.place, source = $2::text, known_from = $1::timestamptz,
  extra = merged_facts(existing.extra, staged.extra)
from resolved join staged_household staged using (row_number)
where existing.id = resolved.existing_id and state = 'changed'

-- name: create_staged_household_member
create temp table staged_household_member (
  row_number bigint, householder_blind bytea, household_kind text, person_blind bytea,
  relation text, start_date date, end_date date, extra jsonb) on commit drop

-- name: copy_staged_household_member
copy staged_household_member from stdin (format binary)

-- name: resolve_household_member
-- $1, $2: the caller's places. A household that is named by its head alone must be the only one.
insert into resolved (row_number, subject_id, household_id, place, existing_id, state)
select
  staged.row_number, person.person_id, household.id, household.place, existing.id,
  case
    when person.person_id is null then 'no_person'
    when named.found = 0 then 'no_household'
    when named.found > 1 then 'several_households'
    when household.place not between $1 and $2 and person.place not between $1 and $2
      then 'outside'
    when row_number() over (partition by person.person_id, household.id
           order by staged.row_number) > 1 then 'repeated'
    when existing.id is null then 'new'
    when (staged.relation is null or staged.relation = existing.relation)
           and (staged.start_date is null or staged.start_date = existing.start_date)
           and (staged.end_date is null or staged.end_date = existing.end_date)
           and merged_facts(existing.extra, staged.extra) is not distinct from existing.extra
      then 'same'
    else 'changed'
  end
from staged_household_member staged
left join person_identity person on person.number_blind = staged.person_blind
left join lateral (
  select count(*) as found, min(candidate.id) as household_id
  from person_identity head
  join household candidate on candidate.householder_id = head.person_id
  where head.number_blind = staged.householder_blind and candidate.known_to = 'infinity'
    and (staged.household_kind is null or candidate.kind = staged.household_kind)) named on true
left join household on household.id = named.household_id and named.found = 1
left join household_member existing on existing.person_id = person.person_id
  and existing.household_id = household.id
  and existing.known_to = 'infinity'

-- name: insert_household_member
-- $1: now, $2: source
insert into household_member (
  household_id, person_id, relation, start_date, end_date, place, source, known_from, extra)
select
  resolved.household_id, resolved.subject_id, staged.relation, staged.start_date, staged.end_date,
  resolved.place, $2::text, $1::timestamptz, staged.extra
from resolved join staged_household_member staged using (row_number)
where state = 'new'

-- name: keep_past_household_member
-- $1: now
insert into household_member_past (
  id, household_id, person_id, relation, start_date, end_date, place, source, known_from,
  known_to, extra)
select
  existing.id, existing.household_id, existing.person_id, existing.relation, existing.start_date,
  existing.end_date, existing.place, existing.source, existing.known_from, $1::timestamptz,
  existing.extra
from resolved join household_member existing on existing.id = resolved.existing_id
where state = 'changed'

-- name: change_household_member
-- $1: now, $2: source
update household_member existing
set
  relation = coalesce(staged.relation, existing.relation),
  start_date = coalesce(staged.start_date, existing.start_date),
  end_date = coalesce(staged.end_date, existing.end_date), source = $2::text,
  known_from = $1::timestamptz, extra = merged_facts(existing.extra, staged.extra)
from resolved join staged_household_member staged using (row_number)
where existing.id = resolved.existing_id and state = 'changed'
