-- Making a file by hand: see entry.hpp.

-- name: person_with_number
select person_id as id from person_identity where number_blind = $1

-- name: keep_told_apart
-- $1: one, $2: other, $3: what makes them alike, $4: how much, $5: why they are two, $6, $7: who says
-- so, $8: when
insert into duplicate_pair (first_id, second_id, reasons, score, place, second_place, found_at,
  state, reason, decided_by, decided_by_name, decided_at)
select
  first.person_id, second.person_id, $3::text[], $4::integer, first.place, second.place,
  $8::timestamptz, 'different', $5::text, $6::bigint, $7::text, $8::timestamptz
from person_identity first, person_identity second
where first.person_id = least($1::bigint, $2::bigint)
  and second.person_id = greatest($1::bigint, $2::bigint)
