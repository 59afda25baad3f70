-- "Is this subject in a case already?" is asked for every entitled one when a list of tens of
-- thousands is opened: without an index each question reads all rows of all cases.
CREATE INDEX case_row_taken ON case_row (measure, subject_kind, subject_id)
  WHERE state IN ('pending', 'granted');
