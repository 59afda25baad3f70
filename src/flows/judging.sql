-- name: insert_judgement
INSERT INTO row_judgement (case_id, row_id, place, judgement, holds, reason, decided_by, decider,
                           decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: judgements_of_case
SELECT row_id, judgement, holds, reason, decided_by, decider, decided_at
FROM row_judgement WHERE case_id = $1 ORDER BY id;
