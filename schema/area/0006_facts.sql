-- What rules may read, one function for each entity: id, source, then the facts in the order of the
-- vocabulary (identity and encrypted facts left out), then `extra`. All bitemporal predicates of
-- spells stand here and nowhere else. A test compares these columns with the vocabulary.
--
-- `known_at`: as it was known at that moment. `with_source` false leaves the source empty, which
-- makes a sweep over the register cheaper.

create function facts_of_person(on_day date, known_at timestamptz, with_source boolean)
returns table (id bigint, source text, sex text, birth_date date, nation text, hukou_kind text,
               hukou_place bigint, residence_place bigint, education text, health text,
               disability_grade text, veteran boolean, death_date date, extra jsonb)
language sql stable as $$
  select person_id, case when with_source then source end, sex, birth_date, nation, hukou_kind,
         hukou_place, residence_place, education, health, disability_grade, veteran, death_date,
         extra
  from person_version
  where valid @> on_day and known_from <= known_at and known_to > known_at
$$;

create function facts_of_organisation(on_day date, known_at timestamptz, with_source boolean)
returns table (id bigint, source text, uscc text, name text, kind text, size_class text,
               industry text, registered_place bigint, insured_as_unit boolean, registered_on date,
               closed_on date, joint_sanction boolean, zombie boolean, account_name text, bank text,
               extra jsonb)
language sql stable as $$
  select organisation_id, case when with_source then source end, identity.uscc, name, kind,
         size_class, industry, registered_place, insured_as_unit, registered_on, closed_on,
         joint_sanction, zombie, account_name, bank, extra
  from organisation_version
  join organisation identity on identity.id = organisation_version.organisation_id
  where valid @> on_day and known_from <= known_at and known_to > known_at
$$;

create function facts_of_organisation_year(known_at timestamptz, with_source boolean)
returns table (id bigint, source text, organisation bigint, year bigint,
               headcount_year_end bigint, headcount_mean_numerator bigint,
               headcount_mean_denominator bigint, layoffs bigint, benefit_claimants bigint,
               premium_unit_paid_fen bigint, premium_employee_paid_fen bigint,
               premium_due_period_fen bigint, insured_months bigint, extra jsonb)
language sql stable as $$
  select id, case when with_source then source end, organisation_id, year::bigint,
         headcount_year_end, headcount_mean_numerator, headcount_mean_denominator, layoffs,
         benefit_claimants, premium_unit_paid_fen, premium_employee_paid_fen,
         premium_due_period_fen, insured_months, extra
  from (select * from organisation_year union all select * from organisation_year_past) known
  where known_from <= known_at and known_to > known_at
$$;

create function facts_of_employment(known_at timestamptz, with_source boolean)
returns table (id bigint, source text, person bigint, employer bigint, signed_on date,
               start_date date, end_date date, contract_kind text, contract_end date, form text,
               occupation text, workplace bigint, wage_fen bigint, is_owner boolean, extra jsonb)
language sql stable as $$
  select id, case when with_source then source end, person_id, employer_id, signed_on, start_date,
         end_date, contract_kind, contract_end, form, occupation, workplace, wage_fen, is_owner,
         extra
  from (select * from employment union all select * from employment_past) known
  where known_from <= known_at and known_to > known_at
$$;

create function facts_of_unemployment_registration(known_at timestamptz, with_source boolean)
returns table (id bigint, source text, person bigint, start_date date, end_date date, reason text,
               place bigint, extra jsonb)
language sql stable as $$
  select id, case when with_source then source end, person_id, start_date, end_date, reason, place,
         extra
  from (select * from unemployment_registration
        union all select * from unemployment_registration_past) known
  where known_from <= known_at and known_to > known_at
$$;

create function facts_of_education_record(known_at timestamptz, with_source boolean)
returns table (id bigint, source text, person bigint, level text, school text, graduated_on date,
               extra jsonb)
language sql stable as $$
  select id, case when with_source then source end, person_id, level, school, graduated_on, extra
  from (select * from education_record union all select * from education_record_past) known
  where known_from <= known_at and known_to > known_at
$$;

create function facts_of_insurance_spell(known_at timestamptz, with_source boolean)
returns table (id bigint, source text, person bigint, employer bigint, kind text, first_month date,
               last_month date, first_paid_on date, extra jsonb)
language sql stable as $$
  select id, case when with_source then source end, person_id, employer_id, kind, first_month,
         last_month, first_paid_on, extra
  from (select * from insurance_spell union all select * from insurance_spell_past) known
  where known_from <= known_at and known_to > known_at
$$;

create function facts_of_household(known_at timestamptz, with_source boolean)
returns table (id bigint, source text, householder bigint, kind text, place bigint, extra jsonb)
language sql stable as $$
  select id, case when with_source then source end, householder_id, kind, place, extra
  from (select * from household union all select * from household_past) known
  where known_from <= known_at and known_to > known_at
$$;

create function facts_of_household_member(known_at timestamptz, with_source boolean)
returns table (id bigint, source text, household bigint, person bigint, relation text,
               start_date date, end_date date, extra jsonb)
language sql stable as $$
  select id, case when with_source then source end, household_id, person_id, relation, start_date,
         end_date, extra
  from (select * from household_member union all select * from household_member_past) known
  where known_from <= known_at and known_to > known_at
$$;
