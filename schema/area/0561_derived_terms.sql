-- Values that ledgers work out of what stands in the registers (vocabulary/ledgers/README.md): how far
-- a place of work is from home, how many whole months a spell has lasted, which values hang on a row.
-- Divisions are compared by their codes (GB/T 2260: two digits of the province, six of the county). And one
-- condition more: a day that is longer ago than so many months, or was never.

create or replace function ledger_term(term jsonb) returns text
language plpgsql stable strict as $$
declare
  spot text;
begin
  if term ? 'count' then
    return format('(select count(*)::text from %s)', ledger_rows_of(term->'count', 'n'));
  end if;
  if term ? 'reach' then
    return format(
      '(case when left(lpad(%1$s, 12, ''0''), 6) = left(lpad(%2$s, 12, ''0''), 6) then ''in_county''
             when left(lpad(%1$s, 12, ''0''), 2) = left(lpad(%2$s, 12, ''0''), 2) then ''in_province''
             when %1$s <> '''' and %2$s <> '''' then ''cross_province'' end)',
      ledger_term(term->'reach'->0), ledger_term(term->'reach'->1));
  end if;
  if term ? 'months' then
    return format(
      '(case when %1$s <> '''' then greatest(0,
          extract(year from age(least(coalesce(nullif(%2$s, '''')::date, $1), $1) + 1, %1$s::date)) * 12
          + extract(month from age(least(coalesce(nullif(%2$s, '''')::date, $1), $1) + 1, %1$s::date)))
          ::integer::text end)',
      ledger_term(term->'months'->0), coalesce(ledger_term(term->'months'->1), 'null::text'));
  end if;
  if term ? 'list' then
    return format('(select string_agg(distinct %1$s, '','' order by %1$s) from %2$s)',
                  ledger_term(term->'value'), ledger_rows_of(term->'list', 'n'));
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

create or replace function ledger_condition(condition jsonb) returns text
language plpgsql stable as $$
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
    when 'older' then
      format('coalesce(%1$s < left(($1 - make_interval(months => %2$L::int))::date::text, length(%1$s)),
                       true)', term, wanted->>0)
    when 'contains' then format('position(lower(%L) in lower(%s)) > 0', wanted->>0, term)
  end;
end $$;
