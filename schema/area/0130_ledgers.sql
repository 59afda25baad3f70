-- Ledgers (src/ledgers): views over the registers that stand as data. The program hands over what it
-- looked up in the vocabulary as JSON; the statement is put together here, every name quoted.
--
-- Parameters of every statement that is put together: $1 the day, $2 known at.

create index person_version_place on person_version (place);

-- A view that somebody saved: conditions on the columns of a ledger.
create table ledger_view (
  id bigint generated always as identity primary key,
  ledger text not null,
  name text not null check (char_length(name) between 1 and 60),
  conditions jsonb not null,
  account bigint not null,
  account_name text not null,
  shared boolean not null,  -- with those who work for the same places
  place_lo bigint not null,
  place_hi bigint not null,
  made_at timestamptz not null,
  removed_at timestamptz
);
create index ledger_view_ledger on ledger_view (ledger) where removed_at is null;
alter table ledger_view enable row level security;
create policy by_place on ledger_view to leye_app using (
  place_lo >= nullif(current_setting('leye.place_lo', true), '')::bigint
  and place_hi <= nullif(current_setting('leye.place_hi', true), '')::bigint);

create function ledger_persons(on_day date, known_at timestamptz)
returns table (id bigint, name text, number_cipher bytea, phone_cipher bytea, salt bytea, sex text,
               birth_date date, nation text, hukou_kind text, hukou_place bigint,
               residence_place bigint, education text, health text, disability_grade text,
               veteran boolean, death_date date, place bigint, source text, known_from timestamptz,
               extra jsonb)
language sql stable as $$
  select v.person_id, i.name, i.number_cipher, i.phone_cipher, i.salt, v.sex, v.birth_date,
         v.nation, v.hukou_kind, v.hukou_place, v.residence_place, v.education, v.health,
         v.disability_grade, v.veteran, v.death_date, v.place, v.source, v.known_from, v.extra
  from person_version v join person_identity i on i.person_id = v.person_id
  where v.valid @> on_day and v.known_from <= known_at and v.known_to > known_at
$$;

create function ledger_organisations(on_day date, known_at timestamptz)
returns table (id bigint, uscc text, name text, kind text, size_class text, industry text,
               registered_place bigint, insured_as_unit boolean, registered_on date, closed_on date,
               joint_sanction boolean, zombie boolean, account_name text, bank text,
               account_cipher bytea, phone_cipher bytea, salt bytea, place bigint, source text,
               known_from timestamptz, extra jsonb)
language sql stable as $$
  select v.organisation_id, o.uscc, v.name, v.kind, v.size_class, v.industry, v.registered_place,
         v.insured_as_unit, v.registered_on, v.closed_on, v.joint_sanction, v.zombie,
         v.account_name, v.bank, v.account_cipher, v.phone_cipher, v.salt, v.place, v.source,
         v.known_from, v.extra
  from organisation_version v join organisation o on o.id = v.organisation_id
  where v.valid @> on_day and v.known_from <= known_at and v.known_to > known_at
$$;

-- A value in its canonical spelling, as text; null if it is not known.
create function ledger_term(term jsonb) returns text
language plpgsql immutable strict as $$
declare
  spot text;
begin
  if term ? 'count' then
    return format('(select count(*)::text from %s)', ledger_rows_of(term->'count', 'n'));
  end if;
  if term ? 'key' then
    return format('(%I.%I->>%L)', term->>'of', term->>'column', term->>'key');
  end if;
  spot := format('%I.%I', term->>'of', term->>'column');
  return case term->>'as'
    when 'month' then format('left(%s::text, 7)', spot)
    when 'money' then format('to_char(%s / 100.0, ''FM999999999999990.00'')', spot)
    when 'boolean' then format('(case when %1$s then ''yes'' when not %1$s then ''no'' end)', spot)
    when 'sealed' then format('(encode(%1$I.salt, ''hex'') || '':'' || encode(%2$s, ''hex''))',
                              coalesce(term->>'salt_of', term->>'of'), spot)
    else format('%s::text', spot)
  end;
end $$;

-- What names a row, as a number.
create function ledger_id(term jsonb) returns text
language sql immutable strict as $$
  select case when term ? 'key'
    then format('(%I.%I->>%L)::bigint', term->>'of', term->>'column', term->>'key')
    else format('%I.%I', term->>'of', term->>'column') end
$$;

create function ledger_condition(condition jsonb) returns text
language plpgsql immutable as $$
declare
  term text := case when condition ? 'term' then ledger_term(condition->'term') end;
  wanted jsonb := coalesce(condition->'values', '[]');
  listed text := format('%L::text[]', (select array_agg(v) from jsonb_array_elements_text(wanted) v));
