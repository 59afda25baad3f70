-- Papers that prove an answer (src/evidence): of a row of a suspect list or of a three-party check.

create table evidence_file (
  id bigint generated always as identity primary key,
  name text not null,
  kind text not null check (kind in ('pdf', 'jpeg', 'png')),
  size integer not null check (size > 0),
  content bytea not null,               -- sealed
  place bigint not null,                -- of who added it
  added_by bigint not null,
  added_at timestamptz not null
);

-- One file may prove the answers to many rows.
create table evidence (
  id bigint generated always as identity primary key,
  file_id bigint not null references evidence_file,
  about text not null check (about in ('suspect', 'quality')),
  row_id bigint not null,               -- of suspect_row or quality_row
  place bigint not null,                -- of that row
  added_by bigint not null,
  removed_by bigint,
  removed_at timestamptz,
  unique (about, row_id, file_id),
  check ((removed_by is null) = (removed_at is null))
);
create index evidence_file_id on evidence (file_id);

alter table evidence enable row level security;
alter table evidence_file enable row level security;
create policy by_place on evidence to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
create policy by_row on evidence_file to leye_app using (
  exists (select from evidence one where one.file_id = evidence_file.id));
revoke delete, truncate on evidence, evidence_file from leye_app;
