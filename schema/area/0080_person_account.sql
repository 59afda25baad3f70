-- Where people are paid: the bank account of the social security card. Under a salt of its own, so
-- that a new account does not touch the number and the phone. `place` repeats the person's, for the
-- predicate of the rows' protection; the blind column finds one account given for several people.

create table person_account (
  person_id bigint primary key,  -- made in one go with person(id), as person_identity is
  account_cipher bytea not null,
  account_blind bytea not null,
  account_salt bytea not null,
  bank text,
  place bigint not null,
  source text not null,
  recorded_at timestamptz not null
);
create index person_account_blind on person_account (account_blind);

-- Accounts that were replaced: what was paid where stays readable for the audit.
create table person_account_past (
  person_id bigint not null references person,
  account_cipher bytea not null,
  account_blind bytea not null,
  account_salt bytea not null,
  bank text,
  place bigint not null,
  source text not null,
  recorded_at timestamptz not null,
  replaced_at timestamptz not null,
  primary key (person_id, replaced_at)
);

do $$
declare
  protected text;
begin
  foreach protected in array array['person_account', 'person_account_past']
  loop
    execute format('alter table %I enable row level security', protected);
    execute format(
      'create policy by_place on %I to leye_app using (
         place between nullif(current_setting(''leye.place_lo'', true), '''')::bigint
                   and nullif(current_setting(''leye.place_hi'', true), '''')::bigint)',
      protected);
  end loop;
end $$;
