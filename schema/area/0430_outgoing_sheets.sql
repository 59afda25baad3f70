-- Workbooks in the form of another system's import template (src/exchange/sheets.hpp): made of items of
-- the outbox, taken over by a clerk, answered by sheets that are read back.

create table outgoing_sheet (
  id bigint generated always as identity primary key,
  system text not null,
  entity text not null,
  operation text not null check (operation in ('add', 'change', 'withdraw')),
  place bigint not null,                -- of the post that made it
  file_name text not null default '',
  row_count integer not null,
  content bytea,                        -- sealed; the same each time it is taken
  made_by bigint not null,
  answer_days integer not null,         -- after it was taken, as the template says
  made_at timestamptz not null,         -- by the machine's clock, as all below
  taken_by bigint,
  taken_at timestamptz,
  due_on date,                          -- by when its answer should be back
  check ((taken_by is null) = (taken_at is null) and (taken_at is null) = (due_on is null))
);
create index outgoing_sheet_of on outgoing_sheet (system, entity, id);

alter table outgoing add column sheet_id bigint references outgoing_sheet;
create index outgoing_of_sheet on outgoing (sheet_id) where sheet_id is not null;

-- Answers that were read, with what became of their rows.
create table outgoing_answer (
  id bigint generated always as identity primary key,
  system text not null,
  entity text not null,
  sheet_id bigint references outgoing_sheet,  -- null: for whichever file its rows are of
  place bigint not null,
  file_name text not null,
  digest text not null,
  row_count integer not null,
  accepted integer not null,
  refused integer not null,
  renumbered integer not null,
  unchanged integer not null,           -- said before
  open integer not null,                -- without an answer yet
  not_understood integer not null,
  read_by bigint not null,
  read_at timestamptz not null
);
create index outgoing_answer_digest on outgoing_answer (digest);

do $$
declare
  protected text;
begin
  foreach protected in array array['outgoing_sheet', 'outgoing_answer']
  loop
    execute format('alter table %I enable row level security', protected);
    execute format(
      'create policy by_place on %I to leye_app using (
         place between nullif(current_setting(''leye.place_lo'', true), '''')::bigint
                   and nullif(current_setting(''leye.place_hi'', true), '''')::bigint)',
      protected);
  end loop;
end $$;
revoke delete, truncate on outgoing_sheet from leye_app;
revoke update, delete, truncate on outgoing_answer from leye_app;
