-- name: paid_row
SELECT case_row.id, case_row.label, case_row.grant_id, case_row.person_id, case_row.organisation_id,
       benefit_grant.amount_fen, benefit_grant.state, benefit_grant.payee_kind
FROM case_row JOIN benefit_grant ON benefit_grant.id = case_row.grant_id
WHERE case_row.case_id = $1 AND case_row.id = $2
FOR UPDATE OF benefit_grant;

-- name: insert_recovery
INSERT INTO recovery (number, case_id, row_id, grant_id, measure, place, person_id,
                      organisation_id, payee, label, ground, finding, amount_fen, state, found_by,
                      found_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'found', $14, $15)
ON CONFLICT (grant_id) WHERE state IN ('found', 'notified', 'decided') DO NOTHING
RETURNING id;

-- name: insert_flag
INSERT INTO review_flag (case_id, row_id, grant_id, place, text, flagged_by, flagged_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: flags_of_case
SELECT row_id, text, flagged_at FROM review_flag WHERE case_id = $1 ORDER BY id;

-- name: find_recovery
SELECT id, number, case_id, row_id, grant_id, measure, place, person_id, organisation_id, payee,
       label, ground, finding, amount_fen, repaid_fen, state, version, found_by, found_at,
       notified_at, statement_until, statement, stated_at, decided_by, decided_at, decision,
       repay_until, reminders, closed_at
FROM recovery WHERE id = $1;

-- name: lock_recovery
SELECT id, number, case_id, row_id, grant_id, measure, place, person_id, organisation_id, payee,
       label, ground, finding, amount_fen, repaid_fen, state, version, found_by, found_at,
       notified_at, statement_until, statement, stated_at, decided_by, decided_at, decision,
       repay_until, reminders, closed_at
FROM recovery WHERE id = $1 FOR UPDATE;

-- name: recoveries_of_case
SELECT id, number, case_id, row_id, grant_id, measure, place, person_id, organisation_id, payee,
       label, ground, finding, amount_fen, repaid_fen, state, version, found_by, found_at,
       notified_at, statement_until, statement, stated_at, decided_by, decided_at, decision,
       repay_until, reminders, closed_at
FROM recovery WHERE case_id = $1 ORDER BY id;

-- name: list_recoveries
SELECT id, number, case_id, row_id, grant_id, measure, place, person_id, organisation_id, payee,
       label, ground, finding, amount_fen, repaid_fen, state, version, found_by, found_at,
       notified_at, statement_until, statement, stated_at, decided_by, decided_at, decision,
       repay_until, reminders, closed_at, count(*) OVER () AS total
FROM recovery
WHERE ($1 = '' OR state = $1)
  AND ($2::bigint IS NULL OR organisation_id = $2) AND ($3::bigint IS NULL OR person_id = $3)
  AND (state <> 'found' OR ($2::bigint IS NULL AND $3::bigint IS NULL))
ORDER BY id DESC LIMIT $4 OFFSET $5;

-- name: recovery_of_number
SELECT id FROM recovery WHERE number = $1;

-- name: update_recovery
UPDATE recovery
SET version = version + 1, state = $3, amount_fen = $4, repaid_fen = $5, notified_at = $6,
    statement_until = $7, statement = $8, stated_at = $9, decided_by = $10, decided_at = $11,
    decision = $12, repay_until = $13, reminders = $14, closed_at = $15
WHERE id = $1 AND version = $2;

-- name: insert_recovery_event
INSERT INTO recovery_event (recovery_id, version, place, action, actor, happened_at, text)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: recovery_events
SELECT version, action, actor, happened_at, text FROM recovery_event
WHERE recovery_id = $1 ORDER BY version;

-- name: finish_recovery_task
UPDATE task SET state = 'done', done_by = $3, done_at = $4
WHERE case_id = $1 AND about = $2 AND state = 'open';

-- name: insert_recovery_task
INSERT INTO task (case_id, step, role, place, state, created_at, due_on, about)
SELECT $1, step, $2, $3, 'open', $4, $5, $6 FROM flow_case WHERE id = $1;

-- name: find_repayment
SELECT recovery_id, amount_fen, paid_on FROM repayment WHERE voucher = $1;

-- name: insert_repayment
INSERT INTO repayment (recovery_id, place, source, voucher, amount_fen, paid_on, file_id,
                       recorded_by, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: repayments_of
SELECT source, voucher, amount_fen, paid_on, recorded_by, recorded_at FROM repayment
WHERE recovery_id = $1 ORDER BY id;

-- name: insert_repayment_file
INSERT INTO repayment_file (digest, received_by, received_at, row_count, total_fen)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (digest) DO NOTHING RETURNING id;
