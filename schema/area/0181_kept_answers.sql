-- Decisions keep the version of the policy by which they were made, and what it said of each row.

ALTER TABLE flow_case ADD COLUMN policy_version bigint REFERENCES policy_version (number);
ALTER TABLE benefit_grant ADD COLUMN policy_version bigint REFERENCES policy_version (number);

-- What the rules said of a row when it was decided: to be said again, word for word, from the
-- version's text and from what the registers knew then.
CREATE TABLE row_answer (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  row_id         bigint NOT NULL REFERENCES case_row (id),
  case_id        bigint NOT NULL REFERENCES flow_case (id),
  place          bigint NOT NULL,
  policy_version bigint REFERENCES policy_version (number),  -- null: before versions were kept
  applied_on     date NOT NULL,            -- the day for which the rules were asked
  known_at       timestamptz NOT NULL,     -- what was known by then
  text           text NOT NULL
);
CREATE INDEX row_answer_row ON row_answer (row_id, id);
ALTER TABLE row_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY place ON row_answer
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
REVOKE UPDATE, DELETE, TRUNCATE ON row_answer FROM leye_app;
