-- Three-party checks (三方核查) of what the ledgers say: rows drawn at random, answered field by
-- field by three parties that do not see each other (src/quality).

create table quality_check (
  id bigint generated always as identity primary key,
  title text not null,
  ledger text not null,
  source text not null,                 -- only rows that came from there; '' all
  fields text[] not null,               -- columns of the ledger
  county_rows integer not null check (county_rows > 0),
  seed bigint not null,                 -- whoever has it draws the same rows again
  place bigint not null,                -- of who drew it
  drawn_by bigint not null,
  drawn_at timestamptz not null,
  answer_by date not null,
  correct_days integer not null,
  closed_by bigint,
  closed_at timestamptz,
  check ((closed_by is null) = (closed_at is null))
);

create table quality_stratum (
  check_id bigint not null references quality_check,
  town bigint not null,
  rows bigint not null,
  drawn bigint not null check (drawn <= rows),
  primary key (check_id, town)
);

create table quality_row (
  id bigint generated always as identity primary key,
  check_id bigint not null references quality_check,
  number integer not null,
  place bigint not null,
  person bigint,
  organisation bigint,
  content bytea not null,               -- sealed: the row as the ledger had it
  verdict text check (verdict in ('right', 'wrong', 'split', 'unreached')),
  outcome text check (outcome in ('corrected', 'confirmed')),
  reason text,
  settled_by bigint,
  settled_at timestamptz,
  unique (check_id, number),
  check ((outcome is null) = (reason is null) and (outcome is null) = (settled_by is null)),
  check (outcome is null or verdict in ('wrong', 'split'))
);
create index quality_row_check on quality_row (check_id, place);

-- One party's answer to a row. Nobody answers twice, in whatever role.
create table quality_reply (
  id bigint generated always as identity primary key,
  row_id bigint not null references quality_row,
  party text not null check (party in ('reporter', 'subject', 'independent')),
  account bigint not null,
  replied_at timestamptz not null,
  note bytea not null,                  -- sealed: how it was checked
  unique (row_id, party),
  constraint another_person_for_each_party unique (row_id, account)
);

create table quality_answer (
  reply_id bigint not null references quality_reply,
  field text not null,
  answer text not null check (answer in ('right', 'wrong', 'unreached')),
  correct bytea,                        -- sealed: what it should say
  primary key (reply_id, field),
  check (answer = 'wrong' or correct is null)
);

-- What the three answers come to, written when the check is closed.
create table quality_verdict (
  row_id bigint not null references quality_row,
  field text not null,
  verdict text not null check (verdict in ('right', 'wrong', 'split', 'unreached')),
  primary key (row_id, field)
);

alter table quality_check enable row level security;
alter table quality_stratum enable row level security;
alter table quality_row enable row level security;
alter table quality_reply enable row level security;
alter table quality_answer enable row level security;
alter table quality_verdict enable row level security;
create policy by_place on quality_row to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
create policy by_place on quality_stratum to leye_app using (
  town between nullif(current_setting('leye.place_lo', true), '')::bigint / 1000 * 1000
           and nullif(current_setting('leye.place_hi', true), '')::bigint);
create policy by_place on quality_check to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint
  or exists (select from quality_row item where item.check_id = quality_check.id));
create policy by_row on quality_reply to leye_app using (
  exists (select from quality_row item where item.id = row_id));
create policy by_row on quality_answer to leye_app using (
  exists (select from quality_reply reply where reply.id = reply_id));
create policy by_row on quality_verdict to leye_app using (
  exists (select from quality_row item where item.id = row_id));
revoke update, delete, truncate on quality_stratum, quality_answer, quality_verdict
  from leye_app;
revoke delete, truncate on quality_check, quality_row, quality_reply from leye_app;
