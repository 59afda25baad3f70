-- name: results_asked_for
SELECT id, measure, subject_id FROM screening_result WHERE id = ANY ($1::bigint[]) ORDER BY id;

-- name: employments_asked_for
SELECT employment.id, employment.person_id
FROM employment
WHERE employment.person_id = ANY ($1::bigint[])
  AND ($2::bigint IS NULL OR employment.employer_id = $2)
ORDER BY employment.person_id, employment.start_date DESC NULLS LAST, employment.id DESC;

-- name: record_asked_for
SELECT record.id
FROM register_record record
WHERE record.person_id = $1 AND record.entity = $2 AND record.known_to = 'infinity'
  AND NOT EXISTS (SELECT FROM case_row
                  WHERE case_row.measure = $3 AND case_row.subject_kind = $2
                    AND case_row.subject_id = record.id AND case_row.state = 'pending')
ORDER BY lower(record.valid) DESC NULLS LAST, record.id DESC
LIMIT 1;

-- name: organisation_asked_for
SELECT id FROM organisation_now WHERE id = $1;
