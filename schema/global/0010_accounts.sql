-- Accounts, what each person may be (三员分立), and roles held at places.

-- One row for each natural person who works here: the blind index of the ID number, and the one
-- standing that person has. Who runs the system holds no rights, who gives rights makes no
-- accounts, who reads the audit changes nothing, and none of them does the trade's business.
create table standing (
  holder bytea primary key,
  kind text not null check (kind in ('business', 'system_admin', 'security_admin', 'audit_admin')),
  unique (holder, kind)
);

-- `kind` repeats the holder's standing, so that a role can be held to it below. Accounts of
-- citizens and employers stand for a person or an organisation of one area.
create table account (
  id bigint generated always as identity primary key,
  login text not null unique check (login = lower(login) and login <> ''),
  name text not null,
  kind text not null,
  holder bytea unique,
  password text not null,           -- Argon2id, encoded with its salt and costs
  password_set_at timestamptz not null,
  area_schema text,
  subject_kind text check (subject_kind in ('person', 'organisation')),
  subject_id bigint,
  made_at timestamptz not null,
  made_by bigint references account,  -- null: at installation
  disabled_at timestamptz,
  unique (id, kind),
  foreign key (holder, kind) references standing (holder, kind),
  check (kind = 'open_public' and holder is null
         or kind in ('business', 'system_admin', 'security_admin', 'audit_admin')
            and holder is not null),
  check ((kind = 'open_public') = (subject_id is not null)),
  check ((subject_id is null) = (subject_kind is null)),
  check (subject_id is null or area_schema is not null)
);

-- A role at a place, in an area. It is ended, never deleted. Nobody gives a role to himself.
create table role_assignment (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  kind text not null,
  role text not null,
  area_schema text not null default '',  -- '' for the administrators, who have no area
  place bigint not null,
  given_by bigint references account,    -- null: at installation
  given_at timestamptz not null,
  ended_by bigint references account,
  ended_at timestamptz,
  foreign key (account_id, kind) references account (id, kind),
  check (given_by is null or given_by <> account_id),
  check (kind in ('system_admin', 'security_admin', 'audit_admin') and role = kind
         or kind = 'open_public' and role in ('employer', 'citizen')
         or kind = 'business' and role in ('window_clerk', 'first_checker', 'second_checker',
              'director', 'insurance_agency', 'finance_bureau', 'auditor'))
);
create unique index role_assignment_once on role_assignment (account_id, role, area_schema, place)
  where ended_at is null;
