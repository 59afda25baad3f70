-- The monthly sweep of the unemployed register (src/sweeps): what other records and lists suggest,
-- and what a clerk made of it.

-- Exits that were confirmed together, and can be undone together.
create table sweep_run (
  id bigint generated always as identity primary key,
  place bigint not null,                -- of who confirmed
  known_at timestamptz not null,        -- since when the registrations say that they ended
  source text not null default '',      -- which they carry from then on
  exits bigint not null default 0,
  confirmed_by bigint not null,
  confirmed_at timestamptz not null,
  undone_by bigint,
  undone_at timestamptz,
  reason text,                          -- why it was undone
  check ((undone_by is null) = (reason is null) and (undone_by is null) = (undone_at is null))
);

create table sweep_exit (
  id bigint generated always as identity primary key,
  registration_id bigint not null,
  person bigint not null,
  place bigint not null,                -- of the registration
  evidence text not null,               -- which source of the rules: 'death', 'list army'
  evidence_record bigint not null,      -- the record that says so; of a death the person
  given_by text not null,               -- whose word that record is
  detail text not null,                 -- the employer's name
  since date not null,                  -- the day the record gives
  ends_on date not null,                -- the registration's last day if confirmed
  because text not null,                -- code of unemployment_exit
  clause text not null,
  told boolean not null,                -- whether the person gets a message
  found_at timestamptz not null,
  state text not null check (state in ('open', 'confirmed', 'rejected', 'undone', 'gone')),
  run_id bigint references sweep_run,
  decided_by bigint,
  decided_at timestamptz,
  undo_until date,
  reason text,                          -- why it was rejected or undone
  check ((state in ('open', 'gone')) = (decided_by is null)),
  check (state not in ('rejected', 'undone') or reason is not null),
  check (state not in ('confirmed', 'undone') or (run_id is not null and undo_until is not null))
);
create unique index sweep_exit_open on sweep_exit (registration_id) where state = 'open';
create index sweep_exit_registration on sweep_exit (registration_id);
create index sweep_exit_state on sweep_exit (state, place);
create index sweep_exit_run on sweep_exit (run_id) where run_id is not null;

do $$
declare
  protected text;
begin
  foreach protected in array array['sweep_run', 'sweep_exit']
  loop
    execute format('alter table %I enable row level security', protected);
    execute format(
      'create policy by_place on %I to leye_app using (
         place between nullif(current_setting(''leye.place_lo'', true), '''')::bigint
                   and nullif(current_setting(''leye.place_hi'', true), '''')::bigint)',
      protected);
  end loop;
end $$;
revoke delete, truncate on sweep_run, sweep_exit from leye_app;
