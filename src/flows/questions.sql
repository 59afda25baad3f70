-- name: insert_question
INSERT INTO question (case_id, row_id, place, missing, asked_by, asked_at, due_on)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (row_id) WHERE answer IS NULL DO NOTHING;

-- name: questions_of_case
SELECT id, row_id, missing, asked_at, due_on, answer, answered_at
FROM question WHERE case_id = $1 ORDER BY id;

-- name: last_question_of_row
SELECT due_on, answer FROM question WHERE row_id = $1 ORDER BY id DESC LIMIT 1;

-- name: lock_question
SELECT id, case_id, row_id, answer FROM question WHERE id = $1 FOR UPDATE;

-- name: answer_question
UPDATE question SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1;

-- name: open_questions
SELECT count(*) AS n FROM question WHERE case_id = $1 AND answer IS NULL;
