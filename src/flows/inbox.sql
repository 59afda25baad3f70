-- name: todo
SELECT task.id AS task_id, task.step, task.about, task.due_on, task.claimed_by, task.created_at,
       flow_case.id AS case_id, flow_case.number, flow_case.measure, flow_case.applicant,
       flow_case.place, flow_case.amount_fen, flow_case.row_count, flow_case.opened_at,
       flow_case.state, flow_case.due_unknown, coalesce(place.name, '') AS place_name,
       count(*) OVER () AS total
FROM task
JOIN flow_case ON flow_case.id = task.case_id
LEFT JOIN leye.place ON place.code = flow_case.place
WHERE task.state = 'open' AND task.role = ANY ($1::text[]) AND task.place BETWEEN $2 AND $3
  AND ($4::bigint IS NULL OR flow_case.organisation_id = $4)
  AND ($5::bigint IS NULL OR flow_case.person_id = $5)
  AND ($6 = '' OR flow_case.measure = $6)
  AND ($7::date IS NULL OR task.due_on <= $7)
  AND (task.claimed_by IS NULL OR task.claimed_by IN ($8, $11))
ORDER BY task.due_on NULLS LAST, task.id
LIMIT $9 OFFSET $10;

-- name: done
SELECT task.id AS task_id, task.step, task.about, task.due_on, task.claimed_by, task.done_at AS created_at,
       flow_case.id AS case_id, flow_case.number, flow_case.measure, flow_case.applicant,
       flow_case.place, flow_case.amount_fen, flow_case.row_count, flow_case.opened_at,
       flow_case.state, false AS due_unknown, coalesce(place.name, '') AS place_name,
       count(*) OVER () AS total
FROM task
JOIN flow_case ON flow_case.id = task.case_id
LEFT JOIN leye.place ON place.code = flow_case.place
WHERE task.done_by = $1 AND ($2 = '' OR flow_case.measure = $2)
ORDER BY task.done_at DESC, task.id DESC
LIMIT $3 OFFSET $4;

-- name: mine
SELECT 0::bigint AS task_id, flow_case.step, '' AS about, flow_case.due_on, NULL::bigint AS claimed_by,
       flow_case.opened_at AS created_at, flow_case.id AS case_id, flow_case.number,
       flow_case.measure, flow_case.applicant, flow_case.place, flow_case.amount_fen,
       flow_case.row_count, flow_case.opened_at, flow_case.state, flow_case.due_unknown,
       coalesce(place.name, '') AS place_name, count(*) OVER () AS total
FROM flow_case
LEFT JOIN leye.place ON place.code = flow_case.place
WHERE (flow_case.opened_by = $1 OR flow_case.organisation_id = $2 OR flow_case.person_id = $3)
  AND ($4 = '' OR flow_case.measure = $4)
ORDER BY flow_case.id DESC
LIMIT $5 OFFSET $6;

-- name: cases
SELECT 0::bigint AS task_id, flow_case.step, '' AS about, flow_case.due_on, NULL::bigint AS claimed_by,
       flow_case.opened_at AS created_at, flow_case.id AS case_id, flow_case.number,
       flow_case.measure, flow_case.applicant, flow_case.place, flow_case.amount_fen,
       flow_case.row_count, flow_case.opened_at, flow_case.state, flow_case.due_unknown,
       coalesce(place.name, '') AS place_name, count(*) OVER () AS total
FROM flow_case
LEFT JOIN leye.place ON place.code = flow_case.place
WHERE ($1 = '' OR flow_case.measure = $1) AND ($2 = '' OR flow_case.state = $2)
  AND ($3::bigint IS NULL OR flow_case.organisation_id = $3)
  AND ($4::bigint IS NULL OR flow_case.person_id = $4)
ORDER BY flow_case.id DESC
LIMIT $5 OFFSET $6;
