-- Late entries (补登): a record that was entered well after what it tells of, or after the work at the
-- counter was done. The record itself carries both times already: its own days, and known_from when
-- we learnt them. Here stand when and by whom the work was truly done, and why it was entered late
-- (registers/late_entries.hpp).

create table late_entry (
  id bigint generated always as identity primary key,
  entity text not null,
  person_id bigint references person,
  organisation_id bigint references organisation,
  happened_on date not null,       -- what the record tells of
  done_at timestamptz not null,    -- the work at the counter
  done_by text not null check (char_length(done_by) between 1 and 60),
  reason text not null check (char_length(reason) between 2 and 500),
  place bigint not null,
  recorded_by bigint not null,
  recorded_by_name text not null,
  known_from timestamptz not null, -- as the record has it
  check (person_id is not null or organisation_id is not null),
  check (done_at <= known_from)
);
create index late_entry_person on late_entry (person_id);
create index late_entry_organisation on late_entry (organisation_id);
alter table late_entry enable row level security;
create policy by_place on late_entry to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
revoke delete, truncate on late_entry from leye_app, leye_screen;
