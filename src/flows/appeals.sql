-- name: insert_appeal
INSERT INTO appeal (case_id, place, text, made_by, made_at, state)
VALUES ($1, $2, $3, $4, $5, 'open')
ON CONFLICT (case_id) WHERE state = 'open' DO NOTHING
RETURNING id;

-- name: appeals_of_case
SELECT id, case_id, text, made_at, state, answer, new_case
FROM appeal WHERE case_id = $1 ORDER BY id;

-- name: find_appeal
SELECT id, case_id, state FROM appeal WHERE id = $1;

-- name: lock_appeal
SELECT id, case_id, state FROM appeal WHERE id = $1 FOR UPDATE;

-- name: answer_appeal
UPDATE appeal SET state = $2, answer = $3, answered_by = $4, answered_at = $5, new_case = $6
WHERE id = $1;
