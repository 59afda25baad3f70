-- name: measures_with_claims
SELECT measure FROM case_row WHERE state = 'pending'
UNION
SELECT measure FROM benefit_grant WHERE state IN ('granted', 'paid')
ORDER BY measure;
