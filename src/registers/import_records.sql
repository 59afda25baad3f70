-- Importing education, insurance and the yearly figures of employers.

-- name: create_staged_education_record
create temp table staged_education_record (
  row_number bigint, person_blind bytea, level text, school text, graduated_on date,
  extra jsonb) on commit drop

-- name: copy_staged_education_record
copy staged_education_record from stdin (format binary)

-- name: resolve_education_record
-- $1, $2: the caller's places
insert into resolved (row_number, subject_id, place, existing_id, state)
select
  staged.row_number, person.person_id, person.place, existing.id,
  case
    when person.person_id is null then 'no_person'
    when person.place not between $1 and $2 then 'outside'
    when row_number() over (partition by person.person_id, staged.level, staged.graduated_on
           order by staged.row_number) > 1 then 'repeated'
    when existing.id is null then 'new'
    when (staged.school is null or staged.school = existing.school)
           and merged_facts(existing.extra, staged.extra) is not distinct from existing.extra
      then 'same'
    else 'changed'
  end
from staged_education_record staged
left join person_identity person on person.number_blind = staged.person_blind
left join education_record existing on existing.person_id = person.person_id
  and existing.level = staged.level
  and existing.graduated_on = staged.graduated_on
  and existing.known_to = 'infinity'

-- name: insert_education_record
-- $1: now, $2: source
insert into education_record (
  person_id, level, school, graduated_on, place, source, known_from, extra)
select
  resolved.subject_id, staged.level, staged.school, staged.graduated_on, resolved.place,
  $2::text, $1::timestamptz, staged.extra
from resolved join staged_education_record staged using (row_number)
where state = 'new'

-- name: keep_past_education_record
-- $1: now
insert into education_record_past (
  id, person_id, level, school, graduated_on, place, source, known_from, known_to, extra)
select
  existing.id, existing.person_id, existing.level, existing.school, existing.graduated_on,
  existing.place, existing.source, existing.known_from, $1::timestamptz, existing.extra
from resolved join education_record existing on existing.id = resolved.existing_id
where state = 'changed'

-- name: change_education_record
-- $1: now, $2: source
update education_record existing
set
  school =
    coalesce(staged.school, existing.school), source = $2::text, known_from = $1::timestamptz,
  extra = merged_facts(existing.extra, staged.extra)
from resolved join staged_education_record staged using (row_number)
where existing.id = resolved.existing_id and state = 'changed'

-- name: create_staged_insurance_spell
create temp table staged_insurance_spell (
  row_number bigint, person_blind bytea, employer_uscc text, kind text, first_month date,
  last_month date, first_paid_on date, extra jsonb) on commit drop

-- name: copy_staged_insurance_spell
copy staged_insurance_spell from stdin (format binary)

-- name: resolve_insurance_spell
-- $1, $2: the caller's places
insert into resolved (row_number, subject_id, employer_id, place, existing_id, state)
select
  staged.row_number, person.person_id, organisation.id, coalesce(version.place, person.place),
  existing.id,
  case
    when person.person_id is null then 'no_person'
    when staged.employer_uscc is not null and organisation.id is null then 'no_employer'
    when coalesce(version.place, person.place) not between $1 and $2
           and person.place not between $1 and $2 then 'outside'
    when row_number() over (partition by person.person_id, organisation.id, staged.kind,
             staged.first_month
           order by staged.row_number) > 1 then 'repeated'
    when existing.id is null then 'new'
    when (staged.last_month is null or staged.last_month = existing.last_month)
           and (staged.first_paid_on is null
                or staged.first_paid_on = existing.first_paid_on)
           and merged_facts(existing.extra, staged.extra) is not distinct from existing.extra
      then 'same'
    else 'changed'
  end
from staged_insurance_spell staged
left join person_identity person on person.number_blind = staged.person_blind
left join organisation on organisation.uscc = staged.employer_uscc
left join organisation_version version on version.organisation_id = organisation.id
  and version.known_to = 'infinity' and upper_inf(version.valid)
left join insurance_spell existing on existing.person_id = person.person_id
  and existing.employer_id is not distinct from organisation.id
  and existing.kind = staged.kind
  and existing.first_month = staged.first_month
  and existing.known_to = 'infinity'

-- name: insert_insurance_spell
-- $1: now, $2: source
insert into insurance_spell (
  person_id, employer_id, kind, first_month, last_month, first_paid_on, place, source,
  known_from, extra)
select
  resolved.subject_id, resolved.employer_id, staged.kind, staged.first_month, staged.last_month,
  staged.first_paid_on, resolved.place, $2::text, $1::timestamptz, staged.extra
from resolved join staged_insurance_spell staged using (row_number)
where state = 'new'

-- name: keep_past_insurance_spell
-- $1: now
insert into insurance_spell_past (
  id, person_id, employer_id, kind, first_month, last_month, first_paid_on, place, source,
  known_from, known_to, extra)
select
  existing.id, existing.person_id, existing.employer_id, existing.kind, existing.first_month,
  existing.last_month, existing.first_paid_on, existing.place, existing.source,
  existing.known_from, $1::timestamptz, existing.extra
from resolved join insurance_spell existing on existing.id = resolved.existing_id
where state = 'changed'

-- name: change_insurance_spell
-- $1: now, $2: source
update insurance_spell existing
set
  last_month = coalesce(staged.last_month, existing.last_month),
  first_paid_on = coalesce(staged.first_paid_on, existing.first_paid_on), source = $2::text,
  known_from = $1::timestamptz,
  extra = merged_facts(existing.extra, staged.extra)
