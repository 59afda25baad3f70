-- Versions of a pack (versions.hpp).

-- name: versions
SELECT number, pack, title, base, in_force_from, origin, digest, plan_digest, note, asked_by,
       asked_by_name, asked_at, approved_by, approved_by_name, approved_at, recorded_at,
       taken_back_by, taken_back_by_name, taken_back_at, taken_back_why,
       (SELECT id FROM policy_draft WHERE policy_draft.version = policy_version.number) AS draft
FROM policy_version WHERE pack = $1 ORDER BY number DESC;

-- name: version
SELECT number, pack, title, base, in_force_from, origin, digest, plan_digest, note, asked_by,
       asked_by_name, asked_at, approved_by, approved_by_name, approved_at, recorded_at,
       taken_back_by, taken_back_by_name, taken_back_at, taken_back_why,
       (SELECT id FROM policy_draft WHERE policy_draft.version = policy_version.number) AS draft
FROM policy_version WHERE number = $1;

-- name: version_in_force
-- Where the day lies before all of them, the first one.
SELECT number FROM policy_version WHERE pack = $1 AND taken_back_at IS NULL
ORDER BY in_force_from <= $2 DESC,
         CASE WHEN in_force_from <= $2 THEN in_force_from END DESC NULLS LAST,
         CASE WHEN in_force_from <= $2 THEN number END DESC NULLS LAST, number
LIMIT 1;

-- name: latest_pack
SELECT pack FROM policy_version ORDER BY number DESC LIMIT 1;

-- name: version_files
SELECT path, text FROM policy_version_file WHERE version = $1 ORDER BY path;

-- name: insert_version
INSERT INTO policy_version (number, pack, title, base, in_force_from, origin, digest, plan_digest,
                            note, asked_by, asked_by_name, asked_at, approved_by, approved_by_name,
                            approved_at, recorded_at)
SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
       $15
FROM policy_version
RETURNING number;

-- name: insert_version_files
INSERT INTO policy_version_file (version, path, text)
SELECT $1, path, text FROM unnest($2::text[], $3::text[]) AS files (path, text);

-- name: take_back_version
UPDATE policy_version
SET taken_back_on = $2, taken_back_at = $3, taken_back_by = $4, taken_back_by_name = $5,
    taken_back_why = $6
WHERE number = $1 AND origin = 'workbench' AND in_force_from > $2 AND taken_back_at IS NULL;
