-- Data from other departments: what was delivered, what of it contradicts a source that ranks
-- higher, and with which keys deliveries may be pushed.

create table feed_delivery (
  id bigint generated always as identity primary key,
  feed text not null,
  period date not null,          -- the first day of the month, quarter or year it is about
  file_name text not null,
  digest text not null,          -- SHA-256 of the file
  via text not null check (via in ('folder', 'push', 'desk')),
  sender text not null,          -- who or what brought it
  received_at timestamptz not null,
  state text not null check (state in ('stored', 'refused')),
  problem text not null default '',  -- why the whole file was refused
  row_count bigint not null default 0,
  added bigint not null default 0,
  changed bigint not null default 0,
  same bigint not null default 0,
  refused bigint not null default 0,  -- rows
  held bigint not null default 0,     -- values that a source of higher rank says otherwise
  import_run bigint references import_run
);
create unique index feed_delivery_once on feed_delivery (feed, digest) where state = 'stored';
create index feed_delivery_of_feed on feed_delivery (feed, id);

-- The first rows of a delivery that could not be read. No values: they are in the sender's file.
create table feed_refusal (
  delivery_id bigint not null references feed_delivery,
  row_number bigint not null,
  heading text not null,
  message text not null,
  fix text not null
);
create index feed_refusal_delivery on feed_refusal (delivery_id);

-- A value that was not taken, since who said the other one ranks higher: a task until it is settled.
create table feed_disagreement (
  id bigint generated always as identity primary key,
  delivery_id bigint not null references feed_delivery,
  feed text not null,
  entity text not null,
  person_id bigint references person,
  organisation_id bigint references organisation,
  place bigint not null,
  row_number bigint not null,
  fact text not null,
  known_value text,
  known_source text not null,
  said_value text,
  opened_at timestamptz not null,
  due_on date not null,
  owner text not null,           -- the role that answers it
  state text not null default 'open' check (state in ('open', 'register_right', 'feed_right')),
  note text not null default '',
  settled_by bigint,
  settled_at timestamptz,
  check ((state = 'open') = (settled_by is null)),
  check ((settled_by is null) = (settled_at is null))
);
alter table feed_disagreement enable row level security;
create policy by_place on feed_disagreement to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
create index feed_disagreement_open on feed_disagreement (due_on) where state = 'open';
create index feed_disagreement_delivery on feed_disagreement (delivery_id);
create index feed_disagreement_person on feed_disagreement (person_id);

create table feed_key (
  id bigint generated always as identity primary key,
  feed text not null,
  name text not null,
  secret_cipher bytea not null,
  made_by bigint not null,
  made_at timestamptz not null,
  revoked_at timestamptz
);
-- A signed request counts once; and so many an hour for each key.
create table feed_request (
  key_id bigint not null references feed_key,
  nonce text not null,
  at timestamptz not null,
  primary key (key_id, nonce)
);
create index feed_request_at on feed_request (key_id, at);

-- Who said first, without a break until now, what a row says in one of its facts.
create function source_of_value(known text, row_id bigint, wanted text) returns text
language plpgsql stable set search_path from current as $$
declare
  value text := case when known = 'register_record' then 'facts' else 'extra' end;
  versions boolean := known in ('person_version', 'organisation_version');
  owner text := replace(known, '_version', '_id');
  history text;
  found text;
