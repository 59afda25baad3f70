-- Ledgers ask "at least one" and "none" (0351) so that PostgreSQL sees one query: a selection inside
-- a selection kept it from joining whole tables, and each family's members were looked up one by
-- one. Days are compared as days: their spelling was made anew for each row, which cost more than
-- reading it.

-- What ledger_rows_of has after `from`, without a selection of its own.
create function ledger_rows_joined(rows_of jsonb) returns text
language plpgsql stable as $$
declare
  subject text := ledger_id(rows_of->'subject');
  hangs text := 'true';
  way text := '';
begin
  if rows_of ? 'way' then
    way := format('%s w join lateral ', ledger_source(rows_of->'way', subject));
    hangs := format('w.%I = %s and %s', rows_of->'way'->>'owner', subject,
                    ledger_conditions(rows_of->'way'->'where'));
    subject := ledger_id(rows_of->'way'->'subject');
  end if;
  if rows_of->>'owner' = 'refers' then
    hangs := hangs || format(' and l.refers @> array[%s]', subject);
  else
    hangs := hangs || format(' and l.%I = %s', rows_of->>'owner', subject);
  end if;
  return format('%s%s l %s where %s and %s', way, ledger_source(rows_of, subject),
    case when way <> '' then 'on true' else '' end, hangs, ledger_conditions(rows_of->'where'));
end $$;

create or replace function ledger_rows_of(rows_of jsonb, alias text) returns text
language sql stable as $$
  select format('(select l.* from %s) %I', ledger_rows_joined(rows_of), alias)
$$;

-- One end of a period that is in force on $1: "the first day is not later", "the last not earlier".
-- A month is compared as such. What stands in a record's JSON is compared as it is spelt.
create function ledger_end_in_force(term jsonb, comparison text, spelt integer) returns text
language sql immutable as $$
  select case
    when term is null then 'true'
    when term ? 'key' or term->>'as' = 'sealed' then
      format('coalesce(%s %s (select left($1::text, %s)), true)', ledger_term(term), comparison, spelt)
    when spelt = 7 and comparison = '<=' then
      format('coalesce(%I.%I < (date_trunc(''month'', $1::timestamp) + interval ''1 month'')::date,
                true)', term->>'of', term->>'column')
    when spelt = 7 then
      format('coalesce(%I.%I %s date_trunc(''month'', $1::timestamp)::date, true)', term->>'of',
             term->>'column', comparison)
    else format('coalesce(%I.%I %s $1, true)', term->>'of', term->>'column', comparison)
  end
$$;

create or replace function ledger_conditions(conditions jsonb) returns text
language sql stable as $$
  select coalesce(string_agg('(' || case
      when each->>'test' = 'ids' then format('b.id = any (%L::bigint[])',
        (select coalesce(array_agg(v::bigint), '{}')
         from jsonb_array_elements_text(each->'values') v))
      when each->>'test' = 'in_force' and not each ? 'valid' then
        ledger_end_in_force(each->'first', '<=', (each->>'length')::integer) || ' and ' ||
        ledger_end_in_force(each->'last', '>=', (each->>'length')::integer)
      when each->'term' ? 'count' and each->>'test' = 'number_at_least' and each->'values' = '["1"]'
        then format('exists (select from %s)', ledger_rows_joined(each->'term'->'count'))
      when each->'term' ? 'count' and each->>'test' = 'is' and each->'values' = '["0"]'
        then format('not exists (select from %s)', ledger_rows_joined(each->'term'->'count'))
      else ledger_condition(each) end || ')', ' and '), 'true')
  from jsonb_array_elements(conditions) each
$$;
