-- Paths that pay nothing, on-the-spot checks by several people, judgements of people on a row.

-- A case on a path that ends with a payment, or with nothing but its filing.
ALTER TABLE flow_case ADD COLUMN pays boolean NOT NULL DEFAULT true;
ALTER TABLE flow_case DROP CONSTRAINT flow_case_state_check;
ALTER TABLE flow_case ADD CONSTRAINT flow_case_state_check
  CHECK (state IN ('open', 'paying', 'decided', 'closed', 'refused', 'withdrawn'));
ALTER TABLE flow_case DROP CONSTRAINT paying_is_decided;
ALTER TABLE flow_case ADD CONSTRAINT paying_is_decided
  CHECK (CASE state
           WHEN 'paying' THEN pays AND taken_in_by IS NOT NULL AND decided_by IS NOT NULL
           WHEN 'decided' THEN NOT pays AND taken_in_by IS NOT NULL AND decided_by IS NOT NULL
           WHEN 'closed' THEN taken_in_by IS NOT NULL AND (NOT pays OR decided_by IS NOT NULL)
           ELSE true
         END);
ALTER TABLE flow_case ADD CONSTRAINT nobody_pays_what_is_not_paid CHECK (pays OR paid_by IS NULL);

-- agreed: in favour, on a path that pays nothing. Only what is granted needs an amount.
ALTER TABLE case_row DROP CONSTRAINT case_row_state_check;
ALTER TABLE case_row ADD CONSTRAINT case_row_state_check
  CHECK (state IN ('pending', 'rejected', 'granted', 'agreed', 'withdrawn'));
ALTER TABLE case_row DROP CONSTRAINT amount_of_the_entitled;
ALTER TABLE case_row ADD CONSTRAINT amount_of_the_granted
  CHECK (amount_fen >= 0 AND (state <> 'granted' OR amount_fen > 0));
ALTER TABLE case_row ADD CONSTRAINT agreed_is_entitled
  CHECK (state <> 'agreed' OR finding = 'eligible');
-- Judgements that the rules wait for, by their ids in the pack.
ALTER TABLE case_row ADD COLUMN waiting text[] NOT NULL DEFAULT '{}';
DROP INDEX case_row_taken;
CREATE INDEX case_row_taken ON case_row (measure, subject_kind, subject_id)
  WHERE state IN ('pending', 'granted', 'agreed');

-- What one person found on the spot (实地核查). `version`: of the case after it was recorded; what
-- was found before the case was sent back counts no longer.
CREATE TABLE site_visit (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id     bigint NOT NULL REFERENCES flow_case (id),
  place       bigint NOT NULL,
  step        text NOT NULL,
  version     bigint NOT NULL,
  account     bigint NOT NULL,
  visited_on  date NOT NULL,
  outcome     text NOT NULL CHECK (outcome IN ('as_stated', 'differs', 'not_found')),
  finding     text NOT NULL CHECK (length(finding) BETWEEN 1 AND 4000),
  photos      text NOT NULL DEFAULT '',  -- where the pictures are kept
  recorded_at timestamptz NOT NULL,
  UNIQUE (case_id, version)
);

-- What a person decided where the rule leaves it to judgement (裁量). The latest one holds; earlier
-- ones stay readable.
CREATE TABLE row_judgement (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id    bigint NOT NULL REFERENCES flow_case (id),
  row_id     bigint NOT NULL REFERENCES case_row (id),
  place      bigint NOT NULL,
  judgement  text NOT NULL,
  holds      boolean NOT NULL,
  reason     text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  decided_by bigint NOT NULL,
  decider    text NOT NULL,              -- the name, as it was then
  decided_at timestamptz NOT NULL
);
CREATE INDEX ON row_judgement (case_id);

ALTER TABLE site_visit ENABLE ROW LEVEL SECURITY;
ALTER TABLE row_judgement ENABLE ROW LEVEL SECURITY;
CREATE POLICY place ON site_visit
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON row_judgement
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
REVOKE UPDATE, DELETE, TRUNCATE ON site_visit, row_judgement FROM leye_app;

-- Whoever pays a case must know where its people are paid, wherever they live; still sealed. An
-- account that stands with someone else too is counted.
CREATE FUNCTION payees_of_case(wanted bigint)
RETURNS TABLE (id bigint, name text, bank text, account_cipher bytea, account_salt bytea,
               shared bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT identity.person_id, identity.name, account.bank, account.account_cipher,
         account.account_salt,
         (SELECT count(*) FROM person_account other
          WHERE other.account_blind = account.account_blind
            AND other.person_id <> account.person_id)
  FROM (SELECT DISTINCT person_id FROM case_row
        WHERE case_id = wanted
          AND place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                        AND nullif(current_setting('leye.place_hi', true), '')::bigint) payee
  JOIN person_identity identity ON identity.person_id = payee.person_id
  LEFT JOIN person_account account ON account.person_id = payee.person_id
$$;
