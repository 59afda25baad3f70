-- The same statement (0001) in PL/pgSQL, which keeps its plan for the connection: every card and every
-- line of a person's file asks for the names of places, and a function in SQL was planned anew by
-- each statement.

create or replace function place_label(wanted bigint) returns text
language plpgsql stable as $$
begin
  return (
    select string_agg(name, '' order by code)
    from place
    where code in (wanted, wanted / 1000 * 1000, wanted / 1000000 * 1000000)
      and (level >= 3 or code = wanted));
end $$;
