-- What the rules said of decided rows (kept_answers.hpp).

-- name: insert_answer
-- The version is the latest in force with these rules on the day of the decision.
INSERT INTO row_answer (row_id, case_id, place, policy_version, applied_on, known_at, text)
VALUES ($1, $2, $3,
        (SELECT number FROM policy_version WHERE plan_digest = $4 AND in_force_from <= $5
         AND taken_back_at IS NULL
         ORDER BY in_force_from DESC, number DESC LIMIT 1),
        $6, $7, $8);

-- name: answer_of_row
SELECT policy_version, applied_on, known_at, text FROM row_answer
WHERE case_id = $1 AND row_id = $2 ORDER BY id DESC LIMIT 1;
