-- The second wall: who works for a place sees the rows of that place and of those below it
-- (docs/decisions/0001-area-is-a-schema.md). Place codes are ranges, so the predicate is one
-- comparison with two settings of the transaction. leye_screen passes by it.

do $$
declare
  protected text;
begin
  foreach protected in array array[
    'person_identity', 'person_identity_past', 'person_version', 'organisation_version',
    'organisation_year', 'organisation_year_past', 'employment', 'employment_past',
    'unemployment_registration', 'unemployment_registration_past', 'education_record',
    'education_record_past', 'insurance_spell', 'insurance_spell_past', 'household',
    'household_past', 'household_member', 'household_member_past']
  loop
    execute format('alter table %I enable row level security', protected);
    execute format(
      'create policy by_place on %I to leye_app using (
         place between nullif(current_setting(''leye.place_lo'', true), '''')::bigint
                   and nullif(current_setting(''leye.place_hi'', true), '''')::bigint)',
      protected);
  end loop;
end $$;

-- Searches whose operators are not leakproof cannot use an index below row-level security. They
-- run as these functions, each of which holds the same predicate. They are the only ones.

-- People whose name contains the text, exact names first.
create function find_persons_by_name(wanted text, count_max integer)
returns table (person_id bigint, name text)
language sql stable security definer set search_path from current as $$
  select person_id, name from person_identity
  where name_grams(name) @> name_grams(wanted) and position(lower(wanted) in lower(name)) > 0
    and place between nullif(current_setting('leye.place_lo', true), '')::bigint
                  and nullif(current_setting('leye.place_hi', true), '')::bigint
  order by name <> wanted, char_length(name), name, person_id
  limit count_max
$$;

create function find_organisations_by_name(wanted text, count_max integer)
returns table (organisation_id bigint, name text)
language sql stable security definer set search_path from current as $$
  select organisation_id, name from organisation_version
  where known_to = 'infinity' and upper_inf(valid)
    and name_grams(name) @> name_grams(wanted) and position(lower(wanted) in lower(name)) > 0
    and place between nullif(current_setting('leye.place_lo', true), '')::bigint
                  and nullif(current_setting('leye.place_hi', true), '')::bigint
  order by name <> wanted, char_length(name), name, organisation_id
  limit count_max
$$;

-- Who may see a person may see the spells of that person wherever they are registered; the wall
-- would hide those of employers elsewhere. Empty for a person outside the caller's places.
create function visible_person(wanted bigint) returns boolean
language sql stable security definer set search_path from current as $$
  select exists (
    select from person_identity
    where person_id = wanted
      and place between nullif(current_setting('leye.place_lo', true), '')::bigint
                    and nullif(current_setting('leye.place_hi', true), '')::bigint)
$$;

create function employments_of(wanted bigint, known_at timestamptz)
returns setof employment
language sql stable security definer set search_path from current as $$
  select * from (select * from employment union all select * from employment_past) known
  where person_id = wanted and known_from <= known_at and known_to > known_at
    and visible_person(wanted)
  order by id
$$;

create function insurance_spells_of(wanted bigint, known_at timestamptz)
returns setof insurance_spell
language sql stable security definer set search_path from current as $$
  select * from (select * from insurance_spell union all select * from insurance_spell_past) known
  where person_id = wanted and known_from <= known_at and known_to > known_at
    and visible_person(wanted)
  order by id
$$;

create function unemployment_registrations_of(wanted bigint, known_at timestamptz)
returns setof unemployment_registration
language sql stable security definer set search_path from current as $$
  select * from (select * from unemployment_registration union all select * from unemployment_registration_past) known
  where person_id = wanted and known_from <= known_at and known_to > known_at
    and visible_person(wanted)
  order by id
$$;

create function education_records_of(wanted bigint, known_at timestamptz)
returns setof education_record
language sql stable security definer set search_path from current as $$
  select * from (select * from education_record union all select * from education_record_past) known
  where person_id = wanted and known_from <= known_at and known_to > known_at
    and visible_person(wanted)
  order by id
$$;

-- Names of employers are public (企业信息公示暂行条例).
create function organisation_name(wanted bigint) returns text
language sql stable security definer set search_path from current as $$
  select name from organisation_version
  where organisation_id = wanted and known_to = 'infinity' and upper_inf(valid)
$$;
