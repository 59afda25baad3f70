-- Counting what hangs on people, for those who may see the whole area: the rows are read as they
-- stand, since visible_person() would admit each of them (as 0131 has it for records from a county
-- up), and "at least one" and "none" are asked as such. Both together let PostgreSQL join whole
-- tables once, where it called two functions for every member of every family.

create function ledger_is_whole() returns boolean
language sql stable as $$
  select nullif(current_setting('leye.place_lo', true), '')::bigint <= 0
     and nullif(current_setting('leye.place_hi', true), '')::bigint >= 999999999999
$$;

create or replace function ledger_source(rows_of jsonb, subject text) returns text
language sql stable as $$
  select case
    when rows_of->>'kind' = 'person' then 'ledger_persons($1, $2)'
    when rows_of->>'kind' = 'organisation' then 'ledger_organisations($1, $2)'
    when rows_of->>'kind' = 'records_of_person' then
      format('(select * from records_of_person(%s, $2) r where r.entity = %L)', subject,
             rows_of->>'entity')
    when rows_of->>'kind' = 'of_person' and not coalesce(ledger_is_whole(), false) then
      format('%I(%s, $2)', rows_of->>'function', subject)
    when rows_of->>'kind' = 'grant' then format(
      '(select *, recorded_at as known_from, lower(period) as period_from,
          upper(period) - 1 as period_until
        from %s g where recorded_at <= $2)',
      case when rows_of ? 'of_people' and ledger_is_narrow() then 'grants_of_visible_people($2)'
           else 'benefit_grant' end)
    when rows_of->>'kind' = 'record' then
      case when rows_of ? 'of_people' and ledger_is_narrow()
        then format('records_of_visible_people(%L, $2)', rows_of->>'entity')
      else format('(select * from (select * from register_record union all
                 select * from register_record_past) k
               where k.entity = %L and k.known_from <= $2 and k.known_to > $2)', rows_of->>'entity')
      end
    else
      format('(select * from (select * from %1$I union all select * from %2$I) k
               where k.known_from <= $2 and k.known_to > $2)', rows_of->>'table',
             (rows_of->>'table') || '_past')
  end
$$;

-- Beside conditions on facts: rows by their ids; and whether anything hangs on a row at all.
create or replace function ledger_conditions(conditions jsonb) returns text
language sql stable as $$
  select coalesce(string_agg('(' || case
      when each->>'test' = 'ids' then format('b.id = any (%L::bigint[])',
        (select coalesce(array_agg(v::bigint), '{}')
         from jsonb_array_elements_text(each->'values') v))
      when each->'term' ? 'count' and each->>'test' = 'number_at_least' and each->'values' = '["1"]'
        then format('exists (select from %s)', ledger_rows_of(each->'term'->'count', 'n'))
      when each->'term' ? 'count' and each->>'test' = 'is' and each->'values' = '["0"]'
        then format('not exists (select from %s)', ledger_rows_of(each->'term'->'count', 'n'))
      else ledger_condition(each) end || ')', ' and '), 'true')
  from jsonb_array_elements(conditions) each
$$;
