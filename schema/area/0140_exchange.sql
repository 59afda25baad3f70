-- What goes out to other systems and what came back (src/exchange). One row for each change of a
-- record that another system keeps too, made in the transaction of the change.

create table outgoing (
  id bigint generated always as identity primary key,
  system text not null,
  entity text not null,
  record_id bigint not null,
  person bigint,
  organisation bigint,
  subject text not null,                -- 'person:17': what goes out of one subject keeps its order
  place bigint not null,
  operation text not null check (operation in ('put', 'withdraw')),
  source text not null,                 -- with known_at, what the changed row carries
  known_at timestamptz not null,        -- the moment of the change: what is sent is read as of it
  clerk bigint not null,                -- whose work it was; refusals come back to this account
  recorded_at timestamptz not null,     -- by the machine's clock, as all below
  state text not null check (state in ('unsent', 'sent', 'accepted', 'refused', 'postponed',
                                       'mended', 'dropped')),
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  sent_at timestamptz,
  answered_at timestamptz,
  payload bytea,                        -- sealed; as it was first sent, and ever after
  serial text,                          -- their number, once accepted
  reason_code text,
  reason text,
  mended_by bigint references outgoing, -- the later item that stands for this one
  sheet_id bigint,
  check ((state = 'accepted') <= (answered_at is not null)),
  check ((state = 'refused') <= (reason is not null)),
  check ((state = 'mended') = (mended_by is not null))
);
create index outgoing_record on outgoing (entity, record_id, id);
create index outgoing_waiting on outgoing (system, id)
  where state in ('unsent', 'sent', 'postponed');
create index outgoing_subject on outgoing (system, subject, id)
  where state in ('unsent', 'sent', 'postponed');
create index outgoing_refused on outgoing (clerk, id) where state = 'refused';
create index outgoing_person on outgoing (person) where person is not null;

create table outgoing_event (
  outgoing_id bigint not null references outgoing,
  place bigint not null,
  happened_at timestamptz not null,
  state text not null,
  detail text not null default '',
  account bigint                        -- null: the program
);
create index outgoing_event_of on outgoing_event (outgoing_id);

-- Numbers that another system gave our records, with the times between which they were in use.
create table record_serial (
  id bigint generated always as identity primary key,
  system text not null,
  entity text not null,
  record_id bigint not null,
  place bigint not null,
  serial text not null,
  since timestamptz not null,
  until timestamptz                     -- given another number then, or withdrawn
);
create unique index record_serial_now on record_serial (system, entity, record_id)
  where until is null;
create unique index record_serial_once on record_serial (system, entity, serial)
  where until is null;

-- How it stands with another system: whether it answers, how far its answers were read.
create table exchange_system (
  system text primary key,
  failures integer not null default 0,  -- in a row
  failing_since timestamptz,
  failure text not null default '',
  next_try_at timestamptz,
  closed_until timestamptz,             -- as it said itself
  answered_at timestamptz,
  answers_read bigint not null default 0,
  comparison_wanted_at timestamptz      -- somebody asked for a comparison of the lists
);

-- Workbooks in the form of their import template, and whose answers came back.
create table outgoing_sheet (
  id bigint generated always as identity primary key,
  system text not null,
  entity text not null,
  place bigint not null,
  rows integer not null,
  content bytea not null,               -- sealed
  made_by bigint not null,
  made_at timestamptz not null
);
alter table outgoing add foreign key (sheet_id) references outgoing_sheet;

-- Work that waits for one account, or for a role at a place, without being a step of a case.
create table desk_task (
  id bigint generated always as identity primary key,
  about text not null,                  -- 'outgoing:17'
  kind text not null,                   -- refused, difference, suspect, …
  place bigint not null,
  account bigint,
  role text,
  title text not null,
  detail text not null,
  address text not null,                -- of the page where it is done
  due_on date,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by bigint,
  check ((account is null) <> (role is null))
);
create unique index desk_task_open on desk_task (about) where done_at is null;
create index desk_task_account on desk_task (account) where done_at is null;
create index desk_task_role on desk_task (role, place) where done_at is null;

