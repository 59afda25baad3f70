-- Who may see a person may see the records of that person, though the office that made them works for
-- a larger place (0004_row_protection.sql): a community's ledger of services holds those that the
-- street's station gave. From a county up the offices are within the caller's places anyway, and the
-- rows are read as they stand.

create function ledger_is_narrow() returns boolean
language sql stable as $$
  select nullif(current_setting('leye.place_hi', true), '')::bigint
       - nullif(current_setting('leye.place_lo', true), '')::bigint < 999999
$$;

create function visible_people() returns setof bigint
language sql stable security definer set search_path from current as $$
  select person_id from person_version
  where known_to = 'infinity' and upper_inf(valid)
    and place between nullif(current_setting('leye.place_lo', true), '')::bigint
                  and nullif(current_setting('leye.place_hi', true), '')::bigint
$$;

create function records_of_visible_people(wanted text, known_at timestamptz)
returns setof register_record
language sql stable security definer set search_path from current as $$
  select r.* from visible_people() p
  join (select * from register_record union all select * from register_record_past) r
    on r.person_id = p
  where r.entity = wanted and r.known_from <= known_at and r.known_to > known_at
$$;

create function grants_of_visible_people(known_at timestamptz) returns setof benefit_grant
language sql stable security definer set search_path from current as $$
  select g.* from visible_people() p join benefit_grant g on g.person_id = p
  where g.recorded_at <= known_at
$$;

create or replace function ledger_source(rows_of jsonb, subject text) returns text
language sql stable as $$
  select case rows_of->>'kind'
    when 'person' then 'ledger_persons($1, $2)'
    when 'organisation' then 'ledger_organisations($1, $2)'
    when 'records_of_person' then
      format('(select * from records_of_person(%s, $2) r where r.entity = %L)', subject,
             rows_of->>'entity')
    when 'of_person' then format('%I(%s, $2)', rows_of->>'function', subject)
    when 'grant' then format(
      '(select *, recorded_at as known_from, lower(period) as period_from,
          upper(period) - 1 as period_until
        from %s g where recorded_at <= $2)',
      case when rows_of ? 'of_people' and ledger_is_narrow() then 'grants_of_visible_people($2)'
           else 'benefit_grant' end)
    when 'record' then
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

-- Beside conditions on facts: rows by their ids.
create or replace function ledger_conditions(conditions jsonb) returns text
language sql immutable as $$
  select coalesce(string_agg('(' || case
      when each->>'test' = 'ids' then format('b.id = any (%L::bigint[])',
        (select coalesce(array_agg(v::bigint), '{}') from jsonb_array_elements_text(each->'values') v))
      else ledger_condition(each) end || ')', ' and '), 'true')
  from jsonb_array_elements(conditions) each
$$;

-- A record that a visible one refers to: the class of a learner, the post of a placement. What is of
-- a person stays with those who may see the person.
create function record_referred_to(wanted bigint, kind text, known_at timestamptz)
returns setof register_record
language sql stable security definer set search_path from current as $$
  select * from (select * from register_record union all select * from register_record_past) k
  where id = wanted and entity = kind and known_from <= known_at and known_to > known_at
    and (person_id is null or visible_person(person_id))
$$;

create or replace function ledger_joins(relations jsonb, wanted text) returns text
language sql stable as $$
  select coalesce(string_agg(case
      when each ? 'reference' and each->'rows'->>'kind' = 'record' then
        format(' left join lateral record_referred_to(%s, %L, $2) %I on true',
               ledger_id(each->'reference'), each->'rows'->>'entity', each->>'alias')
      when each ? 'reference' then
        format(' left join %1$s %2$I on %2$I.id = %3$s', ledger_source(each->'rows', null),
               each->>'alias', ledger_id(each->'reference'))
      else
        format(' left join lateral (select * from %s order by %s desc nulls last, n.id desc limit 1)
                 %I on true',
               ledger_rows_of(each->'rows', 'n'),
               coalesce(ledger_term(each->'latest'), 'n.known_from'), each->>'alias')
    end, '' order by position), '')
  from jsonb_array_elements(relations) with ordinality as r (each, position)
  where (each->>wanted)::boolean
$$;
