-- A second factor beside the password: a secret that the account's owner keeps in an authenticator
-- app (TOTP, RFC 6238). Sealed as ID numbers are. It counts from its first right code on, and no
-- code counts twice: `last_step` only grows.
create table second_factor (
  account_id bigint primary key references account,
  secret bytea not null,
  made_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0
);
