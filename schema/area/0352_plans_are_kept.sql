-- What hangs on a person (0004, 0050), the same statements: PostgreSQL plans a function in SQL anew at
-- each call, which took three times as long as reading; one in PL/pgSQL keeps its plans for the
-- connection.

create or replace function employments_of(wanted bigint, known_at timestamptz)
returns setof employment
language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select * from (select * from employment union all
                   select * from employment_past) known
    where person_id = wanted and known_from <= known_at and known_to > known_at
      and visible_person(wanted)
    order by id;
end $$;

create or replace function insurance_spells_of(wanted bigint, known_at timestamptz)
returns setof insurance_spell
language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select * from (select * from insurance_spell union all
                   select * from insurance_spell_past) known
    where person_id = wanted and known_from <= known_at and known_to > known_at
      and visible_person(wanted)
    order by id;
end $$;

create or replace function unemployment_registrations_of(wanted bigint, known_at timestamptz)
returns setof unemployment_registration
language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select * from (select * from unemployment_registration union all
                   select * from unemployment_registration_past) known
    where person_id = wanted and known_from <= known_at and known_to > known_at
      and visible_person(wanted)
    order by id;
end $$;

create or replace function education_records_of(wanted bigint, known_at timestamptz)
returns setof education_record
language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select * from (select * from education_record union all
                   select * from education_record_past) known
    where person_id = wanted and known_from <= known_at and known_to > known_at
      and visible_person(wanted)
    order by id;
end $$;

create or replace function records_of_person(wanted bigint, known_at timestamptz)
returns setof register_record
language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select * from (select * from register_record union all
                   select * from register_record_past) known
    where person_id = wanted and known_from <= known_at and known_to > known_at
      and visible_person(wanted)
    order by id;
end $$;