from resolved join staged_insurance_spell staged using (row_number)
where existing.id = resolved.existing_id and state = 'changed'

-- name: create_staged_organisation_year
create temp table staged_organisation_year (
  row_number bigint, organisation_uscc text, year bigint, headcount_year_end bigint,
  headcount_mean_numerator bigint, headcount_mean_denominator bigint, layoffs bigint,
  benefit_claimants bigint, premium_unit_paid_fen bigint, premium_employee_paid_fen bigint,
  premium_due_period_fen bigint, insured_months bigint, extra jsonb) on commit drop

-- name: copy_staged_organisation_year
copy staged_organisation_year from stdin (format binary)

-- name: resolve_organisation_year
-- $1, $2: the caller's places
insert into resolved (row_number, subject_id, place, existing_id, state)
select
  staged.row_number, organisation.id, version.place, existing.id,
  case
    when organisation.id is null then 'no_employer'
    when version.place not between $1 and $2 then 'outside'
    when row_number() over (partition by organisation.id, staged.year
           order by staged.row_number) > 1 then 'repeated'
    when existing.id is null then 'new'
    when (staged.headcount_year_end is null
         or staged.headcount_year_end = existing.headcount_year_end)
           and (staged.headcount_mean_numerator is null
                or staged.headcount_mean_numerator = existing.headcount_mean_numerator)
           and (staged.headcount_mean_denominator is null
                or staged.headcount_mean_denominator = existing.headcount_mean_denominator)
           and (staged.layoffs is null or staged.layoffs = existing.layoffs)
           and (staged.benefit_claimants is null
                or staged.benefit_claimants = existing.benefit_claimants)
           and (staged.premium_unit_paid_fen is null
                or staged.premium_unit_paid_fen = existing.premium_unit_paid_fen)
           and (staged.premium_employee_paid_fen is null
                or staged.premium_employee_paid_fen = existing.premium_employee_paid_fen)
           and (staged.premium_due_period_fen is null
                or staged.premium_due_period_fen = existing.premium_due_period_fen)
           and (staged.insured_months is null
                or staged.insured_months = existing.insured_months)
           and merged_facts(existing.extra, staged.extra) is not distinct from existing.extra
      then 'same'
    else 'changed'
  end
from staged_organisation_year staged
left join organisation on organisation.uscc = staged.organisation_uscc
left join organisation_version version on version.organisation_id = organisation.id
  and version.known_to = 'infinity' and upper_inf(version.valid)
left join organisation_year existing on existing.organisation_id = organisation.id
  and existing.year = staged.year
  and existing.known_to = 'infinity'

-- name: insert_organisation_year
-- $1: now, $2: source
insert into organisation_year (
  organisation_id, year, headcount_year_end, headcount_mean_numerator,
  headcount_mean_denominator, layoffs, benefit_claimants, premium_unit_paid_fen,
  premium_employee_paid_fen, premium_due_period_fen, insured_months, place, source,
  known_from, extra)
select
  resolved.subject_id, staged.year, staged.headcount_year_end, staged.headcount_mean_numerator,
  staged.headcount_mean_denominator, staged.layoffs, staged.benefit_claimants,
  staged.premium_unit_paid_fen, staged.premium_employee_paid_fen, staged.premium_due_period_fen,
  staged.insured_months, resolved.place, $2::text, $1::timestamptz, staged.extra
from resolved join staged_organisation_year staged using (row_number)
where state = 'new'

-- name: keep_past_organisation_year
-- $1: now
insert into organisation_year_past (
  id, organisation_id, year, headcount_year_end, headcount_mean_numerator,
  headcount_mean_denominator, layoffs, benefit_claimants, premium_unit_paid_fen,
  premium_employee_paid_fen, premium_due_period_fen, insured_months, place, source, known_from,
  known_to, extra)
select
  existing.id, existing.organisation_id, existing.year, existing.headcount_year_end,
  existing.headcount_mean_numerator, existing.headcount_mean_denominator, existing.layoffs,
  existing.benefit_claimants, existing.premium_unit_paid_fen, existing.premium_employee_paid_fen,
  existing.premium_due_period_fen, existing.insured_months, existing.place, existing.source,
  existing.known_from, $1::timestamptz, existing.extra
from resolved join organisation_year existing on existing.id = resolved.existing_id
where state = 'changed'

-- name: change_organisation_year
-- $1: now, $2: source
update organisation_year existing
set
  headcount_year_end = coalesce(staged.headcount_year_end, existing.headcount_year_end),
  headcount_mean_numerator =
    coalesce(staged.headcount_mean_numerator, existing.headcount_mean_numerator),
  headcount_mean_denominator =
    coalesce(staged.headcount_mean_denominator, existing.headcount_mean_denominator),
  layoffs = coalesce(staged.layoffs, existing.layoffs),
  benefit_claimants = coalesce(staged.benefit_claimants, existing.benefit_claimants),
  premium_unit_paid_fen = coalesce(staged.premium_unit_paid_fen, existing.premium_unit_paid_fen),
  premium_employee_paid_fen =
    coalesce(staged.premium_employee_paid_fen, existing.premium_employee_paid_fen),
  premium_due_period_fen =
    coalesce(staged.premium_due_period_fen, existing.premium_due_period_fen),
  insured_months = coalesce(staged.insured_months, existing.insured_months), source = $2::text,
  known_from = $1::timestamptz,
  extra = merged_facts(existing.extra, staged.extra)
from resolved join staged_organisation_year staged using (row_number)
where existing.id = resolved.existing_id and state = 'changed'
