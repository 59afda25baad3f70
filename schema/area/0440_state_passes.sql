-- Registered states follow the register (src/states/keeper.hpp): the pass over everybody that a new
-- day, new rules or a clerk brings, and after it the people whose records changed since.

create table state_pass (
  id bigint generated always as identity primary key,
  rule text not null,
  policy_version bigint not null,
  derived_on date not null,             -- the business day
  asked_by bigint,                      -- nobody: the day or the rules asked
  began_at timestamptz not null,
  ended_at timestamptz,
  total bigint not null,                -- people when it began
  reached bigint not null default 0,    -- key of the last one who is done
  people bigint not null default 0,     -- what was done so far: of the pass
  changed bigint not null default 0,
  opened bigint not null default 0,
  closed bigint not null default 0,
  later bigint not null default 0,      -- people derived anew since it ended
  seen pg_snapshot not null,            -- the transactions whose writing was looked at
  seen_at timestamptz not null          -- what the others wrote was known from then on
);
create index state_pass_rule on state_pass (rule, id);
revoke delete, truncate on state_pass from leye_app;

-- Whose records changed since.
create table state_due (person_id bigint primary key);

-- What changed since a moment is found by when it was known: rows of one moment lie together.
create index person_version_known on person_version using brin (known_from);
create index person_version_ended on person_version (known_to) where known_to < 'infinity';
create index employment_known on employment using brin (known_from);
create index employment_ended on employment (known_to) where known_to < 'infinity';
create index employment_past_ended on employment_past using brin (known_to);
create index unemployment_registration_known on unemployment_registration using brin (known_from);
create index unemployment_registration_ended on unemployment_registration (known_to)
  where known_to < 'infinity';
create index unemployment_registration_past_ended on unemployment_registration_past
  using brin (known_to);
create index insurance_spell_known on insurance_spell using brin (known_from);
create index insurance_spell_ended on insurance_spell (known_to) where known_to < 'infinity';
create index insurance_spell_past_ended on insurance_spell_past using brin (known_to);
create index register_record_known on register_record using brin (known_from);
create index register_record_ended on register_record (known_to) where known_to < 'infinity';
create index register_record_past_ended on register_record_past using brin (known_to);
create index household_member_known on household_member using brin (known_from);
create index household_member_ended on household_member (known_to) where known_to < 'infinity';
create index household_member_past_ended on household_member_past using brin (known_to);
