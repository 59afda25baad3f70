-- What a query gave: a line for each subject, whatever its columns are (scratch.cpp).
-- name: scratch_answers
select to_jsonb(answers)::text as answer from rule_answers answers order by subject

-- What a query for sums gave: its one line.
-- name: scratch_sums
select to_jsonb(sums)::text as sums from rule_sums sums
