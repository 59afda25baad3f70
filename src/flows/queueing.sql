-- name: waiting_rows
SELECT case_row.case_id, case_row.subject_id,
       coalesce(flow_case.taken_in_at, flow_case.opened_at) AS applied_at
FROM case_row JOIN flow_case ON flow_case.id = case_row.case_id
WHERE case_row.measure = $1 AND case_row.state = 'pending' AND case_row.case_id <> $2
ORDER BY case_row.id;

-- name: judgements_of_waiting_rows
SELECT case_row.case_id, case_row.subject_id, row_judgement.judgement, row_judgement.holds,
       row_judgement.reason, row_judgement.decider, row_judgement.decided_at
FROM case_row JOIN row_judgement ON row_judgement.row_id = case_row.id
WHERE case_row.measure = $1 AND case_row.state = 'pending' AND case_row.case_id <> $2
ORDER BY row_judgement.id;

-- name: lock_queue
SELECT pg_advisory_xact_lock(hashtextextended('quota:' || current_schema() || ':' || $1::text, 0));

-- name: taken_of_measure
SELECT year, grants, amount_fen FROM taken_of_measure($1);
