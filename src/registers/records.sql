-- name: records_of_person
select record.*, organisation_name(organisation_id) as organisation_shown,
  (select name from person_identity identity where identity.person_id = record.person_id)
    as person_shown
from records_of_person($1, $2) record
order by lower(valid) desc nulls last, id desc

-- name: history_of_person
select past.*, change.reason, change.made_by, record_is_withdrawn(past.id) as withdrawn,
  organisation_name(organisation_id) as organisation_shown,
  (select name from person_identity identity where identity.person_id = past.person_id)
    as person_shown
from record_history_of_person($1, $2) past
left join lateral record_change_at(past.id, past.known_to, past.facts) change on true
order by known_to desc, id

-- name: records_of_organisation
select record.*, organisation_name(organisation_id) as organisation_shown,
  (select name from person_identity identity where identity.person_id = record.person_id)
    as person_shown
from (
  select known.*, count(*) over (partition by entity) as total,
    row_number() over (partition by entity order by lower(valid) desc nulls last, id desc) as rank
  from (select * from register_record union all select * from register_record_past) known
  where organisation_id = $1 and known_from <= $2 and known_to > $2
) record
where rank <= $3
order by lower(valid) desc nulls last, id desc

-- name: history_of_organisation
-- $3: the records listed; those that were withdrawn come too
select past.*, change.reason, change.made_by, record_is_withdrawn(past.id) as withdrawn,
  organisation_name(organisation_id) as organisation_shown,
  (select name from person_identity identity where identity.person_id = past.person_id)
    as person_shown
from register_record_past past
left join lateral record_change_at(past.id, past.known_to, past.facts) change on true
where organisation_id = $1 and known_to <= $2
  and (id = any($3::bigint[]) or record_is_withdrawn(id))
order by known_to desc, id

-- name: labels_of_places
select code, place_label(code) as label from unnest($1::bigint[]) as code

-- name: labels_of_records
select id, record_label(id) as label from unnest($1::bigint[]) as id

-- name: export_records
-- $1: entity
select record.*, identity.number_cipher as person_cipher, identity.salt as person_salt,
  organisation.uscc as organisation_uscc
from register_record record
left join person_identity identity on identity.person_id = record.person_id
left join organisation on organisation.id = record.organisation_id
where record.entity = $1 and record.known_to = 'infinity'
order by record.id

-- name: names_of_records
-- How import_record.sql understands them, by id; $1: entity
select target.id, organisation.uscc, identity.number_cipher, identity.salt, target.key
from register_record target
left join organisation on organisation.id = target.organisation_id
left join person_identity identity on identity.person_id = target.person_id
where target.entity = $1 and target.known_to = 'infinity'
