-- What has been granted, and the slots that keep exclusive benefits apart.
--
-- A grant takes one slot for each exclusion and each limit it is part of. Two slots of the same
-- subject and number may not overlap in time unless their `member` is the same: for an exclusion
-- the member is the measure (a measure does not exclude itself), for a limit it is the grant.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE TABLE benefit_grant (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  measure         text NOT NULL,
  pack            text NOT NULL DEFAULT '',  -- digest of the pack it was decided under
  source          text NOT NULL DEFAULT 'leye',  -- else who reported it
  subject_kind    text CHECK (subject_kind IN ('person', 'organisation', 'employment', 'household')),
  subject_id      bigint,
  subject         text,                      -- what it was for, where once is counted by it: a trade and level
  person_id       bigint REFERENCES person (id),
  organisation_id bigint REFERENCES organisation (id),
  payee_kind      text NOT NULL DEFAULT 'organisation' CHECK (payee_kind IN ('person', 'organisation')),
  fund            text NOT NULL DEFAULT '',
  amount_fen      bigint NOT NULL CHECK (amount_fen > 0),
  granted_on      date NOT NULL,
  period          daterange CHECK (NOT isempty(period)),
  state           text NOT NULL DEFAULT 'granted'
                  CHECK (state IN ('granted', 'paid', 'withdrawn', 'recovered')),
  case_id         bigint,
  place           bigint NOT NULL,
  decided_by      bigint,
  recorded_at     timestamptz NOT NULL,
  ended_on        date,
  ended_because   text,
  CHECK (person_id IS NOT NULL OR organisation_id IS NOT NULL),
  CHECK (source <> 'leye' OR (decided_by IS NOT NULL AND case_id IS NOT NULL
                              AND period IS NOT NULL AND subject_id IS NOT NULL)),
  CHECK ((state IN ('withdrawn', 'recovered')) = (ended_on IS NOT NULL))
);
CREATE INDEX ON benefit_grant (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX ON benefit_grant (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX ON benefit_grant (measure, granted_on);
CREATE INDEX ON benefit_grant (case_id) WHERE case_id IS NOT NULL;

-- Names of exclusions and limits, numbered once for each area.
CREATE TABLE exclusion_rule (
  slot bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE               -- "exclusion:hiring_once", "limit:hiring_subsidy:person"
);

CREATE TABLE exclusion_slot (
  grant_id     bigint NOT NULL REFERENCES benefit_grant (id),
  subject      bigint NOT NULL,
  subject_kind smallint NOT NULL,         -- 1 person, 2 organisation, 3 both as a pair (hashed)
  slot         bigint NOT NULL REFERENCES exclusion_rule (slot),
  member       bigint NOT NULL,
  period       daterange NOT NULL CHECK (NOT isempty(period)),
  EXCLUDE USING gist (subject public.gist_int8_ops WITH =,
                      slot public.gist_int8_ops WITH =,
                      subject_kind public.gist_int2_ops WITH =,
                      period WITH &&,
                      member public.gist_int8_ops WITH <>)
);
CREATE INDEX ON exclusion_slot (grant_id);

ALTER TABLE benefit_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY place ON benefit_grant
  USING (place BETWEEN nullif(current_setting('leye.place_lo', true), '')::bigint
                   AND nullif(current_setting('leye.place_hi', true), '')::bigint);
REVOKE DELETE ON benefit_grant FROM leye_app;
