-- Correcting and withdrawing records, with the reason: record_changes.hpp.

-- name: record_to_change
select record.id, record.place, digest_of_facts(record.facts) as said,
  person.place as person_place, version.place as organisation_place,
  (select count(*) from register_record other
   where other.refers @> array[record.id] and other.known_to = 'infinity') as named_by
from register_record record
left join person_identity person on person.person_id = record.person_id
left join organisation_version version on version.organisation_id = record.organisation_id
  and version.known_to = 'infinity' and upper_inf(version.valid)
where record.id = $1 and record.entity = $2 and record.known_to = 'infinity'
  and ($3 = 'person' and record.person_id = $4 or $3 = 'organisation' and record.organisation_id = $4)

-- name: keep_withdrawn_record
insert into register_record_past (
  id, entity, person_id, organisation_id, key, valid, facts, refers, place, source, known_from,
  known_to)
select id, entity, person_id, organisation_id, key, valid, facts, refers, place, source, known_from,
  $2::timestamptz
from register_record where id = $1

-- name: delete_withdrawn_record
delete from register_record where id = $1 and known_to = 'infinity'

-- name: is_known_since
select count(*) as n from register_record where id = $1 and known_from >= $2

-- name: note_change
insert into register_record_change (record, change, reason, account, made_by, made_at, place, said)
values ($1, $2, $3, $4, $5,
  case when $2 = 'corrected' then (select known_from from register_record where id = $1)
       else $6::timestamptz end, $7, $8)
