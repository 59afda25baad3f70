-- Slots of the grants that follow a merged person: merged_grants.hpp.

-- name: grants_of_merge
-- Those that moved, with the two people and the employer.
select benefit_grant.id, benefit_grant.organisation_id, merge.survivor_id, merge.merged_id
from person_merge merge
join person_merge_row moved on moved.merge_id = merge.id and moved.rows_of = 'benefit_grant'
  and moved.change = 'moved'
join benefit_grant on benefit_grant.id = moved.row_id
  and benefit_grant.person_id = merge.survivor_id
where merge.id = $1
order by benefit_grant.id

-- name: move_slots
select grant_id, rule from move_slots_of_grants($1, $2, $3::smallint, $4::bigint[])

-- name: measures_of_grants
select string_agg(distinct measure, ', ' order by measure) as measures from benefit_grant
where id = any($1::bigint[])
