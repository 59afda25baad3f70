-- Importing employments and registrations as unemployed.

-- name: create_staged_employment
create temp table staged_employment (
  row_number bigint, person_blind bytea, employer_uscc text, signed_on date, start_date date,
  end_date date, contract_kind text, contract_end date, form text, occupation text,
  workplace bigint, wage_fen bigint, is_owner boolean, extra jsonb) on commit drop

-- name: copy_staged_employment
copy staged_employment from stdin (format binary)

-- name: resolve_employment
-- $1, $2: the caller's places
insert into resolved (row_number, subject_id, employer_id, place, existing_id, state)
select
  staged.row_number, person.person_id, organisation.id, coalesce(version.place, person.place),
  existing.id,
  case
    when person.person_id is null then 'no_person'
    when organisation.id is null then 'no_employer'
    when coalesce(version.place, person.place) not between $1 and $2
           and person.place not between $1 and $2 then 'outside'
    when row_number() over (partition by person.person_id, organisation.id, staged.start_date
           order by staged.row_number) > 1 then 'repeated'
    when existing.id is null then 'new'
    when (staged.signed_on is null or staged.signed_on = existing.signed_on)
           and (staged.end_date is null or staged.end_date = existing.end_date)
           and (staged.contract_kind is null or staged.contract_kind = existing.contract_kind)
           and (staged.contract_end is null or staged.contract_end = existing.contract_end)
           and (staged.form is null or staged.form = existing.form)
           and (staged.occupation is null or staged.occupation = existing.occupation)
           and (staged.workplace is null or staged.workplace = existing.workplace)
           and (staged.wage_fen is null or staged.wage_fen = existing.wage_fen)
           and (staged.is_owner is null or staged.is_owner = existing.is_owner)
           and merged_facts(existing.extra, staged.extra) is not distinct from existing.extra
      then 'same'
    else 'changed'
  end
from staged_employment staged
left join person_identity person on person.number_blind = staged.person_blind
left join organisation on organisation.uscc = staged.employer_uscc
left join organisation_version version on version.organisation_id = organisation.id
  and version.known_to = 'infinity' and upper_inf(version.valid)
left join employment existing on existing.person_id = person.person_id
  and existing.employer_id = organisation.id
  and existing.start_date = staged.start_date
  and existing.known_to = 'infinity'

-- name: insert_employment
-- $1: now, $2: source
insert into employment (
  person_id, employer_id, signed_on, start_date, end_date, contract_kind, contract_end, form,
  occupation, workplace, wage_fen, is_owner, place, source, known_from, extra)
select
  resolved.subject_id, resolved.employer_id, staged.signed_on, staged.start_date, staged.end_date,
  staged.contract_kind, staged.contract_end, staged.form, staged.occupation, staged.workplace,
  staged.wage_fen, staged.is_owner, resolved.place, $2::text, $1::timestamptz, staged.extra
from resolved join staged_employment staged using (row_number)
where state = 'new'

-- name: keep_past_employment
-- $1: now
insert into employment_past (
  id, person_id, employer_id, signed_on, start_date, end_date, contract_kind, contract_end,
  form, occupation, workplace, wage_fen, is_owner, place, source, known_from, known_to, extra)
select
  existing.id, existing.person_id, existing.employer_id, existing.signed_on, existing.start_date,
  existing.end_date, existing.contract_kind, existing.contract_end, existing.form,
  existing.occupation, existing.workplace, existing.wage_fen, existing.is_owner, existing.place,
  existing.source, existing.known_from, $1::timestamptz, existing.extra
from resolved join employment existing on existing.id = resolved.existing_id
where state = 'changed'

-- name: change_employment
-- $1: now, $2: source
update employment existing
set
  signed_on = coalesce(staged.signed_on, existing.signed_on),
  end_date = coalesce(staged.end_date, existing.end_date),
  contract_kind = coalesce(staged.contract_kind, existing.contract_kind),
  contract_end = coalesce(staged.contract_end, existing.contract_end),
  form = coalesce(staged.form, existing.form),
  occupation = coalesce(staged.occupation, existing.occupation),
  workplace = coalesce(staged.workplace, existing.workplace),
  wage_fen = coalesce(staged.wage_fen, existing.wage_fen),
  is_owner =
    coalesce(staged.is_owner, existing.is_owner), source = $2::text, known_from = $1::timestamptz,
  extra = merged_facts(existing.extra, staged.extra)
from resolved join staged_employment staged using (row_number)
where existing.id = resolved.existing_id and state = 'changed'

-- name: create_staged_unemployment_registration
create temp table staged_unemployment_registration (
  row_number bigint, person_blind bytea, start_date date, end_date date, reason text,
  place bigint, extra jsonb) on commit drop

-- name: copy_staged_unemployment_registration
copy staged_unemployment_registration from stdin (format binary)

-- name: resolve_unemployment_registration
-- $1, $2: the caller's places
insert into resolved (row_number, subject_id, place, existing_id, state)
select
  staged.row_number, person.person_id, staged.place, existing.id,
  case
    when person.person_id is null then 'no_person'
    when staged.place not between $1 and $2 then 'outside'
    when row_number() over (partition by person.person_id, staged.start_date
           order by staged.row_number) > 1 then 'repeated'
    when existing.id is null and (
           exists (select from unemployment_registration other
                   where other.person_id = person.person_id and other.known_to = 'infinity'
                     and daterange(other.start_date, other.end_date, '[]')
                         && daterange(staged.start_date, staged.end_date, '[]'))
           or max(coalesce(staged.end_date, 'infinity')) over
                (partition by person.person_id order by staged.start_date
                 rows between unbounded preceding and 1 preceding) >= staged.start_date)
      then 'overlapping'
    when existing.id is null then 'new'
    when (staged.end_date is null or staged.end_date = existing.end_date)
           and (staged.reason is null or staged.reason = existing.reason)
           and (staged.place is null or staged.place = existing.place)
           and merged_facts(existing.extra, staged.extra) is not distinct from existing.extra
      then 'same'
    else 'changed'
  end
from staged_unemployment_registration staged
left join person_identity person on person.number_blind = staged.person_blind
left join unemployment_registration existing on existing.person_id = person.person_id
  and existing.start_date = staged.start_date
  and existing.known_to = 'infinity'

-- name: insert_unemployment_registration
-- $1: now, $2: source
insert into unemployment_registration (
  person_id, start_date, end_date, reason, place, source, known_from, extra)
select
  resolved.subject_id, staged.start_date, staged.end_date, staged.reason, resolved.place,
  $2::text, $1::timestamptz, staged.extra
from resolved join staged_unemployment_registration staged using (row_number)
where state = 'new'

-- name: keep_past_unemployment_registration
-- $1: now
insert into unemployment_registration_past (
  id, person_id, start_date, end_date, reason, place, source, known_from, known_to, extra)
select
  existing.id, existing.person_id, existing.start_date, existing.end_date, existing.reason,
  existing.place, existing.source, existing.known_from, $1::timestamptz, existing.extra
from resolved join unemployment_registration existing on existing.id = resolved.existing_id
where state = 'changed'

-- name: change_unemployment_registration
-- $1: now, $2: source
update unemployment_registration existing
set
  end_date = coalesce(staged.end_date, existing.end_date),
  reason = coalesce(staged.reason, existing.reason),
  place = coalesce(staged.place, existing.place), source = $2::text, known_from = $1::timestamptz,
  extra = merged_facts(existing.extra, staged.extra)
from resolved join staged_unemployment_registration staged using (row_number)
where existing.id = resolved.existing_id and state = 'changed'