begin
  return case condition->>'test'
    when 'in_force' then
      case when condition ? 'valid' then format('%I.valid @> $1', condition->>'valid')
      else format('coalesce(%1$s <= left($1::text, %3$s), true)
                   and coalesce(%2$s >= left($1::text, %3$s), true)',
             coalesce(ledger_term(condition->'first'), 'null::text'),
             coalesce(ledger_term(condition->'last'), 'null::text'),
             condition->>'length') end
    when 'is' then format('%s = any (%s)', term, listed)
    when 'is_not' then format('coalesce(%s <> all (%s), true)', term, listed)
    when 'empty' then format('coalesce(%s, '''') = ''''', term)
    when 'given' then format('coalesce(%s, '''') <> ''''', term)
    when 'at_least' then format('%s >= %L', term, wanted->>0)
    when 'at_most' then format('%s <= %L', term, wanted->>0)
    when 'number_at_least' then format('(%s)::numeric >= %L', term, wanted->>0)
    when 'number_at_most' then format('(%s)::numeric <= %L', term, wanted->>0)
    when 'not_passed' then format('coalesce(%1$s >= left($1::text, length(%1$s)), true)', term)
    when 'this_year' then format('left(%s, 4) = left($1::text, 4)', term)
    when 'aged' then format('%1$s <= ($1 - make_interval(years => %2$L::int))::date::text
                             and %1$s > ($1 - make_interval(years => %3$L::int + 1))::date::text',
                            term, wanted->>0, wanted->>1)
    when 'within' then
      format('%1$s <= left($1::text, length(%1$s)) and
              %1$s >= left(($1 - make_interval(months => %2$L::int))::date::text, length(%1$s))',
             term, wanted->>0)
    when 'contains' then format('position(lower(%L) in lower(%s)) > 0', wanted->>0, term)
  end;
end $$;

create function ledger_conditions(conditions jsonb) returns text
language sql immutable as $$
  select coalesce(string_agg('(' || ledger_condition(each) || ')', ' and '), 'true')
  from jsonb_array_elements(conditions) each
$$;

-- The rows of an entity that hang on a subject (an expression), or all of them where that is null.
create function ledger_source(rows_of jsonb, subject text) returns text
language sql immutable as $$
  select case rows_of->>'kind'
    when 'person' then 'ledger_persons($1, $2)'
    when 'organisation' then 'ledger_organisations($1, $2)'
    when 'records_of_person' then
      format('(select * from records_of_person(%s, $2) r where r.entity = %L)', subject,
             rows_of->>'entity')
    when 'of_person' then format('%I(%s, $2)', rows_of->>'function', subject)
    when 'grant' then
      '(select *, recorded_at as known_from, lower(period) as period_from,
          upper(period) - 1 as period_until
        from benefit_grant where recorded_at <= $2)'
    when 'record' then
      format('(select * from (select * from register_record union all
                 select * from register_record_past) k
               where k.entity = %L and k.known_from <= $2 and k.known_to > $2)', rows_of->>'entity')
    else
      format('(select * from (select * from %1$I union all select * from %2$I) k
               where k.known_from <= $2 and k.known_to > $2)', rows_of->>'table',
             (rows_of->>'table') || '_past')
  end
$$;

-- The same as a FROM item with its conditions: "(select … ) n".
create function ledger_rows_of(rows_of jsonb, alias text) returns text
language plpgsql immutable as $$
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
  return format('(select l.* from %s%s l %s where %s and %s) %I', way,
    ledger_source(rows_of, subject), case when way <> '' then 'on true' else '' end, hangs,
    ledger_conditions(rows_of->'where'), alias);
end $$;

