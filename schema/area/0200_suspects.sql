-- Suspect lists (疑点名单) from bodies above, answered row by row (src/suspects).

create table suspect_list (
  id bigint generated always as identity primary key,
  number text not null,
  issued_by text not null,
  title text not null,
  due_on date not null,
  file_name text not null,
  digest text not null unique,          -- of the file: the same list is taken once
  row_count integer not null check (row_count > 0),
  place bigint not null,                -- of who took it in
  taken_by bigint not null,
  taken_at timestamptz not null,
  replied_by bigint,
  replied_at timestamptz,
  check ((replied_by is null) = (replied_at is null))
);

create table suspect_row (
  id bigint generated always as identity primary key,
  list_id bigint not null references suspect_list,
  row_number bigint not null,
  place bigint not null,                -- where the person lives; of the list where nobody is known
  person bigint,
  content bytea not null,               -- sealed: number, name and what the list says
  state text not null check (state in ('open', 'answered', 'reviewed')),
  answer text check (answer in ('true', 'false', 'explained')),
  evidence text,
  answered_by bigint,
  answered_at timestamptz,
  reviewed_by bigint,
  reviewed_at timestamptz,
  review text,                          -- the reviewer's opinion; kept when a row is given back
  recovery bigint,                      -- opened because of it
  unique (list_id, row_number),
  constraint reviewed_by_another check (reviewed_by <> answered_by),
  check ((state = 'open') = (answer is null)),
  check ((answer is null) = (answered_by is null) and (answer is null) = (evidence is null)),
  check ((state = 'reviewed') = (reviewed_by is not null))
);
create index suspect_row_list on suspect_row (list_id, place, state);

alter table suspect_list enable row level security;
alter table suspect_row enable row level security;
create policy by_place on suspect_row to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
-- A list is seen where it was taken in, and where one of its people lives.
create policy by_place on suspect_list to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint
  or exists (select from suspect_row item where item.list_id = suspect_list.id));
revoke delete, truncate on suspect_list, suspect_row from leye_app;
