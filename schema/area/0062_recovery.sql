-- Recovery (追缴) of what was paid wrongly, and flags for a later look at what stays paid.

CREATE TABLE recovery (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number          text NOT NULL UNIQUE,    -- 追缴〔2023〕1号
  case_id         bigint NOT NULL REFERENCES flow_case (id),
  row_id          bigint NOT NULL REFERENCES case_row (id),
  grant_id        bigint NOT NULL REFERENCES benefit_grant (id),
  measure         text NOT NULL,
  place           bigint NOT NULL,
  person_id       bigint,                  -- the payee, one of the two
  organisation_id bigint,
  payee           text NOT NULL,
  label           text NOT NULL,           -- for whom it was paid
  ground          text NOT NULL CHECK (ground IN ('false_facts', 'paid_in_error')),
  finding         text NOT NULL CHECK (length(finding) BETWEEN 1 AND 4000),
  amount_fen      bigint NOT NULL CHECK (amount_fen > 0),
  repaid_fen      bigint NOT NULL DEFAULT 0 CHECK (repaid_fen BETWEEN 0 AND amount_fen),
  state           text NOT NULL
                  CHECK (state IN ('found', 'notified', 'decided', 'closed', 'dropped')),
  version         bigint NOT NULL DEFAULT 1,
  found_by        bigint NOT NULL,
  found_at        timestamptz NOT NULL,
  notified_at     timestamptz,
  statement_until date,
  statement       text,                    -- of the payee, in its own words
  stated_at       timestamptz,
  decided_by      bigint,
  decided_at      timestamptz,
  decision        text,
  repay_until     date,
  reminders       integer NOT NULL DEFAULT 0,
  closed_at       timestamptz,
  CHECK ((person_id IS NULL) <> (organisation_id IS NULL)),
  CONSTRAINT decided_by_another CHECK (decided_by <> found_by),
  CHECK ((state = 'found') = (notified_at IS NULL)),
  CHECK ((state IN ('decided', 'closed', 'dropped')) = (decided_by IS NOT NULL)),
  CHECK (state <> 'closed' OR repaid_fen = amount_fen),
  CHECK (repaid_fen = 0 OR state IN ('decided', 'closed'))
);
CREATE UNIQUE INDEX one_open_recovery ON recovery (grant_id)
  WHERE state IN ('found', 'notified', 'decided');
CREATE INDEX ON recovery (case_id);
CREATE INDEX ON recovery (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE TABLE recovery_event (
  recovery_id bigint NOT NULL REFERENCES recovery (id),
  version     bigint NOT NULL,
  place       bigint NOT NULL,
  action      text NOT NULL,
  actor       bigint NOT NULL,
  happened_at timestamptz NOT NULL,
  text        text NOT NULL,
  PRIMARY KEY (recovery_id, version)
);

-- A file of the bank is taken once and whole.
CREATE TABLE repayment_file (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest      text NOT NULL UNIQUE,
  received_by bigint NOT NULL,
  received_at timestamptz NOT NULL,
  row_count   integer NOT NULL,
  total_fen   bigint NOT NULL
);

CREATE TABLE repayment (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  recovery_id bigint NOT NULL REFERENCES recovery (id),
  place       bigint NOT NULL,
  source      text NOT NULL CHECK (source IN ('receipt', 'bank_file')),
  voucher     text NOT NULL UNIQUE CHECK (length(voucher) BETWEEN 1 AND 100),
  amount_fen  bigint NOT NULL CHECK (amount_fen > 0),
  paid_on     date NOT NULL,
  file_id     bigint REFERENCES repayment_file (id),
  recorded_by bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  CHECK ((source = 'bank_file') = (file_id IS NOT NULL))
);
CREATE INDEX ON repayment (recovery_id);

-- What ended early although it was true when it was paid: the grant stays, someone looks again.
CREATE TABLE review_flag (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id    bigint NOT NULL REFERENCES flow_case (id),
  row_id     bigint NOT NULL REFERENCES case_row (id),
  grant_id   bigint NOT NULL REFERENCES benefit_grant (id),
  place      bigint NOT NULL,
  text       text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  flagged_by bigint NOT NULL,
  flagged_at timestamptz NOT NULL
);
CREATE INDEX ON review_flag (case_id);

ALTER TABLE recovery ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE repayment ENABLE ROW LEVEL SECURITY;
ALTER TABLE review_flag ENABLE ROW LEVEL SECURITY;
CREATE POLICY place ON recovery
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON recovery_event
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON repayment
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON review_flag
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
REVOKE UPDATE, DELETE, TRUNCATE ON recovery_event, repayment, repayment_file, review_flag
  FROM leye_app;
REVOKE DELETE, TRUNCATE ON recovery FROM leye_app;
