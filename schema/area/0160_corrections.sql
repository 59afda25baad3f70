-- Correcting who somebody is (数据修改申请单): one person asks with the evidence, another one decides.
-- What was there before stays in person_identity_past (registers/corrections.hpp).

create table identity_correction (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('number', 'name', 'swapped')),
  person_id bigint not null references person,
  other_id bigint references person,      -- swapped: whose number this one has
  new_name text,
  number_cipher bytea,                    -- the number asked for, under `salt`
  salt bytea,
  evidence text not null check (char_length(evidence) between 2 and 200),
  reason text not null check (char_length(reason) between 2 and 500),
  place bigint not null,
  asked_by bigint not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'approved', 'refused')),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  opinion text,
  replaced_at timestamptz,        -- in person_identity_past, once approved
  other_replaced_at timestamptz,
  constraint another_decides check (decided_by <> asked_by),
  check ((kind = 'swapped') = (other_id is not null) and other_id <> person_id),
  check ((kind = 'name') = (new_name is not null)),
  check ((kind = 'number') = (number_cipher is not null)),
  check ((number_cipher is null) = (salt is null)),
  check ((state = 'open') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null))
);
create unique index identity_correction_open on identity_correction (person_id)
  where state = 'open';
alter table identity_correction enable row level security;
create policy by_place on identity_correction to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
revoke delete, truncate on identity_correction from leye_app, leye_screen;
