-- Two files that may be one person; what was done about it; and what of the register somebody has to
-- look at because records contradict each other (registers/duplicates.hpp, registers/merge.hpp).

create table duplicate_pair (
  id bigint generated always as identity primary key,
  first_id bigint not null references person,
  second_id bigint not null references person,
  reasons text[] not null check (cardinality(reasons) > 0
    and reasons <@ array['old_and_new_number', 'same_person', 'similar_name', 'swapped_digits',
                         'one_digit']),
  score smallint not null check (score between 1 and 100),
  place bigint not null,         -- of the first
  second_place bigint not null,
  found_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'different', 'merged')),
  reason text,
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  unique (first_id, second_id),
  check (first_id < second_id),
  check ((state = 'open') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null))
);
create index duplicate_pair_second on duplicate_pair (second_id);
create index duplicate_pair_open on duplicate_pair (score desc, id) where state = 'open';
alter table duplicate_pair enable row level security;
create policy by_place on duplicate_pair to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint
  or second_place between nullif(current_setting('leye.place_lo', true), '')::bigint
                      and nullif(current_setting('leye.place_hi', true), '')::bigint);
revoke delete, truncate on duplicate_pair from leye_app;

-- A file that went into another one. `number_blind` finds the survivor for whoever still writes the
-- number that was given up.
create table person_merge (
  id bigint generated always as identity primary key,
  survivor_id bigint not null references person,
  merged_id bigint not null references person,
  reason text not null check (char_length(reason) between 2 and 500),
  chosen text[] not null,           -- facts taken from the file that was given up
  place bigint not null,
  number_blind bytea,
  phone_blind bytea,
  survivor_version bigint,          -- of person_version, until the merge
  merged_versions bigint[] not null default '{}',
  new_version bigint,
  survivor_replaced_at timestamptz, -- in person_identity_past; null: name, number and phone stayed
  merged_replaced_at timestamptz,
  payee_moved boolean not null default false,  -- the survivor is paid where the other was
  survivor_payee_at timestamptz,    -- in person_account_past
  merged_payee_at timestamptz,
  logins bigint[] not null default '{}',  -- accounts of the web that stood for the merged file
  merged_by bigint not null,
  merged_by_name text not null,
  merged_at timestamptz not null,
  undo_reason text,
  undone_by bigint,
  undone_by_name text,
  undone_at timestamptz,
  check (survivor_id <> merged_id),
  check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undo_reason is null))
);
create unique index person_merge_once on person_merge (merged_id) where undone_at is null;
create index person_merge_survivor on person_merge (survivor_id);
create index person_merge_number on person_merge (number_blind) where undone_at is null;
alter table person_merge enable row level security;
create policy by_place on person_merge to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
revoke delete, truncate on person_merge from leye_app, leye_screen;

-- What followed the survivor, and what he had already: that ended with the merge.
create table person_merge_row (
  merge_id bigint not null references person_merge,
  rows_of text not null,
  owner text not null,   -- the column
  row_id bigint not null,
  change text not null check (change in ('moved', 'ended', 'stayed')),
  primary key (merge_id, rows_of, owner, row_id)
);
revoke update, delete, truncate on person_merge_row from leye_app, leye_screen;

-- Records that contradict each other: somebody looks and says what came of it. Nothing is refused.
create table register_task (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('benefits_conflict', 'states_conflict')),
  person_id bigint not null references person,
  about text not null,      -- tells tasks of one person apart
  detail text not null,
  place bigint not null,
  found_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'done')),
  outcome text check (char_length(outcome) between 2 and 500),
  done_by bigint,
  done_by_name text,
  done_at timestamptz,
  check ((state = 'done') = (done_by is not null)),
  check ((done_by is null) = (done_at is null) and (done_by is null) = (outcome is null))
);
create unique index register_task_open on register_task (kind, person_id, about)
  where state = 'open';
create index register_task_person on register_task (person_id);
alter table register_task enable row level security;
create policy by_place on register_task to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
revoke delete, truncate on register_task from leye_app, leye_screen;

-- Every table that says whose its rows are, with the column that says it.
create function tables_of_persons()
returns table (rows_of text, owner text, timed boolean)
language sql stable set search_path from current as $$
  select c.relname::text, a.attname::text, exists (
    select from pg_attribute t where t.attrelid = c.oid and t.attname = 'known_to')
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    and a.attname in ('person_id', 'householder_id') and c.relname !~ '_past$|^screening'
    and c.relname not in ('person_identity', 'person_account', 'person_version', 'register_task')
    and exists (select from pg_attribute k where k.attrelid = c.oid and k.attname = 'id')
  order by 1, 2