-- The joins of those relations that are asked for: the row that is referred to, or the latest of
-- those that hang on the subject.
create function ledger_joins(relations jsonb, wanted text) returns text
language sql immutable as $$
  select coalesce(string_agg(case
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

-- What a page prints: the names of places and of what is referred to.
create function ledger_cell(term jsonb) returns text
language sql stable as $$
  select case term->>'shown'
    when 'place' then format('place_label(%s::bigint)', ledger_term(term))
    when 'organisation' then format('organisation_name(%s::bigint)', ledger_term(term))
    when 'person' then format('(select i.name from person_identity i where i.person_id = %s::bigint)',
                              ledger_term(term))
    when 'record' then format('record_label(%s::bigint)', ledger_term(term))
    else ledger_term(term)
  end
$$;

create function ledger_newest(relations jsonb, wanted text) returns text
language sql immutable as $$
  select 'greatest(b.known_from' || coalesce(string_agg(
    format(', %I.known_from', each->>'alias'), ''), '') || ')'
  from jsonb_array_elements(relations) each
  where (each->>wanted)::boolean
$$;

create function ledger_rows(spec jsonb, on_day date, known_at timestamptz, after_sort text,
                            after_id bigint, count_max bigint)
returns table (id bigint, person_id bigint, organisation_id bigint, cells text[], sort_key text,
               newest timestamptz, source text)
language plpgsql stable as $$
declare
  sort text := case when spec ? 'order' then format('coalesce(%s, '''')', ledger_term(spec->'order'))
               end;
  down boolean := coalesce((spec->>'descending')::boolean, false);
  direction text := case when down then ' desc' else '' end;
begin
  return query execute format('
    select b.id, %1$s::bigint, %2$s::bigint, array[%3$s]::text[], b.ledger_sort, %4$s, b.source::text
    from (select b.*, %5$s as ledger_sort from %6$s b %7$s
          where %8$s and ($4 is null or %9$s) order by %10$s limit $5) b %11$s
    order by %12$s',
    coalesce(ledger_id(spec->'person'), 'null'),
    coalesce(ledger_id(spec->'organisation'), 'null'),
    (select string_agg('coalesce(' || ledger_cell(c) || ', '''')', ', ' order by p)
     from jsonb_array_elements(spec->'columns') with ordinality as e (c, p)),
    ledger_newest(spec->'relations', 'shown'),
    coalesce(sort, '''''::text'), ledger_source(spec->'base', null),
    ledger_joins(spec->'relations', 'asked'), ledger_conditions(spec->'where'),
    case when sort is null then 'b.id > $4'
         else format('(%s, b.id) %s ($3, $4)', sort, case when down then '<' else '>' end) end,
    case when sort is null then 'b.id' else sort || direction || ', b.id' || direction end,
    ledger_joins(spec->'relations', 'shown'),
    case when sort is null then 'b.id' else 'b.ledger_sort' || direction || ', b.id' || direction end)
    using on_day, known_at, after_sort, after_id, count_max;
end $$;

-- How many rows, up to count_max.
create function ledger_total(spec jsonb, on_day date, known_at timestamptz, count_max bigint)
returns bigint
language plpgsql stable as $$
declare
  total bigint;
begin
  execute format('select count(*) from (select 1 from %s b %s where %s limit $3) counted',
    ledger_source(spec->'base', null), ledger_joins(spec->'relations', 'asked'),
    ledger_conditions(spec->'where'))
    into total using on_day, known_at, count_max;
  return total;
end $$;

-- Completeness and freshness of at most rows_max rows: `filled` of what every row should have.
create function ledger_quality(spec jsonb, on_day date, known_at timestamptz,
                               fresh_since timestamptz, rows_max bigint)
returns table (rows_seen bigint, filled bigint, complete bigint, fresh bigint, oldest timestamptz,
               newest timestamptz)
language plpgsql stable as $$
begin
  return query execute format('
    select count(*), coalesce(sum(given), 0)::bigint, count(*) filter (where given = $5),
           count(*) filter (where latest >= $4), min(latest), max(latest)
    from (select %s as given, %s as latest
          from (select b.* from %s b %s where %s limit $3) b %s) looked',
    coalesce((select string_agg(format('(coalesce(%s, '''') <> '''')::int', ledger_term(c)), ' + ')
              from jsonb_array_elements(spec->'required') c), '0'),
    ledger_newest(spec->'relations', 'weighed'), ledger_source(spec->'base', null),
    ledger_joins(spec->'relations', 'asked'), ledger_conditions(spec->'where'),
    ledger_joins(spec->'relations', 'weighed'))
    using on_day, known_at, rows_max, fresh_since, jsonb_array_length(spec->'required');
end $$;

-- How many rows of each value of the group, of at most rows_max rows.
create function ledger_groups(spec jsonb, on_day date, known_at timestamptz, rows_max bigint)
returns table (value text, label text, rows_seen bigint)
language plpgsql stable as $$
begin
  return query execute format('
    select value, label, count(*) from (
      select %s as value, %s as label
      from (select b.* from %s b %s where %s limit $3) b %s) looked
    group by value, label order by count(*) desc, value nulls last limit 60',
    ledger_term(spec->'group'), ledger_cell(spec->'group'), ledger_source(spec->'base', null),
    ledger_joins(spec->'relations', 'asked'), ledger_conditions(spec->'where'),
    ledger_joins(spec->'relations', 'grouped'))
    using on_day, known_at, rows_max;
end $$;
