-- name: applications_in_queues
SELECT case_row.measure, case_row.subject_id,
       coalesce(flow_case.taken_in_at, flow_case.opened_at) AS applied_at
FROM case_row JOIN flow_case ON flow_case.id = case_row.case_id
WHERE case_row.measure = ANY ($1::text[]) AND case_row.state = 'pending'
ORDER BY case_row.measure, case_row.subject_id;

-- name: taken_of_quotas
SELECT measure, extract(year FROM granted_on)::bigint AS year, count(*) AS grants,
       coalesce(sum(amount_fen), 0)::bigint AS amount_fen
FROM benefit_grant
WHERE measure = ANY ($1::text[]) AND state IN ('granted', 'paid')
GROUP BY measure, extract(year FROM granted_on)
ORDER BY measure, extract(year FROM granted_on);