$$;

-- Rows in force follow from one person to another. What they said of the first stays in the past
-- table until `moved_at`. A row that the second has already ends; what can be neither moved nor
-- ended stays where it is.
create function move_rows_of_person(merge bigint, from_person bigint, to_person bigint,
                                    moved_at timestamptz)
returns void
language plpgsql set search_path from current as $$
declare
  found record;
  one bigint;
  done text;
begin
  for found in select * from tables_of_persons() loop
    for one in execute format('select id from %I where %I = $1 %s order by id', found.rows_of,
        found.owner, case when found.timed then 'and known_to = ''infinity''' else '' end)
      using from_person
    loop
      begin
        if found.timed then
          execute format('insert into %2$I select r.* from %1$I t cross join lateral
              jsonb_populate_record(null::%2$I, to_jsonb(t)
                || jsonb_build_object(''known_to'', $2)) r
              where t.id = $1', found.rows_of, found.rows_of || '_past')
            using one, moved_at;
          execute format('update %I set %I = $2, known_from = $3 where id = $1', found.rows_of,
              found.owner)
            using one, to_person, moved_at;
        else
          execute format('update %I set %I = $2 where id = $1', found.rows_of, found.owner)
            using one, to_person;
        end if;
        done := 'moved';
      exception when unique_violation or exclusion_violation then
        if found.timed then
          execute format('update %I set known_to = $2 where id = $1', found.rows_of)
            using one, moved_at;
          done := 'ended';
        else
          done := 'stayed';
        end if;
      end;
      insert into person_merge_row values (merge, found.rows_of, found.owner, one, done);
    end loop;
  end loop;
  update case_row set subject_id = to_person
  where subject_kind = 'person' and subject_id = from_person and person_id = to_person;
  update benefit_grant set subject_id = to_person
  where subject_kind = 'person' and subject_id = from_person and person_id = to_person;
end $$;

-- Back again, what of it still stands where the merge put it. How many rows do not, since somebody
-- changed them after the merge.
create function move_rows_back(merge bigint, undone timestamptz) returns bigint
language plpgsql set search_path from current as $$
declare
  one record;
  timed boolean;
  done bigint;
  left_behind bigint := 0;
  of_merge person_merge;
begin
  select * into of_merge from person_merge where id = merge;
  for one in select * from person_merge_row where merge_id = merge order by rows_of, row_id loop
    select t.timed into timed from tables_of_persons() t
    where t.rows_of = one.rows_of and t.owner = one.owner;
    done := 1;
    if one.change = 'moved' and timed then
      execute format('insert into %2$I select r.* from %1$I t cross join lateral
          jsonb_populate_record(null::%2$I, to_jsonb(t) || jsonb_build_object(''known_to'', $2)) r
          where t.id = $1 and t.%3$I = $3 and t.known_to = ''infinity''',
          one.rows_of, one.rows_of || '_past', one.owner)
        using one.row_id, undone, of_merge.survivor_id;
      execute format('update %1$I set %2$I = $3, known_from = $2
          where id = $1 and %2$I = $4 and known_to = ''infinity''', one.rows_of, one.owner)
        using one.row_id, undone, of_merge.merged_id, of_merge.survivor_id;
      get diagnostics done = row_count;
    elsif one.change = 'moved' then
      execute format('update %1$I set %2$I = $2 where id = $1 and %2$I = $3', one.rows_of,
          one.owner)
        using one.row_id, of_merge.merged_id, of_merge.survivor_id;
      get diagnostics done = row_count;
    elsif one.change = 'ended' then
      execute format('insert into %2$I select r.* from %1$I t cross join lateral
          jsonb_populate_record(null::%2$I, to_jsonb(t)) r
          where t.id = $1 and t.known_to = $2', one.rows_of, one.rows_of || '_past')
        using one.row_id, of_merge.merged_at;
      execute format('update %I set known_from = $2, known_to = ''infinity''
          where id = $1 and known_to = $3', one.rows_of)
        using one.row_id, undone, of_merge.merged_at;
      get diagnostics done = row_count;
    end if;
    left_behind := left_behind + case when done = 0 then 1 else 0 end;
  end loop;
  update case_row set subject_id = of_merge.merged_id
  where subject_kind = 'person' and subject_id = of_merge.survivor_id
    and person_id = of_merge.merged_id;
  update benefit_grant set subject_id = of_merge.merged_id
  where subject_kind = 'person' and subject_id = of_merge.survivor_id
    and person_id = of_merge.merged_id;
  return left_behind;
end $$;

-- The slots that keep benefits apart follow their grants. One that is taken at the other subject
-- stays where it is and is named: two benefits were granted that exclude each other.
create function move_slots_of_grants(from_subject bigint, to_subject bigint, kind smallint,
                                     grants bigint[])
returns table (grant_id bigint, rule text)
language plpgsql set search_path from current as $$
declare
  one record;
  other record;
  moved boolean;
begin
  for one in
    select held.ctid as at, held.grant_id as of_grant, held.slot, named.name
    from exclusion_slot held join exclusion_rule named on named.slot = held.slot
    where held.subject = from_subject and held.subject_kind = kind
      and held.grant_id = any(grants)
    order by held.grant_id, named.name
  loop
    moved := false;
    for other in
      select named.slot from exclusion_rule named
      where named.slot = one.slot or (position('#' in one.name) > 0
        and split_part(named.name, '#', 1) = split_part(one.name, '#', 1))
      order by named.slot <> one.slot, named.name
    loop
      begin
        update exclusion_slot set subject = to_subject, slot = other.slot
        where ctid = one.at and subject = from_subject;
        moved := true;
        exit;
      exception when exclusion_violation then
        null;
      end;
    end loop;
    if not moved then
      grant_id := one.of_grant;
      rule := one.name;
      return next;
    end if;
  end loop;
end $$;

-- Where the clock stands still, as in a demonstration, a version may end at the moment it began: it
-- held at no time. A moment just before, at which none of the person's versions ended yet, keeps such
-- versions apart.
create function version_that_never_held(wanted bigint, moment timestamptz) returns timestamptz
language sql stable set search_path from current as $$
  select moment - interval '1 microsecond' * (1 + count(*)) from person_version
  where person_id = wanted and known_to <= known_from
$$;

-- Who is meant by a number that was given up in a merge; null if it was not.
create function survivor_of_number(wanted bytea) returns bigint
language sql stable security definer set search_path from current as $$
  with recursive step (person, depth) as (
    select survivor_id, 1 from person_merge where number_blind = wanted and undone_at is null
    union all
    select m.survivor_id, depth + 1 from step join person_merge m on m.merged_id = step.person
      and m.undone_at is null
    where depth < 20
  )
  select person from step order by depth desc limit 1
$$;

-- Spells and records of a file that name a person by a number that was given up mean the survivor.
create function follow_merged_numbers(staged text) returns bigint
language plpgsql set search_path from current as $$
declare
  named_by text;
  followed bigint := 0;
  more bigint;
begin
  if not exists (select from person_merge where undone_at is null) then
    return 0;
  end if;
  for named_by in
    select attname from pg_attribute
    where attrelid = staged::regclass and attname in ('person_blind', 'householder_blind')
  loop
    execute format('update %1$I s set %2$I = identity.number_blind
        from person_merge m join person_identity identity
          on identity.person_id = survivor_of_number(m.number_blind)
        where m.undone_at is null and s.%2$I = m.number_blind
          and not exists (select from person_identity own where own.number_blind = s.%2$I)',
        staged, named_by);
    get diagnostics more = row_count;
    followed := followed + more;
  end loop;
  return followed;
end $$;

-- People with one of these names, whole: see find_persons_by_name in 0004_row_protection.sql.
create function find_persons_by_names(wanted text[], count_max integer)
returns table (person_id bigint, name text, place bigint, birth_date date)
language sql stable security definer set search_path from current as $$
  select identity.person_id, identity.name, identity.place, version.birth_date
  from unnest(wanted) as one (name)
  join person_identity identity on name_grams(identity.name) @> name_grams(one.name)
    and identity.name = one.name
    and identity.place between nullif(current_setting('leye.place_lo', true), '')::bigint
                           and nullif(current_setting('leye.place_hi', true), '')::bigint
  left join person_version version on version.person_id = identity.person_id
    and version.known_to = 'infinity' and upper_inf(version.valid)
  order by identity.person_id
  limit count_max
$$;
