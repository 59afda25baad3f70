-- name: lock_screening
SELECT pg_try_advisory_xact_lock(hashtextextended('screening:' || current_schema(), 0)) AS locked;

-- name: fail_unfinished_runs
UPDATE screening_run SET state = 'failed', finished_at = $1, failure = '中断'
WHERE state = 'running';

-- name: start_run
INSERT INTO screening_run (pack, pack_digest, screened_on, state, started_at, started_by, total)
VALUES ($1, $2, $3, 'running', $4, $5, $6)
RETURNING id;

-- name: note_progress
UPDATE screening_run SET done = $2 WHERE id = $1;

-- name: fail_run
UPDATE screening_run SET state = 'failed', finished_at = $2, failure = $3 WHERE id = $1;

-- name: finish_run
UPDATE screening_run
SET state = 'done', done = total, finished_at = $2, inserted = $3, changed = $4, vanished = $5
WHERE id = $1;

-- name: count_persons
SELECT count(*) AS n FROM person;

-- name: count_organisations
SELECT count(*) AS n FROM organisation;

-- name: empty_staging
TRUNCATE screening_staging;

-- name: copy_staging
COPY screening_staging (measure, subject_kind, subject_id, person_id, organisation_id, place,
  outcome, settled, settled_by, queue_place, amount_fen, low_fen, high_fen, distance, failed,
  unknown, missing, event_on, period_from, period_until, digest) FROM STDIN BINARY;

-- name: count_results
SELECT count(*) AS n FROM screening_result;

-- name: merge_results
INSERT INTO screening_result (measure, subject_kind, subject_id, person_id, organisation_id, place,
  outcome, settled, settled_by, queue_place, amount_fen, low_fen, high_fen, distance, failed,
  unknown, missing, event_on, period_from, period_until, digest, run_id)
SELECT measure, subject_kind, subject_id, person_id, organisation_id, place, outcome, settled,
  settled_by, queue_place, amount_fen, low_fen, high_fen, distance, failed, unknown, missing,
  event_on, period_from, period_until, digest, $1
FROM screening_staging
ORDER BY measure, subject_id
ON CONFLICT (measure, subject_id) DO UPDATE SET
  person_id = excluded.person_id, organisation_id = excluded.organisation_id,
  place = excluded.place, outcome = excluded.outcome, settled = excluded.settled,
  settled_by = excluded.settled_by, queue_place = excluded.queue_place,
  amount_fen = excluded.amount_fen, low_fen = excluded.low_fen,
  high_fen = excluded.high_fen, distance = excluded.distance, failed = excluded.failed,
  unknown = excluded.unknown, missing = excluded.missing, event_on = excluded.event_on,
  period_from = excluded.period_from, period_until = excluded.period_until,
  digest = excluded.digest, run_id = excluded.run_id
WHERE screening_result.digest <> excluded.digest;

-- name: delete_vanished
DELETE FROM screening_result
WHERE NOT EXISTS (SELECT FROM screening_staging
                  WHERE screening_staging.measure = screening_result.measure
                    AND screening_staging.subject_id = screening_result.subject_id);

-- name: tally
SELECT measure, outcome, settled, place / 1000000 AS county, count(*) AS n,
       coalesce(sum(amount_fen), 0)::bigint AS amount_fen
FROM screening_result
GROUP BY measure, outcome, settled, place / 1000000
ORDER BY measure, outcome, settled, county;

-- name: county_names
SELECT code / 1000000 AS county, name FROM leye.place WHERE code % 1000000 = 0;

-- name: find_run
SELECT id, screened_on, state, done, total, started_at, finished_at, inserted, changed, vanished,
       coalesce(failure, '') AS failure
FROM screening_run
WHERE id = $1 OR ($1 = 0 AND id = (SELECT max(id) FROM screening_run));

-- name: list_results
SELECT screening_result.id, measure, subject_kind, subject_id, screening_result.person_id,
       screening_result.organisation_id, screening_result.place, outcome, settled,
       coalesce(settled_by, '') AS settled_by, coalesce(queue_place, 0)::bigint AS queue_place,
       amount_fen, low_fen, high_fen, distance, failed,
       unknown, missing, event_on, coalesce(person_identity.name, '') AS person_name,
       coalesce(organisation_now.name, '') AS organisation_name,
       coalesce(place.name, '') AS place_name, count(*) OVER () AS total
FROM screening_result
LEFT JOIN person_identity ON person_identity.person_id = screening_result.person_id
LEFT JOIN organisation_now ON organisation_now.id = screening_result.organisation_id
LEFT JOIN leye.place ON place.code = screening_result.place
WHERE (cardinality($1::bigint[]) = 0 OR screening_result.id = ANY ($1::bigint[]))
  AND ($2 = '' OR measure = $2) AND ($3 = '' OR outcome = $3)
  AND ($4::bigint IS NULL OR screening_result.organisation_id = $4)
  AND screening_result.place BETWEEN $5 AND $6
ORDER BY outcome, distance, screening_result.id
LIMIT $7 OFFSET $8;
