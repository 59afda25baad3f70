-- Cases (办件) on their way along a measure's path: rows, tasks, events, public notices with
-- objections, meetings with minutes. Which steps exist is data of the pack; which states exist,
-- and that one person never takes in, decides and pays, stands here.

CREATE TABLE flow_case (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number          text NOT NULL UNIQUE,
  measure         text NOT NULL,
  pack            text NOT NULL,           -- digest of the pack it runs under
  place           bigint NOT NULL,         -- jurisdiction, 12 digits
  applicant_kind  text NOT NULL CHECK (applicant_kind IN ('person', 'organisation', 'none')),
  person_id       bigint,
  organisation_id bigint,
  applicant       text NOT NULL,           -- name as shown in lists
  state           text NOT NULL CHECK (state IN ('open', 'paying', 'closed', 'refused', 'withdrawn')),
  step            text NOT NULL,           -- id in the path; of an ended case the last one
  version         bigint NOT NULL DEFAULT 1,
  amount_fen      bigint NOT NULL CHECK (amount_fen >= 0),
  row_count       bigint NOT NULL CHECK (row_count > 0),
  opened_at       timestamptz NOT NULL,
  opened_by       bigint NOT NULL,
  taken_in_at     timestamptz,
  taken_in_by     bigint,
  decided_at      timestamptz,
  decided_by      bigint,
  paid_by         bigint,
  ended_at        timestamptz,
  due_on          date,                    -- of the present step; null: no clock, or not yet known
  due_unknown     boolean NOT NULL DEFAULT false,  -- the clock runs beyond the known calendar
  CONSTRAINT take_in_decision_payment_apart
    CHECK (taken_in_by <> decided_by AND taken_in_by <> paid_by AND decided_by <> paid_by),
  CONSTRAINT applicant_named
    CHECK ((applicant_kind = 'person') = (person_id IS NOT NULL)
       AND (applicant_kind = 'organisation') = (organisation_id IS NOT NULL)),
  CONSTRAINT paying_is_decided
    CHECK (state NOT IN ('paying', 'closed') OR (taken_in_by IS NOT NULL AND decided_by IS NOT NULL)),
  CONSTRAINT ended_has_an_end
    CHECK ((state IN ('closed', 'refused', 'withdrawn')) = (ended_at IS NOT NULL))
);
CREATE INDEX ON flow_case (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX ON flow_case (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX ON flow_case (measure, state, place);

-- One subject of the measure in the case: a hire of the roster, or the unit itself.
CREATE TABLE case_row (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id         bigint NOT NULL REFERENCES flow_case (id),
  place           bigint NOT NULL,
  measure         text NOT NULL,
  subject_kind    text NOT NULL,
  subject_id      bigint NOT NULL,
  person_id       bigint,
  organisation_id bigint,
  label           text NOT NULL,           -- name of the person or unit
  id_number       text NOT NULL,           -- masked for good when the case was opened
  amount_fen      bigint NOT NULL CHECK (amount_fen > 0),
  period          daterange,
  state           text NOT NULL CHECK (state IN ('pending', 'rejected', 'granted', 'withdrawn')),
  opinion         text NOT NULL DEFAULT '',
  refused_clauses text[] NOT NULL DEFAULT '{}',
  facts_digest    bigint NOT NULL,         -- of the answer that the last reader saw
  changed         text,                    -- what a re-check found different; null: nothing
  grant_id        bigint REFERENCES benefit_grant (id),
  CHECK (state <> 'granted' OR grant_id IS NOT NULL)
);
CREATE INDEX ON case_row (case_id);
-- One open case for each measure and subject.
CREATE UNIQUE INDEX one_open_case ON case_row (measure, subject_kind, subject_id)
  WHERE state = 'pending';

CREATE TABLE case_event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id     bigint NOT NULL REFERENCES flow_case (id),
  place       bigint NOT NULL,
  version     bigint NOT NULL,             -- of the case after the event
  passed      boolean NOT NULL,            -- the step was passed by it
  step        text NOT NULL,
  action      text NOT NULL,
  actor       bigint NOT NULL,
  role        text NOT NULL,
  happened_at timestamptz NOT NULL,
  opinion     text NOT NULL DEFAULT '',
  detail      text NOT NULL DEFAULT '',
  UNIQUE (case_id, version)                -- two actors at once: one of them is late
);

CREATE TABLE task (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id    bigint NOT NULL REFERENCES flow_case (id),
  step       text NOT NULL,
  role       text NOT NULL,
  place      bigint NOT NULL,              -- of the step's level: a city step has the city's code
  state      text NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
  created_at timestamptz NOT NULL,
  due_on     date,
  claimed_by bigint,
  done_by    bigint,
  done_at    timestamptz,
  CHECK ((state = 'done') = (done_by IS NOT NULL AND done_at IS NOT NULL))
);
CREATE UNIQUE INDEX one_open_task ON task (case_id) WHERE state = 'open';
CREATE INDEX ON task (role, state, place, due_on);
CREATE INDEX ON task (done_by, done_at) WHERE done_by IS NOT NULL;

CREATE TABLE public_notice (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id      bigint NOT NULL REFERENCES flow_case (id),
  place        bigint NOT NULL,
  number       text NOT NULL UNIQUE,
  measure      text NOT NULL,
  title        text NOT NULL,
  body         text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('counts', 'units', 'names')),
  columns      text[] NOT NULL,
  state        text NOT NULL CHECK (state IN ('published', 'closed', 'withdrawn')),
  published_on date NOT NULL,
  until        date NOT NULL,              -- the last day on which an objection is heard
  working_days integer NOT NULL CHECK (working_days > 0),
  published_by bigint NOT NULL,
  CHECK (until > published_on)
);
CREATE UNIQUE INDEX one_published_notice ON public_notice (case_id) WHERE state = 'published';

