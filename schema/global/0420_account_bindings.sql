-- Real-name binding: by what proof an account of the public stands for a person or an organisation.
-- Whoever comes to a counter with his papers is given a code; with it, his name and his number he
-- makes an account. What was proved then is kept: the number as a blind index, so that a number
-- corrected later asks for a new proof.

create table binding_code (
  id bigint generated always as identity primary key,
  area_schema text not null,
  subject_kind text not null check (subject_kind in ('person', 'organisation')),
  subject_id bigint not null,
  code_blind bytea not null unique,     -- the code itself is on the slip of paper only
  seen text not null check (char_length(seen) between 2 and 60),  -- the paper seen at the counter
  agent_name text not null default '',  -- who acts for an organisation
  agent_blind bytea,                    -- of the agent's number
  valid_from date,                      -- of the authorisation
  valid_until date,
  given_by bigint not null references account,
  given_at timestamptz not null,
  ends_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  check ((subject_kind = 'organisation') = (agent_blind is not null)),
  check ((subject_kind = 'organisation') = (valid_until is not null)),
  check (valid_until >= valid_from)
);
create index binding_code_subject on binding_code (area_schema, subject_kind, subject_id);

create table account_binding (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  code_id bigint unique references binding_code,  -- null: made at installation
  number_blind bytea,                             -- of a person, as it was proved
  bound_at timestamptz not null,
  ended_at timestamptz,
  ended_by bigint references account,
  ended_because text,
  check ((ended_at is null) = (ended_because is null))
);
create unique index account_binding_once on account_binding (account_id) where ended_at is null;
create index account_binding_account on account_binding (account_id);

insert into account_binding (account_id, bound_at)
select id, made_at from account where kind = 'open_public';
