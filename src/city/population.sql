-- What is known of a populated area, and what screening found in it.

-- name: has_person
select 1 as one from person limit 1

-- name: found_subjects
select subject_id, outcome, settled, amount_fen, low_fen, coalesce(high_fen, -1) as high_fen
from screening_result
where measure = $1 and subject_id = any ($2)

-- name: found_totals
select count(*) filter (where outcome = 'eligible') as eligible,
       coalesce(sum(amount_fen) filter (where outcome = 'eligible'), 0)::bigint as amount_fen,
       count(*) filter (where outcome = 'undetermined') as undetermined,
       coalesce(sum(low_fen) filter (where outcome = 'undetermined'), 0)::bigint as low_fen,
       coalesce(sum(high_fen) filter (where outcome = 'undetermined'), 0)::bigint as high_fen
from screening_result
where measure = $1

-- name: found_after_exclusion
select count(*) as eligible, coalesce(sum(amount_fen), 0)::bigint as amount_fen
from screening_result
where measure = any ($1) and outcome = 'eligible' and settled = 'granted'

-- name: found_duplicate_files
select count(*) as pairs
from unnest($1::bigint[], $2::bigint[]) as pair (right_file, wrong_file)
join person_identity as one on one.person_id = pair.right_file
join person_identity as other on other.person_id = pair.wrong_file
where one.phone_blind = other.phone_blind and one.name = other.name
  and one.number_blind <> other.number_blind
