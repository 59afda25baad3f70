-- What was imported, so that a whole import can be undone; and which columns users said they are.

create table import_run (
  id bigint generated always as identity primary key,
  kind text not null,
  file_name text not null,
  form text not null,
  account bigint not null,
  account_name text not null,
  place_lo bigint not null,  -- the places of who imported
  place_hi bigint not null,
  source text not null,                   -- with stored_at, what its rows carry
  stored_at timestamptz not null unique,
  row_count bigint not null,
  added bigint not null,
  changed bigint not null,
  undone_at timestamptz,
  undone_by bigint,
  removed bigint,
  restored bigint,
  kept bigint,
  check ((undone_at is null) = (undone_by is null))
);
alter table import_run enable row level security;
create policy by_place on import_run to leye_app using (
  place_lo >= nullif(current_setting('leye.place_lo', true), '')::bigint
  and place_hi <= nullif(current_setting('leye.place_hi', true), '')::bigint);

-- Not about persons: which heading means what, for files of one layout.
create table import_layout (
  kind text not null,
  layout text not null,
  columns text[] not null,  -- "3 phone": the column from 0 and the fact, or the column alone
  account bigint not null,
  chosen_at timestamptz not null,
  primary key (kind, layout)
);

-- Those of `ids` that anything in force is about: a spell, a record, a benefit, a case. What is
-- computed anew from the register does not count.
create function owners_in_use(owners text[], ids bigint[]) returns setof bigint
language plpgsql stable set search_path from current as $$
declare
  found record;
begin
  for found in
    select c.relname as relation, a.attname as owner, exists (
        select from pg_attribute t where t.attrelid = c.oid and t.attname = 'known_to') as timed
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and a.attname = any(owners) and c.relname !~ '_past$|^screening'
      and c.relname not in ('person_identity', 'person_version', 'organisation_version')
  loop
    return query execute format('select distinct %1$I from %2$I where %1$I = any($1) %3$s',
      found.owner, found.relation, case when found.timed then 'and known_to = ''infinity''' end)
      using ids;
  end loop;
end $$;

-- Undoing an import, by when and from whom its rows are known. What it added is no longer known;
-- what it changed is as it was before. What others changed since stays: kept_of_import names it.
create function undo_import_of_rows(rows_of text, stored timestamptz, said text,
                                    undone timestamptz)
returns table (removed bigint, restored bigint)
language plpgsql set search_path from current as $$
declare
  past text := rows_of || '_past';
  spared bigint[] := '{}';
  changed bigint[];
