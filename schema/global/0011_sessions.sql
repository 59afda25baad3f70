-- Sessions, tries to sign in, and requests that have one effect.

-- The token itself is only in the browser; here is its SHA-256.
create table session (
  token_digest bytea primary key,
  account_id bigint not null references account,
  address text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz
);
create index session_account on session (account_id) where ended_at is null;

-- Every try counts before the password is looked at, so that tries side by side count too.
create table sign_in_attempt (
  id bigint generated always as identity primary key,
  login_digest bytea not null,
  address text not null,
  at timestamptz not null,
  succeeded boolean not null default false
);
create index sign_in_attempt_address on sign_in_attempt (address, at);
create index sign_in_attempt_login on sign_in_attempt (login_digest, address, at);

-- The answer to a request with an Idempotency-Key, kept in the transaction of its effect: the same
-- request again is answered the same, another body under the same key is refused.
create table idempotency (
  account_id bigint not null references account,
  key text not null,
  request_digest bytea not null,
  at timestamptz not null,
  status integer,
  answer text,
  primary key (account_id, key)
);
