-- An approved version that still waits for its day can be taken back: it keeps its number and its
-- text, and never comes into force. Nothing else of a version can be changed.

ALTER TABLE policy_version
  ADD COLUMN taken_back_on      date,        -- the business day
  ADD COLUMN taken_back_at      timestamptz,
  ADD COLUMN taken_back_by      bigint,
  ADD COLUMN taken_back_by_name text,
  ADD COLUMN taken_back_why     text,
  ADD CONSTRAINT taken_back_before_its_day CHECK (
    taken_back_on IS NULL
    OR (origin = 'workbench' AND taken_back_on < in_force_from)),
  ADD CONSTRAINT taken_back_with_a_reason CHECK (
    (taken_back_on IS NULL AND taken_back_at IS NULL AND taken_back_by IS NULL
     AND taken_back_by_name IS NULL AND taken_back_why IS NULL)
    OR (taken_back_on IS NOT NULL AND taken_back_at IS NOT NULL AND taken_back_by IS NOT NULL
        AND taken_back_by_name IS NOT NULL AND taken_back_why <> ''));

GRANT UPDATE (taken_back_on, taken_back_at, taken_back_by, taken_back_by_name, taken_back_why)
  ON policy_version TO leye_app;
