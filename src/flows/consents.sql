-- name: place_of_person
SELECT place FROM person_identity WHERE person_id = $1

-- name: add_consent
INSERT INTO filing_consent (person_id, place, measure, how, evidence, witness, valid_until,
                            given_at, recorded_by, recorded_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7::date, $8, $9, $10)
RETURNING id

-- name: consent_in_force
-- $1: person, $2: measure, $3: day. One that names the measure before one for everything. Locked,
-- so that it is not withdrawn while something is filed under it.
SELECT id, how FROM filing_consent
WHERE person_id = $1 AND measure IN ($2, '') AND valid_until >= $3::date AND withdrawn_at IS NULL
ORDER BY measure = '', id DESC LIMIT 1
FOR SHARE

-- name: filing_of_case
SELECT person_id, place, measure, applicant FROM flow_case
WHERE id = $1 AND applicant_kind = 'person'

-- name: file_under
INSERT INTO case_consent (case_id, consent_id, place, filed_by, filed_by_name, filed_at)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: consents_of_person
SELECT id, measure, how, evidence, witness, valid_until, given_at, recorded_by_name, withdrawn_at,
  coalesce(withdrawn_because, '') AS withdrawn_because
FROM filing_consent WHERE person_id = $1 ORDER BY id DESC LIMIT 100

-- name: filings_of_person
SELECT f.consent_id, f.case_id, c.number, c.measure, f.filed_by_name, f.filed_at
FROM case_consent f JOIN filing_consent g ON g.id = f.consent_id JOIN flow_case c ON c.id = f.case_id
WHERE g.person_id = $1 ORDER BY f.filed_at DESC, f.case_id DESC LIMIT 200

-- name: filing_under
SELECT f.filed_by_name, f.filed_at, g.how
FROM case_consent f JOIN filing_consent g ON g.id = f.consent_id WHERE f.case_id = $1

-- name: person_of_consent
SELECT person_id, withdrawn_at IS NOT NULL AS withdrawn FROM filing_consent WHERE id = $1

-- name: withdraw_consent
UPDATE filing_consent SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_because = $4
WHERE id = $1 AND withdrawn_at IS NULL
