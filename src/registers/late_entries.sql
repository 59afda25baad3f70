-- Late entries: see late_entries.hpp.

-- name: keep_late_entry
-- $1: entity, $2: person or null, $3: employer or null, $4: happened on, $5: done at, $6: by whom,
-- $7: why late, $8, $9: who entered it, $10: when
insert into late_entry (entity, person_id, organisation_id, happened_on, done_at, done_by, reason,
  place, recorded_by, recorded_by_name, known_from)
select $1::text, $2::bigint, $3::bigint, $4::date, $5::timestamptz, $6::text, $7::text,
  coalesce(
    (select place from person_identity where person_id = $2::bigint),
    (select place from organisation_version
     where organisation_id = $3::bigint and known_to = 'infinity' and upper_inf(valid))),
  $8::bigint, $9::text, $10::timestamptz

-- name: late_entries_of_person
-- $1: person, $2: known at
select entity, person_id, organisation_id, happened_on, done_at, done_by, reason, recorded_by,
  recorded_by_name, known_from
from late_entry where person_id = $1 and known_from <= $2
order by happened_on desc, id desc

-- name: late_entries_of_organisation
-- $1: employer, $2: known at
select entity, person_id, organisation_id, happened_on, done_at, done_by, reason, recorded_by,
  recorded_by_name, known_from
from late_entry where organisation_id = $1 and known_from <= $2
order by happened_on desc, id desc
