-- name: insert_meeting
INSERT INTO meeting (number, title, place, held_on, chair_name, minutes, recorded_by, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
RETURNING id;

-- name: insert_attendance
INSERT INTO meeting_attendance (meeting_id, ordinal, name) VALUES ($1, $2, $3);

-- name: insert_recusal
INSERT INTO meeting_recusal (meeting_id, case_id, name, reason) VALUES ($1, $2, $3, $4);

-- name: insert_decision
INSERT INTO meeting_decision (meeting_id, case_id, decision, opinion) VALUES ($1, $2, $3, $4);

-- name: find_meeting
SELECT id, number, title, place, held_on, chair_name, minutes, recorded_by FROM meeting
WHERE id = $1;

-- name: meeting_of_case
SELECT meeting_id FROM meeting_decision WHERE case_id = $1 ORDER BY meeting_id DESC LIMIT 1;

-- name: list_meetings
SELECT id, number, title, place, held_on, chair_name, minutes, recorded_by,
       count(*) OVER () AS total
FROM meeting WHERE place BETWEEN $1 AND $2 ORDER BY id DESC LIMIT $3 OFFSET $4;

-- name: attendance
SELECT meeting_id, name FROM meeting_attendance WHERE meeting_id = ANY($1)
ORDER BY meeting_id, ordinal;

-- name: recusals
SELECT meeting_id, case_id, name, reason FROM meeting_recusal WHERE meeting_id = ANY($1)
ORDER BY meeting_id, case_id, name;

-- name: decisions
SELECT meeting_id, case_id, flow_case.number, flow_case.applicant, flow_case.measure,
       flow_case.amount_fen, decision, opinion
FROM meeting_decision JOIN flow_case ON flow_case.id = meeting_decision.case_id
WHERE meeting_id = ANY($1) ORDER BY meeting_id, case_id;

-- name: agenda
SELECT flow_case.id, flow_case.number, flow_case.applicant, flow_case.measure,
       flow_case.amount_fen, flow_case.row_count
FROM flow_case
WHERE flow_case.state = 'open' AND flow_case.step = ANY ($1::text[])
ORDER BY flow_case.id;
