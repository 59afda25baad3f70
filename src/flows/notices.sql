-- name: published_notice
SELECT id, until FROM public_notice WHERE case_id = $1 AND state = 'published';

-- name: insert_notice
INSERT INTO public_notice (case_id, place, number, measure, title, body, kind, columns, state,
                           published_on, until, working_days, published_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'published', $9, $10, $11, $12)
RETURNING id;

-- name: insert_notice_row
INSERT INTO public_notice_row (notice_id, ordinal, row_id, name, id_number, employer, place_name,
                               amount_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: end_notice
UPDATE public_notice SET state = $2 WHERE id = $1;

-- name: open_objections
SELECT count(*) AS n FROM objection WHERE case_id = $1 AND state = 'open';

-- name: find_notice
SELECT public_notice.id, case_id, public_notice.place, number, measure, title, body, kind, columns,
       state, published_on, until, working_days, coalesce(place.name, '') AS place_name,
       (SELECT count(*) FROM objection WHERE objection.notice_id = public_notice.id) AS objections
FROM public_notice LEFT JOIN leye.place ON place.code = public_notice.place
WHERE public_notice.id = $1;

-- name: list_notices
SELECT public_notice.id, case_id, public_notice.place, number, measure, title, body, kind, columns,
       state, published_on, until, working_days, coalesce(place.name, '') AS place_name,
       0::bigint AS objections, count(*) OVER () AS total
FROM public_notice LEFT JOIN leye.place ON place.code = public_notice.place
WHERE state = 'published' AND until >= $1
ORDER BY public_notice.id DESC LIMIT $2 OFFSET $3;

-- name: notice_of_case
SELECT id FROM public_notice WHERE case_id = $1 ORDER BY id DESC LIMIT 1;

-- name: notice_rows
SELECT row_id, name, id_number, employer, place_name, amount_fen
FROM public_notice_row WHERE notice_id = $1 ORDER BY ordinal;

-- name: insert_objection
INSERT INTO objection (notice_id, case_id, place, row_id, text, contact, made_at, state)
SELECT id, case_id, place, $2, $3, $4, $5, 'open' FROM public_notice
WHERE id = $1 AND state = 'published' AND until >= $6
RETURNING id;

-- name: row_on_notice
SELECT row_id FROM public_notice_row WHERE notice_id = $1 AND row_id = $2;

-- name: objections_of_case
SELECT id, notice_id, row_id, text, contact, made_at, state, coalesce(answer, '') AS answer,
       answered_by, answered_at
FROM objection WHERE case_id = $1 ORDER BY id;

-- name: lock_objection
SELECT id, case_id, row_id, state FROM objection WHERE id = $1 FOR UPDATE;

-- name: answer_objection
UPDATE objection SET state = $2, answer = $3, answered_by = $4, answered_at = $5 WHERE id = $1;

-- name: unit_places
SELECT organisation_now.id, coalesce(place.name, '') AS place_name
FROM organisation_now
LEFT JOIN leye.place ON place.code = organisation_now.registered_place / 1000000 * 1000000
WHERE organisation_now.id = ANY ($1::bigint[]);
