-- Frozen copies (定稿) of ledgers: the rows of one question as they stood and were known at a moment,
-- drawn up by one, signed off by another, numbered, never changed afterwards. A later copy may
-- correct an earlier one; the earlier one stays. src/ledgers/frozen_copies.hpp.

create table frozen_copy (
  id bigint generated always as identity primary key,
  ledger text not null,
  definition text not null,             -- digest of the ledger as it was defined
  head jsonb not null,                  -- title, unit, signs, columns as they were
  question jsonb not null,              -- conditions, as the API takes them
  question_digest text not null,        -- of ledger, conditions, places
  conditions_told text not null,        -- the same for people
  place bigint not null,                -- whose rows
  place_lo bigint not null,
  place_hi bigint not null,
  period_from date not null,
  period_until date not null,
  as_of date not null,                  -- what held on this day …
  known_at timestamptz not null,        -- … as it was known then
  clear boolean not null,               -- the sheet shows numbers in clear
  rows_expected bigint not null,        -- counted before the first row was read
  row_count bigint not null default 0,
  next_sort text,                       -- where reading goes on
  next_id bigint,
  state text not null default 'filling'
    check (state in ('filling', 'waiting', 'signed', 'returned')),
  corrects bigint references frozen_copy,
  reason text check (char_length(reason) between 2 and 500),
  drawn_by bigint not null,
  drawn_by_name text not null,
  drawn_at timestamptz not null,
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  opinion text,
  office bigint,                        -- of who signed: numbers run by office and year
  year integer,
  number integer,
  digest text,                          -- of head and rows, once all are read
  sheet bytea,                          -- sealed: the file as it went out; null: not signed, or emptied
  sheet_digest text,                    -- sha-256 of the file
  check (period_from <= period_until),
  check ((corrects is null) = (reason is null)),
  check ((state in ('signed', 'returned')) = (decided_by is not null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((state = 'signed') = (number is not null)),
  check ((number is null) = (year is null) and (number is null) = (office is null)),
  check ((state = 'signed') = (sheet_digest is not null)),
  check (state = 'filling' or state = 'returned' or digest is not null),
  constraint another_signs_off check (state <> 'signed' or decided_by <> drawn_by)
);
create unique index frozen_copy_number on frozen_copy (office, year, number);
-- One copy of a question and period, and one correction of each copy; what was returned is none.
create unique index frozen_copy_once on frozen_copy (question_digest, period_from, period_until)
  where corrects is null and state <> 'returned';
create unique index frozen_copy_corrected_once on frozen_copy (corrects) where state <> 'returned';
create index frozen_copy_ledger on frozen_copy (ledger, id);

create table frozen_row (
  id bigint generated always as identity primary key,
  copy_id bigint not null references frozen_copy,
  number bigint not null,               -- its line on the sheet
  row_id bigint not null,               -- of the ledger's entity
  person_id bigint,
  organisation_id bigint,
  digest text not null,                 -- of what is sealed; stays when that is destroyed
  content bytea,                        -- sealed: salt and cells; null: destroyed with the person
  unique (copy_id, number)
);
create index frozen_row_person on frozen_row (person_id) where person_id is not null;

-- Who sees all the places of a copy sees the copy: its sheet has the rows of all of them. Signed or
-- returned is the end: nothing but destroying and sealing anew touches it (functions of the owner).
-- Rows come while the copy is filled, and never again.
alter table frozen_copy enable row level security;
alter table frozen_row enable row level security;
create policy is_seen on frozen_copy for select to leye_app using (
  place_lo >= nullif(current_setting('leye.place_lo', true), '')::bigint
  and place_hi <= nullif(current_setting('leye.place_hi', true), '')::bigint);
create policy is_begun on frozen_copy for insert to leye_app with check (
  state = 'filling'
  and place_lo >= nullif(current_setting('leye.place_lo', true), '')::bigint
  and place_hi <= nullif(current_setting('leye.place_hi', true), '')::bigint);
create policy until_signed on frozen_copy for update to leye_app
  using (state in ('filling', 'waiting')
    and place_lo >= nullif(current_setting('leye.place_lo', true), '')::bigint
    and place_hi <= nullif(current_setting('leye.place_hi', true), '')::bigint)
  with check (true);
create policy of_seen on frozen_row for select to leye_app using (
  exists (select from frozen_copy copy where copy.id = frozen_row.copy_id));
create policy while_filled on frozen_row for insert to leye_app with check (
  exists (select from frozen_copy copy where copy.id = frozen_row.copy_id
          and copy.state = 'filling'));
revoke delete, truncate on frozen_copy from leye_app, leye_screen;
revoke update, delete, truncate on frozen_row from leye_app, leye_screen;
revoke update on frozen_copy from leye_screen;

-- What was returned is no document: its rows go.
create function drop_returned_rows(copy bigint) returns void
language plpgsql security definer set search_path from current as $$
begin
  delete from frozen_row r using frozen_copy c
  where c.id = copy and r.copy_id = c.id and c.state = 'returned';
end $$;
revoke execute on function drop_returned_rows(bigint) from public;
grant execute on function drop_returned_rows(bigint) to leye_app;

-- Destroying a person (0400): the rows are emptied, and whole sheets that have one of them, as 0402
-- does with the workbooks for other systems. Digests and counts stay.
create function erase_frozen_rows(wanted bigint) returns void
language plpgsql security definer set search_path from current as $$
declare
  people bigint[];
begin
  with recursive merged (id) as (
    select wanted
    union
    select m.merged_id from person_merge m join merged on merged.id = m.survivor_id
    where m.undone_at is null
  )
  select array_agg(id) into people from merged;
  update frozen_copy set sheet = null
  where sheet is not null
    and id in (select r.copy_id from frozen_row r where r.person_id = any(people));
  update frozen_row set content = null where person_id = any(people) and content is not null;
end $$;
revoke execute on function erase_frozen_rows(bigint) from public, leye_app;
grant execute on function erase_frozen_rows(bigint) to leye_screen;

-- Of which records the rows of a ledger are made at present, relation by relation: ids, when each was
-- learnt, and from whom. `spec` names the rows by their ids (0351).
create function ledger_origins(spec jsonb, on_day date, known_at timestamptz)
returns table (id bigint, row_ids bigint[], learnt timestamptz[], sources text[])
language plpgsql stable as $$
begin
  return query execute format('
    select b.id, array[b.id%1$s]::bigint[], array[b.known_from%2$s], array[b.source::text%3$s]
    from %4$s b %5$s where %6$s',
    (select coalesce(string_agg(format(', %I.id', each->>'alias'), '' order by p), '')
     from jsonb_array_elements(spec->'relations') with ordinality as r (each, p)),
    (select coalesce(string_agg(format(', %I.known_from', each->>'alias'), '' order by p), '')
     from jsonb_array_elements(spec->'relations') with ordinality as r (each, p)),
    (select coalesce(string_agg(format(', %I.source::text', each->>'alias'), '' order by p), '')
     from jsonb_array_elements(spec->'relations') with ordinality as r (each, p)),
    ledger_source(spec->'base', null), ledger_joins(spec->'relations', 'shown'),
    ledger_conditions(spec->'where'))
    using on_day, known_at;
end $$;
