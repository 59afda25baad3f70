-- name: insert_judgement
INSERT INTO row_judgement (case_id, row_id, place, judgement, holds, reason, decided_by, decider,
                           decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: judgements_of_case
SELECT row_id, judgement, holds, reason, decided_by, decider, decided_at
FROM row_judgement WHERE case_id = $1 ORDER BY id;

-- name: judgements_before
SELECT DISTINCT ON (now.id, row_judgement.judgement)
       now.id AS row_id, row_judgement.judgement, row_judgement.holds, row_judgement.reason,
       row_judgement.decided_by, row_judgement.decider, row_judgement.decided_at,
       flow_case.number AS case_number
FROM case_row AS now
JOIN case_row AS earlier ON earlier.subject_kind = now.subject_kind
                        AND earlier.subject_id = now.subject_id AND earlier.case_id <> now.case_id
JOIN row_judgement ON row_judgement.row_id = earlier.id
JOIN flow_case ON flow_case.id = earlier.case_id
WHERE now.case_id = $1
ORDER BY now.id, row_judgement.judgement, row_judgement.id DESC;
