-- Running cases that another version of the rules touches (touched.hpp).

-- name: touched_counts
SELECT case_row.measure, count(*) AS rows_touched, count(DISTINCT case_row.case_id) AS cases_touched
FROM case_row WHERE case_row.state = 'pending' AND case_row.measure = ANY ($1::text[])
GROUP BY case_row.measure ORDER BY case_row.measure;

-- name: touched_rows
SELECT case_row.id, case_row.case_id, case_row.measure, case_row.label, case_row.amount_fen,
       flow_case.number, flow_case.applicant, flow_case.step, flow_case.policy_version
FROM case_row JOIN flow_case ON flow_case.id = case_row.case_id
WHERE case_row.state = 'pending' AND case_row.measure = ANY ($1::text[])
ORDER BY case_row.case_id, case_row.id LIMIT $2;
