-- name: insert_message
INSERT INTO message (place, person_id, organisation_id, case_id, kind, title, body, sent_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: list_messages
SELECT id, place, person_id, organisation_id, case_id, kind, title, body, sent_at, read_at,
       count(*) OVER () AS total, count(*) FILTER (WHERE read_at IS NULL) OVER () AS unread
FROM message WHERE organisation_id = $1 OR person_id = $2
ORDER BY id DESC LIMIT $3 OFFSET $4;

-- name: read_message
UPDATE message SET read_at = coalesce(read_at, $4)
WHERE id = $1 AND (organisation_id = $2 OR person_id = $3);
