-- What screening found: one row for each measure and subject that is entitled, one condition
-- short, or undetermined. A second run over the same facts changes no row (`digest`).

CREATE TABLE screening_run (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pack         text NOT NULL,
  pack_digest  text NOT NULL,
  screened_on  date NOT NULL,
  state        text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  started_at   timestamptz NOT NULL,
  finished_at  timestamptz,
  started_by   bigint NOT NULL,
  done         bigint NOT NULL DEFAULT 0,
  total        bigint NOT NULL DEFAULT 0,
  inserted     bigint NOT NULL DEFAULT 0,
  changed      bigint NOT NULL DEFAULT 0,
  vanished     bigint NOT NULL DEFAULT 0,
  failure      text
);

CREATE TABLE screening_result (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  measure         text NOT NULL,
  subject_kind    text NOT NULL,
  subject_id      bigint NOT NULL,
  person_id       bigint,
  organisation_id bigint,
  place           bigint NOT NULL,         -- jurisdiction of the measure's path; 0: not known
  outcome         text NOT NULL CHECK (outcome IN ('eligible', 'short', 'undetermined')),
  settled         text NOT NULL DEFAULT 'granted' CHECK (settled IN ('granted', 'excluded', 'limited')),
  settled_by      text,                    -- the exclusion or the measure whose limit binds
  amount_fen      bigint NOT NULL CHECK (amount_fen >= 0),
  low_fen         bigint NOT NULL,
  high_fen        bigint,                  -- null: no upper bound
  distance        smallint NOT NULL,
  failed          bigint NOT NULL,         -- bit of each condition known to fail
  unknown         bigint NOT NULL,
  missing         text[] NOT NULL,
  event_on        date,
  period_from     date,
  period_until    date,
  digest          bigint NOT NULL,
  run_id          bigint NOT NULL REFERENCES screening_run (id),  -- the run that last changed it
  UNIQUE (measure, subject_id)
);
CREATE INDEX ON screening_result (measure, outcome, place);
CREATE INDEX ON screening_result (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX ON screening_result (person_id) WHERE person_id IS NOT NULL;

-- Filled by COPY, merged in one statement, then emptied: nothing lasts here.
CREATE UNLOGGED TABLE screening_staging (
  measure         text NOT NULL,
  subject_kind    text NOT NULL,
  subject_id      bigint NOT NULL,
  person_id       bigint,
  organisation_id bigint,
  place           bigint NOT NULL,
  outcome         text NOT NULL,
  settled         text NOT NULL,
  settled_by      text,
  amount_fen      bigint NOT NULL,
  low_fen         bigint NOT NULL,
  high_fen        bigint,
  distance        smallint NOT NULL,
  failed          bigint NOT NULL,
  unknown         bigint NOT NULL,
  missing         text[] NOT NULL,
  event_on        date,
  period_from     date,
  period_until    date,
  digest          bigint NOT NULL
);

ALTER TABLE screening_result ENABLE ROW LEVEL SECURITY;
CREATE POLICY place ON screening_result
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
REVOKE INSERT, UPDATE, DELETE ON screening_result FROM leye_app;
REVOKE ALL ON screening_staging FROM leye_app;
GRANT TRUNCATE ON screening_staging TO leye_screen;
