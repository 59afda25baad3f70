-- Assisted filing: what a person agreed to before somebody of the staff files for him, how he agreed,
-- and what was filed under it.

create table filing_consent (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  place bigint not null,                 -- of the person's file
  measure text not null default '',      -- '': whatever is filed
  how text not null check (how in ('present', 'signed', 'spoken', 'online')),
  evidence text not null default '' check (char_length(evidence) <= 200),
  witness text not null default '' check (char_length(witness) <= 60),
  valid_until date not null,             -- the last day
  given_at timestamptz not null,
  recorded_by bigint not null,           -- of 'online' the person's own account
  recorded_by_name text not null,
  withdrawn_at timestamptz,
  withdrawn_by bigint,
  withdrawn_because text,
  check (how not in ('present', 'signed') or char_length(evidence) >= 2),
  check (how <> 'spoken' or char_length(witness) >= 2),
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  check ((withdrawn_at is null) = (withdrawn_because is null))
);
create index filing_consent_person on filing_consent (person_id);

create table case_consent (
  case_id bigint primary key references flow_case,
  consent_id bigint not null references filing_consent,
  place bigint not null,                 -- of the case
  filed_by bigint not null,
  filed_by_name text not null,
  filed_at timestamptz not null
);
create index case_consent_consent on case_consent (consent_id);

alter table filing_consent enable row level security;
alter table case_consent enable row level security;
create policy by_place on filing_consent to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
create policy by_place on case_consent to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
revoke delete, truncate on filing_consent, case_consent from leye_app;
revoke update on case_consent from leye_app;
