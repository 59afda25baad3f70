-- name: results_asked_for
SELECT id, measure, subject_id FROM screening_result WHERE id = ANY ($1::bigint[]) ORDER BY id;

-- name: employments_asked_for
SELECT employment.id, employment.person_id
FROM employment
WHERE employment.person_id = ANY ($1::bigint[])
  AND ($2::bigint IS NULL OR employment.employer_id = $2)
ORDER BY employment.person_id, employment.start_date DESC NULLS LAST, employment.id DESC;

-- name: organisation_asked_for
SELECT id FROM organisation_now WHERE id = $1;