-- Comparisons of our list with theirs, and what was found to differ.
create table list_comparison (
  id bigint generated always as identity primary key,
  system text not null,
  entity text not null,
  made_at timestamptz not null,
  made_by bigint,                       -- null: the program
  source text not null,
  ours integer not null,
  theirs integer not null,
  found integer not null
);

create table difference (
  id bigint generated always as identity primary key,
  comparison_id bigint not null references list_comparison,
  system text not null,
  entity text not null,
  kind text not null check (kind in ('missing_there', 'missing_here', 'differs', 'renumbered')),
  record_id bigint,                     -- null: missing here
  person bigint,
  place bigint not null,
  serial text not null,                 -- theirs; '' where it is missing there
  field text not null default '',       -- their name of the field that differs
  ours bytea,                           -- sealed
  theirs bytea,
  found_at timestamptz not null,
  owner bigint,                         -- the account that has to resolve it; null: a role
  due_on date,
  state text not null check (state in ('open', 'resolved', 'gone')),
  choice text check (choice in ('send_ours', 'take_theirs', 'take_number', 'no_difference')),
  reason text,
  resolved_by bigint,
  resolved_at timestamptz,
  check ((state = 'resolved') = (choice is not null and reason is not null
                                 and resolved_by is not null))
);
create unique index difference_open on difference
  (system, entity, kind, coalesce(record_id, 0), serial, field) where state = 'open';
create index difference_state on difference (state, place);

do $$
declare
  protected text;
begin
  foreach protected in array array['outgoing', 'outgoing_event', 'record_serial', 'outgoing_sheet',
                                   'desk_task', 'difference']
  loop
    execute format('alter table %I enable row level security', protected);
    execute format(
      'create policy by_place on %I to leye_app using (
         place between nullif(current_setting(''leye.place_lo'', true), '''')::bigint
                   and nullif(current_setting(''leye.place_hi'', true), '''')::bigint)',
      protected);
  end loop;
end $$;
revoke update, delete, truncate on outgoing_event, outgoing_sheet, list_comparison from leye_app;
revoke delete, truncate on outgoing, record_serial, exchange_system, desk_task, difference
  from leye_app;

-- The rows of a kind that a stored sheet or form added or changed, told by when and from whom they
-- are known, with what they are about. `rows_of` is the table.
create function rows_stored(rows_of text, wanted_entity text, stored timestamptz, said text)
returns table (id bigint, person_id bigint, organisation_id bigint, place bigint,
               known_to timestamptz)
language plpgsql stable set search_path from current as $$
begin
  return query execute format('
    select t.id, (to_jsonb(t)->>''person_id'')::bigint,
      coalesce(to_jsonb(t)->>''employer_id'', to_jsonb(t)->>''organisation_id'')::bigint,
      t.place, t.known_to
    from %I t
    where t.known_from = $1 and t.source = $2
      and coalesce(to_jsonb(t)->>''entity'', $3) = $3', rows_of)
    using stored, said, wanted_entity;
end $$;

-- The rows of a kind that are in force, for comparing lists.
create function rows_in_force(rows_of text, wanted_entity text)
returns table (id bigint, person_id bigint, organisation_id bigint, place bigint,
               known_from timestamptz)
language plpgsql stable set search_path from current as $$
begin
  return query execute format('
    select t.id, (to_jsonb(t)->>''person_id'')::bigint,
      coalesce(to_jsonb(t)->>''employer_id'', to_jsonb(t)->>''organisation_id'')::bigint,
      t.place, t.known_from
    from %I t
    where t.known_to = ''infinity'' and coalesce(to_jsonb(t)->>''entity'', $1) = $1', rows_of)
    using wanted_entity;
end $$;
