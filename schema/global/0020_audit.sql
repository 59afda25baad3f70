-- What happened, who looked: only ever added to.

-- One run of one server. It numbers its records from 1 without gaps.
create table audit_writer (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  process text not null
);

-- `mac` is HMAC-SHA-256 over all other columns under a key that is not in the database.
create table audit_record (
  writer bigint not null references audit_writer,
  number bigint not null check (number > 0),
  at timestamptz not null,
  account_id bigint,
  role text not null,
  address text not null,
  area_schema text not null,
  act text not null,
  object text not null,    -- 'person:17', or ''
  outcome text not null check (outcome in ('done', 'refused', 'failed', 'abandoned')),
  detail text not null,
  mac bytea not null,
  primary key (writer, number)
);
create index audit_record_object on audit_record (area_schema, object, at) where object <> '';
create index audit_record_account on audit_record (account_id, at);
create index audit_record_at on audit_record (at);

-- Each seal hashes the records of its ranges together with the seal before it.
create table audit_seal (
  number bigint primary key check (number > 0),
  sealed_at timestamptz not null,
  previous bytea not null,
  digest bytea not null,
  mac bytea not null
);
create table audit_seal_range (
  seal bigint not null references audit_seal,
  writer bigint not null references audit_writer,
  first_number bigint not null,
  last_number bigint not null,
  primary key (writer, last_number),
  check (first_number <= last_number)
);
create index audit_seal_range_seal on audit_seal_range (seal);

revoke update, delete, truncate
  on audit_writer, audit_record, audit_seal, audit_seal_range from leye_app, leye_screen;
