-- Rows that were applied for and are not, or not yet known to be, entitled; questions about missing
-- facts; messages; objections of the applicant against a decision.

ALTER TABLE case_row DROP CONSTRAINT case_row_amount_fen_check;
ALTER TABLE case_row
  ADD COLUMN finding text NOT NULL DEFAULT 'eligible'
    CHECK (finding IN ('eligible', 'not_eligible', 'undetermined')),
  ADD COLUMN missing text[] NOT NULL DEFAULT '{}',  -- facts, in Chinese
  ADD CONSTRAINT amount_of_the_entitled
    CHECK (amount_fen >= 0 AND (finding <> 'eligible' OR amount_fen > 0)),
  ADD CONSTRAINT granted_is_entitled CHECK (state <> 'granted' OR finding = 'eligible');

ALTER TABLE flow_case
  ADD COLUMN request text NOT NULL DEFAULT '',       -- what was asked for outside a list, by whom
  ADD COLUMN follows_case bigint REFERENCES flow_case (id);  -- reopened after an objection

-- What a task is about beside the case's own step: '' the step, 'question', 'appeal', 'recovery:17'.
ALTER TABLE task ADD COLUMN about text NOT NULL DEFAULT '';
DROP INDEX one_open_task;
CREATE UNIQUE INDEX one_open_task ON task (case_id, about) WHERE state = 'open';

-- One question for each row whose answer hangs on facts that nobody knows.
CREATE TABLE question (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id     bigint NOT NULL REFERENCES flow_case (id),
  row_id      bigint NOT NULL REFERENCES case_row (id),
  place       bigint NOT NULL,
  missing     text[] NOT NULL CHECK (cardinality(missing) > 0),
  asked_by    bigint NOT NULL,
  asked_at    timestamptz NOT NULL,
  due_on      date,                      -- null: beyond the known calendar
  answer      text,
  answered_by bigint,
  answered_at timestamptz,
  CHECK ((answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX ON question (case_id);
CREATE UNIQUE INDEX one_open_question ON question (row_id) WHERE answer IS NULL;

-- To a person or an employer, read on the web.
CREATE TABLE message (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  place           bigint NOT NULL,
  person_id       bigint,
  organisation_id bigint,
  case_id         bigint REFERENCES flow_case (id),
  kind            text NOT NULL CHECK (kind IN ('step', 'question', 'decision', 'appeal',
                                                'recovery')),
  title           text NOT NULL,
  body            text NOT NULL,
  sent_at         timestamptz NOT NULL,
  read_at         timestamptz,
  CHECK ((person_id IS NULL) <> (organisation_id IS NULL))
);
CREATE INDEX ON message (organisation_id, id) WHERE organisation_id IS NOT NULL;
CREATE INDEX ON message (person_id, id) WHERE person_id IS NOT NULL;

-- The applicant's objection against what was decided; someone else than who decided answers.
CREATE TABLE appeal (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id     bigint NOT NULL REFERENCES flow_case (id),
  place       bigint NOT NULL,
  text        text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  made_by     bigint NOT NULL,
  made_at     timestamptz NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
  answer      text NOT NULL DEFAULT '',
  answered_by bigint,
  answered_at timestamptz,
  new_case    bigint REFERENCES flow_case (id),
  CHECK ((state = 'open') = (answered_by IS NULL)),
  CHECK ((state = 'upheld') = (new_case IS NOT NULL))
);
CREATE UNIQUE INDEX one_open_appeal ON appeal (case_id) WHERE state = 'open';

ALTER TABLE question ENABLE ROW LEVEL SECURITY;
ALTER TABLE message ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeal ENABLE ROW LEVEL SECURITY;
CREATE POLICY place ON question
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON message
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON appeal
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
REVOKE DELETE, TRUNCATE ON question, message, appeal FROM leye_app;
REVOKE UPDATE ON message FROM leye_app;
GRANT UPDATE (read_at) ON message TO leye_app;
