-- name: pending_cases
-- Of rows that are not decided yet, where they stand; only those that the reader may see.
SELECT case_row.measure, case_row.subject_id, case_row.case_id
FROM case_row
JOIN unnest($1::text[], $2::bigint[]) AS wanted (measure, subject_id)
  ON wanted.measure = case_row.measure AND wanted.subject_id = case_row.subject_id
WHERE case_row.state = 'pending'
ORDER BY case_row.case_id, case_row.id;