-- What was on the board, as it was, masked.
CREATE TABLE public_notice_row (
  notice_id  bigint NOT NULL REFERENCES public_notice (id),
  ordinal    integer NOT NULL,
  row_id     bigint NOT NULL REFERENCES case_row (id),
  name       text NOT NULL,
  id_number  text NOT NULL,
  employer   text NOT NULL,
  place_name text NOT NULL,
  amount_fen bigint NOT NULL,
  PRIMARY KEY (notice_id, ordinal)
);

CREATE TABLE objection (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  notice_id   bigint NOT NULL REFERENCES public_notice (id),
  case_id     bigint NOT NULL REFERENCES flow_case (id),
  place       bigint NOT NULL,
  row_id      bigint REFERENCES case_row (id),   -- null: against the list as a whole
  text        text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  contact     text NOT NULL,
  made_at     timestamptz NOT NULL,
  state       text NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
  answer      text,
  answered_by bigint,
  answered_at timestamptz,
  CHECK ((state = 'open') = (answered_by IS NULL))
);
CREATE INDEX ON objection (case_id);

CREATE TABLE meeting (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number      text NOT NULL UNIQUE,        -- 会议纪要〔2023〕3号
  title       text NOT NULL,
  place       bigint NOT NULL,
  held_on     date NOT NULL,
  chair_name  text NOT NULL CHECK (length(chair_name) > 0),
  minutes     text NOT NULL CHECK (length(minutes) > 0),
  recorded_by bigint NOT NULL,
  recorded_at timestamptz NOT NULL
);

CREATE TABLE meeting_attendance (
  meeting_id bigint NOT NULL REFERENCES meeting (id),
  ordinal    integer NOT NULL,
  name       text NOT NULL,
  account    bigint,
  PRIMARY KEY (meeting_id, ordinal)
);

-- Who withdrew from which case, and why.
CREATE TABLE meeting_recusal (
  meeting_id bigint NOT NULL REFERENCES meeting (id),
  case_id    bigint NOT NULL REFERENCES flow_case (id),
  name       text NOT NULL,
  reason     text NOT NULL,
  PRIMARY KEY (meeting_id, case_id, name)
);

CREATE TABLE meeting_decision (
  meeting_id bigint NOT NULL REFERENCES meeting (id),
  case_id    bigint NOT NULL REFERENCES flow_case (id),
  decision   text NOT NULL CHECK (decision IN ('approve', 'refuse', 'return')),
  opinion    text NOT NULL,
  PRIMARY KEY (meeting_id, case_id)
);

CREATE TABLE issued_paper (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id    bigint NOT NULL REFERENCES flow_case (id),
  place      bigint NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('decision', 'intake_receipt')),
  number     text NOT NULL UNIQUE,
  issued_on  date NOT NULL,
  issued_by  bigint NOT NULL
);
CREATE INDEX ON issued_paper (case_id);

-- The last number given out of each series: "decision:2023".
CREATE TABLE number_series (
  name text PRIMARY KEY,
  last bigint NOT NULL CHECK (last > 0)
);

ALTER TABLE flow_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE objection ENABLE ROW LEVEL SECURITY;
ALTER TABLE issued_paper ENABLE ROW LEVEL SECURITY;
CREATE POLICY place ON flow_case
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON case_row
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON case_event
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON objection
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY place ON issued_paper
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);

REVOKE UPDATE, DELETE, TRUNCATE ON case_event, public_notice_row, meeting, meeting_attendance,
  meeting_recusal, meeting_decision, issued_paper FROM leye_app;
REVOKE DELETE, TRUNCATE ON flow_case, case_row, task, public_notice, objection FROM leye_app;
