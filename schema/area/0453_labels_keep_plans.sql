-- Names of employers, and whether a person may be seen: the same statements (0004) in PL/pgSQL, which keeps
-- its plan for the connection. A function in SQL was planned anew by each statement that called it,
-- several times for one person's file (see 0352).

create or replace function organisation_name(wanted bigint) returns text
language plpgsql stable security definer set search_path from current as $$
declare
  found_name text;
begin
  select name into found_name from organisation_version
  where organisation_id = wanted and known_to = 'infinity' and upper_inf(valid);
  return found_name;
end $$;

create or replace function visible_person(wanted bigint) returns boolean
language plpgsql stable security definer set search_path from current as $$
begin
  return exists (
    select from person_identity
    where person_id = wanted
      and place between nullif(current_setting('leye.place_lo', true), '')::bigint
                    and nullif(current_setting('leye.place_hi', true), '')::bigint);
end $$;