begin
  if known = 'person_version' and wanted in ('name', 'phone') then
    select v.source into found
    from person_version this join person_identity i using (person_id)
    join person_version v on v.person_id = i.person_id and v.known_from <= i.recorded_at
    where this.id = row_id order by v.known_from desc limit 1;
    return found;
  end if;
  history := case when versions then format(
      'select v.known_from, v.source, to_jsonb(v) as said from %1$I v
       where v.%2$I = (select %2$I from %1$I where id = $1)', known, owner)
    else format(
      'select v.known_from, v.source, to_jsonb(v) as said from %1$I v where v.id = $1
       union all select v.known_from, v.source, to_jsonb(v) from %1$I_past v where v.id = $1', known)
    end;
  execute format('
    with history as (%1$s),
    told as (select known_from, source, coalesce(nullif(said->$2, ''null''), said->%2$L->$2) as value
             from history),
    now as (select to_jsonb(k) as said from %3$I k where id = $1),
    present as (select coalesce(nullif(said->$2, ''null''), said->%2$L->$2) as value from now),
    break as (select max(known_from) as at from told, present
              where told.value is distinct from present.value)
    select told.source from told, present, break
    where told.value is not distinct from present.value
      and (break.at is null or told.known_from > break.at)
    order by told.known_from limit 1', history, value, known)
    into found using row_id, wanted;
  return found;
end $$;

-- The rank of a source among those that may say a fact: 0 is believed before all others.
-- ranked: {"known": {"prefix of the source": rank}, "other": rank}
create function rank_of_source(source text, ranked jsonb) returns integer
language sql immutable as $$
  select coalesce(
    (select value::integer from jsonb_each_text(ranked->'known')
     where starts_with(source, key) order by length(key) desc limit 1),
    (ranked->>'other')::integer)
$$;

-- After an import was compared: what it says otherwise than a source of higher rank. ranks: by fact,
-- '*' for those without an entry, each as rank_of_source takes it and with "own", the import's rank.
create function held_of_import(staged text, known text, ranks jsonb)
returns table (row_number bigint, fact text, before text, after text, known_source text)
language plpgsql stable set search_path from current as $$
begin
  return query
    select change.row_number, change.fact, change.before, change.after, said.source
    from changes_of_import(staged, known) change
    join resolved r on r.row_number = change.row_number
    cross join lateral
      (select source_of_value(known, r.existing_id, change.fact) as source) said
    cross join lateral (select coalesce(ranks->change.fact, ranks->'*') as rank) by_fact
    where (change.before is not null or change.fact in ('phone', 'account_number'))
      and said.source is not null
      and rank_of_source(said.source, by_fact.rank) < (by_fact.rank->>'own')::integer;
end $$;

-- The staged rows say, in the facts that are held, what is known already.
create function hold_back(staged text, known text) returns void
language plpgsql set search_path from current as $$
declare
  extra text := case when known = 'register_record' then 'facts' else 'extra' end;
  each record;
begin
  for each in select distinct fact from import_held loop
    if known = 'person_version' and each.fact = 'name' then
      update staged_person s set name = i.name
      from import_held h join resolved r using (row_number)
      join person_identity i on i.person_id = r.subject_id
      where s.row_number = h.row_number and h.fact = 'name';
    elsif known = 'person_version' and each.fact = 'phone' then
      update staged_person s set phone_blind = null, phone_cipher = null
      from import_held h where s.row_number = h.row_number and h.fact = 'phone';
    elsif known = 'organisation_version' and each.fact = 'account_number' then
      update staged_organisation s set account_cipher = null, phone_cipher = null
      from import_held h where s.row_number = h.row_number and h.fact = 'account_number';
    elsif exists (select from information_schema.columns c
                  where c.table_schema = current_schema() and c.table_name = known
                    and c.column_name = each.fact) then
      execute format('update %1$I s set %3$I = k.%3$I
        from import_held h join resolved r using (row_number) join %2$I k on k.id = r.existing_id
        where s.row_number = h.row_number and h.fact = %3$L', staged, known, each.fact);
    else
      execute format('update %1$I s
        set %4$I = s.%4$I || jsonb_build_object(%3$L, k.%4$I->%3$L)
        from import_held h join resolved r using (row_number) join %2$I k on k.id = r.existing_id
        where s.row_number = h.row_number and h.fact = %3$L', staged, known, each.fact, extra);
    end if;
  end loop;
end $$;