begin
  if rows_of = 'register_record' then
    select coalesce(array_agg(t.id), '{}') into spared from register_record t
    where t.known_from = stored and t.source = said and exists (
      select from register_record other
      where other.refers @> array[t.id] and other.known_to = 'infinity'
        and (other.known_from <> stored or other.source <> said));
  end if;
  execute format('update %1$I t set known_to = $3 where known_from = $1 and source = $2
      and known_to = ''infinity'' and t.id <> all ($4)
      and not exists (select from %2$I p where p.id = t.id and p.known_to = $1)', rows_of, past)
    using stored, said, undone, spared;
  get diagnostics removed = row_count;
  execute format('select coalesce(array_agg(t.id), ''{}'') from %1$I t join %2$I p on p.id = t.id
      where p.known_to = $1 and t.known_from = $1 and t.source = $2
        and t.known_to = ''infinity''', rows_of, past)
    into changed using stored, said;
  execute format('insert into %2$I select r.* from %1$I t cross join lateral
      jsonb_populate_record(null::%2$I, to_jsonb(t) || jsonb_build_object(''known_to'', $1)) r
      where t.id = any($2)', rows_of, past)
    using undone, changed;
  execute format('delete from %I where id = any($1)', rows_of) using changed;
  execute format('insert into %1$I select r.* from %2$I p cross join lateral
      jsonb_populate_record(null::%1$I, to_jsonb(p)
        || jsonb_build_object(''known_from'', $1, ''known_to'', ''infinity'')) r
      where p.id = any($2) and p.known_to = $3', rows_of, past)
    using undone, changed, stored;
  get diagnostics restored = row_count;
  return next;
end $$;

-- The same for people and organisations, whose versions stand in one table. `owner` is the column
-- that says whose version it is.
create function undo_import_of_versions(versions text, owner text, owners text[],
                                        stored timestamptz, said text, undone timestamptz)
returns table (removed bigint, restored bigint, fresh bigint[])
language plpgsql set search_path from current as $$
declare
  changed bigint[];
begin
  execute format('select coalesce(array_agg(v.%2$I), ''{}'') from %1$I v
      where known_from = $1 and source = $2 and known_to = ''infinity'' and upper_inf(valid)
        and not exists (select from %1$I o where o.%2$I = v.%2$I and o.known_to = $1)',
      versions, owner)
    into fresh using stored, said;
  select coalesce(array_agg(id), '{}') into fresh from unnest(fresh) id
  where id not in (select owners_in_use(owners, fresh));
  execute format('update %I set known_to = $1 where %I = any($2) and known_to = ''infinity''',
      versions, owner)
    using undone, fresh;
  removed := cardinality(fresh);
  execute format('select coalesce(array_agg(v.%2$I), ''{}'') from %1$I v
      where known_from = $1 and source = $2 and known_to = ''infinity'' and upper_inf(valid)
        and exists (select from %1$I o where o.%2$I = v.%2$I and o.known_to = $1)',
      versions, owner)
    into changed using stored, said;
  execute format('update %I set known_to = $1
      where %I = any($2) and known_from = $3 and known_to = ''infinity''', versions, owner)
    using undone, changed, stored;
  execute format('insert into %1$I select r.* from %1$I o cross join lateral
      jsonb_populate_record(null::%1$I, to_jsonb(o) || jsonb_build_object(
        ''id'', nextval(pg_get_serial_sequence(''%1$I'', ''id'')), ''known_from'', $1,
        ''known_to'', ''infinity'')) r
      where o.%2$I = any($2) and o.known_to = $3', versions, owner)
    using undone, changed, stored;
  restored := cardinality(changed);
  return next;
end $$;

-- Names, numbers and phones go back too. phone_blind is empty afterwards where a phone came back:
-- the program computes it.
create function undo_import_of_identities(fresh bigint[], stored timestamptz, undone timestamptz)
returns void
language sql set search_path from current as $$
  insert into person_identity_past (person_id, name, number_cipher, phone_cipher, salt, place,
    recorded_at, replaced_at)
  select person_id, name, number_cipher, phone_cipher, salt, place, recorded_at, undone
  from person_identity i
  where person_id = any(fresh) or (recorded_at = stored and exists (
    select from person_identity_past p where p.person_id = i.person_id and p.replaced_at = stored));
  delete from person_identity where person_id = any(fresh);
  update person_identity i set name = p.name, number_cipher = p.number_cipher,
    phone_cipher = p.phone_cipher, phone_blind = null, salt = p.salt, recorded_at = undone
  from person_identity_past p
  where p.person_id = i.person_id and p.replaced_at = stored and i.recorded_at = stored;
  update person_identity i set place = v.place
  from person_version v
  where v.person_id = i.person_id and v.known_from = undone and v.known_to = 'infinity'
    and upper_inf(v.valid);
$$;

-- What the import brought and others changed since: whose, and who changed it.
create function kept_of_rows(rows_of text, stored timestamptz, said text)
returns table (person bigint, organisation bigint, changed_by text, changed_at timestamptz)
language plpgsql stable set search_path from current as $$
begin
  return query execute format('
    select (to_jsonb(p)->>''person_id'')::bigint,
      coalesce(to_jsonb(p)->>''employer_id'', to_jsonb(p)->>''organisation_id'')::bigint,
      t.source, p.known_to
    from %2$I p left join %1$I t on t.id = p.id
    where p.known_from = $1 and p.source = $2', rows_of, rows_of || '_past')
    using stored, said;
end $$;

create function kept_of_versions(versions text, owner text, owners text[], stored timestamptz,
                                 said text)
returns table (kept bigint, changed_by text, changed_at timestamptz)
language plpgsql stable set search_path from current as $$
declare
  fresh bigint[];
begin
  execute format('select coalesce(array_agg(v.%2$I), ''{}'') from %1$I v
      where known_from = $1 and source = $2 and known_to = ''infinity'' and upper_inf(valid)
        and not exists (select from %1$I o where o.%2$I = v.%2$I and o.known_to = $1)',
      versions, owner)
    into fresh using stored, said;
  return query select used, null::text, null::timestamptz
    from (select distinct owners_in_use(owners, fresh) as used) in_use;
  return query execute format('
    select v.%2$I, (select n.source from %1$I n where n.%2$I = v.%2$I
        and n.known_from = v.known_to limit 1), v.known_to
    from %1$I v
    where v.known_from = $1 and v.source = $2 and v.known_to < ''infinity'' and upper_inf(v.valid)',
      versions, owner)
    using stored, said;
end $$;

-- What an import would change, fact by fact, after it was compared: the columns of the staged rows
-- that say something else than what is known. `name` and `phone` of people stand elsewhere.
create function changes_of_import(staged text, known text)
returns table (row_number bigint, fact text, before text, after text)
language plpgsql stable set search_path from current as $$
declare
  facts text := case when known = 'register_record' then 'facts' else 'extra' end;
begin
  return query execute format('
    select r.row_number, said.key, to_jsonb(k)->>said.key, said.value#>>''{}''
    from resolved r join %1$I s using (row_number) join %2$I k on k.id = r.existing_id
    cross join lateral jsonb_each(jsonb_strip_nulls(to_jsonb(s))) said
    where r.state = ''changed'' and to_jsonb(k) ? said.key
      and to_jsonb(k)->said.key is distinct from said.value
      and said.key !~ ''(_cipher|_blind|_denominator)$''
      and said.key not in (''salt'', ''row_number'', ''key'', ''place'', %3$L)
    union all
    select r.row_number, said.key, k.%3$I->>said.key, said.value#>>''{}''
    from resolved r join %1$I s using (row_number) join %2$I k on k.id = r.existing_id
    cross join lateral jsonb_each(s.%3$I) said
    where r.state = ''changed'' and k.%3$I->said.key is distinct from said.value',
    staged, known, facts);
  if known = 'person_version' then
    return query
      select r.row_number, changed.fact, changed.before, changed.after
      from resolved r join staged_person s using (row_number)
      join person_identity i on i.person_id = r.subject_id
      cross join lateral (values
        ('name', i.name, s.name, i.name <> s.name),
        ('phone', null, null, s.phone_blind is not null
          and i.phone_blind is distinct from s.phone_blind)) changed (fact, before, after, differs)
      where r.state = 'changed' and changed.differs;
  elsif known = 'organisation_version' then
    return query
      select r.row_number, 'account_number', null::text, null::text
      from resolved r join staged_organisation s using (row_number)
      where r.state = 'changed' and s.sealed_differs;
  end if;
end $$;
