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

create function employments_of(wanted bigint) returns setof employment
language sql stable security definer set search_path from current as $$
  select * from employment where person_id = wanted and visible_person(wanted)
$$;

create function insurance_spells_of(wanted bigint) returns setof insurance_spell
language sql stable security definer set search_path from current as $$
  select * from insurance_spell where person_id = wanted and visible_person(wanted)
$$;

create function unemployment_registrations_of(wanted bigint)
returns setof unemployment_registration
language sql stable security definer set search_path from current as $$
  select * from unemployment_registration where person_id = wanted and visible_person(wanted)
$$;

create function education_records_of(wanted bigint) returns setof education_record
language sql stable security definer set search_path from current as $$
  select * from education_record where person_id = wanted and visible_person(wanted)
$$;
