-- Drafts of the next version (drafts.hpp).

-- name: insert_draft
INSERT INTO policy_draft (pack, base, title, owner, owner_name, made_at, changed_by_name,
                          changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $5, $6) RETURNING id;

-- name: count_open_drafts
SELECT count(*) AS count FROM policy_draft WHERE state IN ('open', 'submitted');

-- name: drafts
SELECT id, pack, base, title, owner, owner_name, state, revision, in_force_from, note, asked_by,
       asked_by_name, asked_at, submission, version, made_at, changed_by_name, changed_at,
       (SELECT count(*) FROM policy_draft_file WHERE draft = policy_draft.id) AS changed_files
FROM policy_draft WHERE pack = $1
ORDER BY state IN ('open', 'submitted') DESC, changed_at DESC, id DESC LIMIT $2;

-- name: draft
SELECT id, pack, base, title, owner, owner_name, state, revision, in_force_from, note, asked_by,
       asked_by_name, asked_at, submission, version, made_at, changed_by_name, changed_at,
       (SELECT count(*) FROM policy_draft_file WHERE draft = policy_draft.id) AS changed_files
FROM policy_draft WHERE id = $1;

-- name: lock_draft
SELECT id FROM policy_draft WHERE id = $1 FOR UPDATE;

-- name: draft_files
SELECT path, text FROM policy_draft_file WHERE draft = $1 ORDER BY path;

-- name: put_draft_file
INSERT INTO policy_draft_file (draft, path, text) VALUES ($1, $2, $3)
ON CONFLICT (draft, path) DO UPDATE SET text = excluded.text;

-- name: drop_draft_file
DELETE FROM policy_draft_file WHERE draft = $1 AND path = $2;

-- name: drop_draft_files
DELETE FROM policy_draft_file WHERE draft = $1;

-- name: move_draft
UPDATE policy_draft
SET base = $2, revision = revision + 1, changed_by_name = $3, changed_at = $4
WHERE id = $1 AND state = 'open'
RETURNING revision;

-- name: touch_draft
UPDATE policy_draft SET revision = revision + 1, changed_by_name = $2, changed_at = $3
WHERE id = $1 AND state = 'open'
RETURNING revision;

-- name: submit_draft
UPDATE policy_draft
SET state = 'submitted', in_force_from = $2, note = $3, asked_by = $4, asked_by_name = $5,
    asked_at = $6, submission = $7
WHERE id = $1 AND state = 'open';

-- name: reopen_draft
UPDATE policy_draft SET state = 'open' WHERE id = $1 AND state = 'submitted';

-- name: reopen_taken_back
-- The draft that became a version which was taken back.
UPDATE policy_draft SET state = 'open', version = NULL
WHERE version = $1 AND state = 'published'
RETURNING id;

-- name: withdraw_draft
UPDATE policy_draft SET state = 'withdrawn' WHERE id = $1 AND state IN ('open', 'submitted');

-- name: publish_draft
UPDATE policy_draft SET state = 'published', version = $2 WHERE id = $1 AND state = 'submitted';

-- name: insert_draft_event
INSERT INTO policy_draft_event (draft, happened_at, account, name, act, text)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: draft_events
SELECT happened_at, name, act, text FROM policy_draft_event WHERE draft = $1 ORDER BY id DESC
LIMIT 200;
