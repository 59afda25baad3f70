-- Exports of many rows: asked for with a reason, released by another person, fetched once by who asked.
create table export_request (
  id bigint generated always as identity primary key,
  kind text not null,
  row_count bigint not null,        -- when it was asked for
  reason text not null check (reason <> ''),
  asked_by bigint not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  place bigint not null,            -- the low end of the asker's places, for the rows' protection
  place_hi bigint not null,
  state text not null default 'open' check (state in ('open', 'released', 'refused', 'fetched')),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  fetched_at timestamptz,
  check (decided_by <> asked_by),
  check ((state = 'open') = (decided_by is null)),
  check ((state = 'fetched') = (fetched_at is not null))
);
alter table export_request enable row level security;
create policy by_place on export_request to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
create index export_request_open on export_request (asked_at) where state = 'open';
