-- The workbench of policies (src/workbench): versions of the pack in force, and drafts of the next.
-- They belong to the area as a whole: who has a place in it may see them, who may change them is
-- the program's to say; that two people publish stands here.

CREATE TABLE policy_version (
  number           bigint PRIMARY KEY CHECK (number > 0),
  pack             text NOT NULL,           -- "qingyang-2023"
  title            text NOT NULL,
  base             bigint REFERENCES policy_version (number),
  in_force_from    date NOT NULL,
  origin           text NOT NULL CHECK (origin IN ('installation', 'workbench')),
  digest           text NOT NULL,           -- of all its files
  plan_digest      text NOT NULL,           -- of its rules: `pack` of cases and grants
  note             text NOT NULL DEFAULT '',
  asked_by         bigint,
  asked_by_name    text,
  asked_at         timestamptz,
  approved_by      bigint,
  approved_by_name text,
  approved_at      timestamptz,
  recorded_at      timestamptz NOT NULL,
  CONSTRAINT published_by_two CHECK (
    origin = 'installation'
    OR (asked_by IS NOT NULL AND asked_at IS NOT NULL AND approved_by IS NOT NULL
        AND approved_at IS NOT NULL AND asked_by <> approved_by))
);
CREATE INDEX policy_version_in_force ON policy_version (pack, in_force_from, number);
CREATE INDEX policy_version_rules ON policy_version (plan_digest);

-- The whole text: of the pack's folder and of the packs that it uses.
CREATE TABLE policy_version_file (
  version bigint NOT NULL REFERENCES policy_version (number),
  path    text NOT NULL,                    -- "qingyang-2023/8-hiring.md"
  text    text NOT NULL,
  PRIMARY KEY (version, path)
);

CREATE TABLE policy_draft (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  pack            text NOT NULL,
  base            bigint NOT NULL REFERENCES policy_version (number),
  title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  owner           bigint NOT NULL,
  owner_name      text NOT NULL,
  state           text NOT NULL DEFAULT 'open'
                  CHECK (state IN ('open', 'submitted', 'published', 'withdrawn')),
  revision        bigint NOT NULL DEFAULT 1,
  in_force_from   date,                     -- wished by who asked
  note            text NOT NULL DEFAULT '',
  asked_by        bigint,
  asked_by_name   text,
  asked_at        timestamptz,
  submission      jsonb,                    -- what the asker had before him
  version         bigint UNIQUE REFERENCES policy_version (number),
  made_at         timestamptz NOT NULL,
  changed_by_name text NOT NULL,
  changed_at      timestamptz NOT NULL,
  CHECK ((state = 'published') = (version IS NOT NULL)),
  CHECK (state NOT IN ('submitted', 'published')
         OR (asked_by IS NOT NULL AND in_force_from IS NOT NULL))
);
CREATE INDEX policy_draft_open ON policy_draft (changed_at) WHERE state IN ('open', 'submitted');

-- Only what differs from the base; no text: the file is left out.
CREATE TABLE policy_draft_file (
  draft bigint NOT NULL REFERENCES policy_draft (id),
  path  text NOT NULL,
  text  text,
  PRIMARY KEY (draft, path)
);

CREATE TABLE policy_draft_event (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  draft       bigint NOT NULL REFERENCES policy_draft (id),
  happened_at timestamptz NOT NULL,
  account     bigint NOT NULL,
  name        text NOT NULL,
  act         text NOT NULL,
  text        text NOT NULL DEFAULT ''
);
CREATE INDEX policy_draft_event_draft ON policy_draft_event (draft, id);

ALTER TABLE policy_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_version_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_draft_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_draft_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY has_a_place ON policy_version TO leye_app USING (
  nullif(current_setting('leye.place_lo', true), '')::bigint
  <= nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY has_a_place ON policy_version_file TO leye_app USING (
  nullif(current_setting('leye.place_lo', true), '')::bigint
  <= nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY has_a_place ON policy_draft TO leye_app USING (
  nullif(current_setting('leye.place_lo', true), '')::bigint
  <= nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY has_a_place ON policy_draft_file TO leye_app USING (
  nullif(current_setting('leye.place_lo', true), '')::bigint
  <= nullif(current_setting('leye.place_hi', true), '')::bigint);
CREATE POLICY has_a_place ON policy_draft_event TO leye_app USING (
  nullif(current_setting('leye.place_lo', true), '')::bigint
  <= nullif(current_setting('leye.place_hi', true), '')::bigint);

REVOKE UPDATE, DELETE, TRUNCATE ON policy_version, policy_version_file, policy_draft_event
  FROM leye_app;
REVOKE DELETE, TRUNCATE ON policy_draft FROM leye_app;
