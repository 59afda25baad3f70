-- name: find_case
SELECT id, number, measure, pack, place, applicant_kind, person_id, organisation_id, applicant,
       state, step, version, amount_fen, row_count, opened_at, opened_by, taken_in_at, taken_in_by,
       decided_at, decided_by, paid_by, ended_at, due_on, due_unknown, request,
       follows_case
FROM flow_case WHERE id = $1;

-- name: lock_case
SELECT id, number, measure, pack, place, applicant_kind, person_id, organisation_id, applicant,
       state, step, version, amount_fen, row_count, opened_at, opened_by, taken_in_at, taken_in_by,
       decided_at, decided_by, paid_by, ended_at, due_on, due_unknown, request,
       follows_case
FROM flow_case WHERE id = $1 FOR UPDATE;

-- name: rows_of_case
SELECT id, subject_kind, subject_id, person_id, organisation_id, label, id_number, amount_fen,
       lower(period) AS period_from, upper(period) - 1 AS period_until, state, opinion,
       refused_clauses, facts_digest, changed, grant_id, finding, missing, waiting, queue
FROM case_row WHERE case_id = $1 ORDER BY id;

-- name: insert_case
INSERT INTO flow_case (number, measure, pack, place, applicant_kind, person_id, organisation_id,
                       applicant, state, step, amount_fen, row_count, opened_at, opened_by, due_on,
                       due_unknown, request, follows_case, pays, policy_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
        (SELECT policy_version.number FROM policy_version
         WHERE plan_digest = $3 AND in_force_from <= $19 AND taken_back_at IS NULL
         ORDER BY in_force_from DESC, policy_version.number DESC LIMIT 1))
RETURNING id;

-- name: insert_row
INSERT INTO case_row (case_id, place, measure, subject_kind, subject_id, person_id,
                      organisation_id, label, id_number, amount_fen, period, state, facts_digest,
                      finding, refused_clauses, missing, waiting)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'pending', $12, $13, $14, $15, $16);

-- name: update_case
UPDATE flow_case
SET version = version + 1, state = $3, step = $4, amount_fen = $5, taken_in_at = $6,
    taken_in_by = $7, decided_at = $8, decided_by = $9, paid_by = $10, ended_at = $11,
    due_on = $12, due_unknown = $13
WHERE id = $1 AND version = $2;

-- name: update_row
UPDATE case_row
SET state = $2, opinion = $3, amount_fen = $4, facts_digest = $5, changed = $6, grant_id = $7,
    refused_clauses = $8, finding = $9, missing = $10, waiting = $11, queue = $12
WHERE id = $1;

-- name: insert_event
INSERT INTO case_event (case_id, place, version, passed, step, action, actor, role, happened_at,
                        opinion, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: events_of_case
SELECT version, passed, step, action, actor, role, happened_at, opinion, detail
FROM case_event WHERE case_id = $1 ORDER BY version;

-- name: who_ended
SELECT actor FROM case_event
WHERE case_id = $1 AND action IN ('approve', 'refuse', 'reject') ORDER BY version DESC LIMIT 1;

-- name: who_passed
SELECT actor FROM case_event
WHERE case_id = $1 AND step = $2 AND passed ORDER BY version DESC LIMIT 1;

-- name: finish_task
UPDATE task SET state = 'done', done_by = $2, done_at = $3 WHERE case_id = $1 AND about = $4 AND state = 'open';

-- name: drop_task
UPDATE task SET state = 'dropped' WHERE case_id = $1 AND about = '' AND state = 'open';

-- name: drop_question_task
UPDATE task SET state = 'dropped' WHERE case_id = $1 AND about = 'question' AND state = 'open';

-- name: insert_task
INSERT INTO task (case_id, step, role, place, state, created_at, due_on, about)
VALUES ($1, $2, $3, $4, 'open', $5, $6, $7)
ON CONFLICT (case_id, about) WHERE state = 'open' DO NOTHING;

-- name: move_task_due
UPDATE task SET due_on = $2 WHERE case_id = $1 AND about = '' AND state = 'open';

-- name: claim_task
UPDATE task SET claimed_by = $2
WHERE id = $1 AND state = 'open' AND (claimed_by IS NULL OR claimed_by IN ($2, $6))
  AND role = ANY ($3::text[]) AND place BETWEEN $4 AND $5;

-- name: release_task
UPDATE task SET claimed_by = NULL WHERE id = $1 AND state = 'open' AND claimed_by = $2;

-- name: claimed_by_other
SELECT claimed_by FROM task
WHERE case_id = $1 AND about = '' AND state = 'open' AND claimed_by IS NOT NULL
  AND claimed_by <> $2 AND claimed_by IS DISTINCT FROM $3;

-- name: open_rows_of_subjects
SELECT case_row.subject_id, flow_case.number
FROM case_row JOIN flow_case ON flow_case.id = case_row.case_id
WHERE case_row.measure = $1 AND case_row.subject_kind = $2
  AND case_row.subject_id = ANY ($3::bigint[]) AND case_row.state = 'pending'
ORDER BY case_row.id;

-- name: next_number
INSERT INTO number_series (name, last) VALUES ($1, 1)
ON CONFLICT (name) DO UPDATE SET last = number_series.last + 1
RETURNING last;

-- name: person_names
SELECT person_id AS id, name, number_cipher, salt FROM person_identity
WHERE person_id = ANY ($1::bigint[]);

-- name: organisation_names
SELECT id, name, uscc, account_name, bank, account_cipher, salt FROM organisation_now
WHERE id = ANY ($1::bigint[]);

-- name: payees_of_case
SELECT id, name, bank, account_cipher, account_salt, shared FROM payees_of_case($1);

-- name: insert_visit
INSERT INTO site_visit (case_id, place, step, version, account, visited_on, outcome, finding,
                        photos, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: visits_of_case
SELECT step, version, account, visited_on, outcome, finding, photos, recorded_at,
       version > coalesce((SELECT max(version) FROM case_event
                           WHERE case_event.case_id = $1
                             AND action IN ('return', 'ask_correction')), 0) AS counts
FROM site_visit WHERE case_id = $1 ORDER BY id;

-- name: place_name
SELECT name FROM leye.place WHERE code = $1;

-- name: insert_paper
INSERT INTO issued_paper (case_id, place, kind, number, issued_on, issued_by)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: papers_of_case
SELECT kind, number, issued_on, issued_by FROM issued_paper WHERE case_id = $1 ORDER BY id;

-- name: openable_results
SELECT id, person_id, organisation_id, place
FROM screening_result
WHERE measure = $1 AND outcome = 'eligible' AND settled = 'granted'
  AND ($2::bigint IS NULL OR organisation_id = $2) AND ($3::bigint IS NULL OR person_id = $3)
  AND NOT EXISTS (SELECT FROM case_row
                  WHERE case_row.measure = screening_result.measure
                    AND case_row.subject_kind = screening_result.subject_kind
                    AND case_row.subject_id = screening_result.subject_id
                    AND case_row.state IN ('pending', 'granted', 'agreed'))
  AND NOT EXISTS (SELECT FROM erasure
                  WHERE erasure.person_id = screening_result.person_id
                    AND erasure.state = 'erased')
ORDER BY id;

-- name: paying_cases
SELECT id FROM flow_case WHERE state = 'paying' ORDER BY id;
