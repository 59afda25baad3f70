-- Importing rows of the generic register. References to other records come as they are written: a
-- key, the owner's credit code or ID number, or "code/key".

-- name: create_staged_record
create temp table staged_record (
  row_number bigint, person_blind bytea, organisation_uscc text, place bigint, key text,
  facts jsonb) on commit drop

-- name: copy_staged_record
copy staged_record from stdin (format binary)

-- name: create_staged_reference
create temp table staged_reference (
  row_number bigint, fact text, entity text, uscc text, person_blind bytea, key text)
  on commit drop

-- name: copy_staged_reference
copy staged_reference from stdin (format binary)

-- name: create_resolved_reference
create temp table resolved_reference (
  row_number bigint, fact text, target_id bigint, targets bigint) on commit drop

-- name: resolve_references
insert into resolved_reference
select row_number, fact, min(target_id), count(target_id)
from (
  select staged.row_number, staged.fact, target.id as target_id
  from staged_reference staged
  left join organisation on organisation.uscc = staged.uscc
  left join person_identity person on person.number_blind = staged.person_blind
  left join register_record target on target.entity = staged.entity and target.key = staged.key
    and target.known_to = 'infinity'
    and (staged.uscc is null or target.organisation_id = organisation.id)
    and (staged.person_blind is null or target.person_id = person.person_id)
  where staged.key is not null
  union all
  select staged.row_number, staged.fact, target.id
  from staged_reference staged
  left join organisation on organisation.uscc = staged.uscc
  left join register_record target on target.organisation_id = organisation.id
    and target.entity = staged.entity and target.known_to = 'infinity'
  where staged.key is null and staged.uscc is not null
  union all
  select staged.row_number, staged.fact, target.id
  from staged_reference staged
  left join person_identity person on person.number_blind = staged.person_blind
  left join register_record target on target.person_id = person.person_id
    and target.entity = staged.entity and target.known_to = 'infinity'
  where staged.key is null and staged.person_blind is not null
) found
group by row_number, fact

-- name: add_references
update staged_record staged set facts = staged.facts || found.facts
from (
  select row_number, jsonb_object_agg(fact, target_id::text) as facts
  from resolved_reference where targets = 1 group by row_number
) found
where found.row_number = staged.row_number

-- name: put_reference_into_key
-- $1: a fact that is part of the key, where its place is held by {fact}
update staged_record staged set key = replace(staged.key, '{' || $1 || '}', found.target_id::text)
from resolved_reference found
where found.row_number = staged.row_number and found.fact = $1 and found.targets = 1

-- name: resolve_record
-- $1, $2: the caller's places, $3: entity, $4, $5: the facts that bound it in time, or ''
insert into resolved (row_number, subject_id, employer_id, place, existing_id, state)
select
  staged.row_number, person.person_id, organisation.id,
  coalesce(staged.place, version.place, person.place), existing.id,
  case
    when staged.person_blind is not null and person.person_id is null then 'no_person'
    when staged.organisation_uscc is not null and organisation.id is null then 'no_employer'
    when refers.fewest = 0 then 'no_reference'
    when refers.most > 1 then 'several_references'
    when coalesce(staged.place, version.place, person.place) not between $1 and $2
           and coalesce(person.place not between $1 and $2, true) then 'outside'
    when row_number() over (partition by person.person_id, organisation.id, staged.key,
             case when person.person_id is null and organisation.id is null then staged.place end
           order by staged.row_number) > 1 then 'repeated'
    when period_of_record(merged_facts(existing.facts, staged.facts), $4, $5) is null
      then 'ends_before'
    when existing.id is null then 'new'
    when existing.facts @> staged.facts then 'same'
    else 'changed'
  end
from staged_record staged
left join person_identity person on person.number_blind = staged.person_blind
left join organisation on organisation.uscc = staged.organisation_uscc
left join organisation_version version on version.organisation_id = organisation.id
  and version.known_to = 'infinity' and upper_inf(version.valid)
left join (
  select row_number, min(targets) as fewest, max(targets) as most
  from resolved_reference group by row_number
) refers on refers.row_number = staged.row_number
left join register_record existing on existing.entity = $3 and existing.key = staged.key
  and coalesce(existing.person_id, 0) = coalesce(person.person_id, 0)
  and coalesce(existing.organisation_id, 0) = coalesce(organisation.id, 0)
  and (existing.person_id is not null or existing.organisation_id is not null
       or existing.place = staged.place)
  and existing.known_to = 'infinity'

-- name: insert_record
-- $1: now, $2: source, $3: entity, $4, $5: its period, $6: facts that refer to records
insert into register_record (
  entity, person_id, organisation_id, key, valid, facts, refers, place, source, known_from)
select
  $3, resolved.subject_id, resolved.employer_id, staged.key,
  period_of_record(staged.facts, $4, $5), staged.facts, records_named(staged.facts, $6::text[]),
  resolved.place, $2::text, $1::timestamptz
from resolved join staged_record staged using (row_number)
where state = 'new'

-- name: keep_past_record
-- $1: now
insert into register_record_past (
  id, entity, person_id, organisation_id, key, valid, facts, refers, place, source, known_from,
  known_to)
select
  existing.id, existing.entity, existing.person_id, existing.organisation_id, existing.key,
  existing.valid, existing.facts, existing.refers, existing.place, existing.source,
  existing.known_from, $1::timestamptz
from resolved join register_record existing on existing.id = resolved.existing_id
where state = 'changed'

-- name: change_record
-- $1: now, $2: source, $3, $4: its period, $5: facts that refer to records
update register_record existing
set
  facts = merged_facts(existing.facts, staged.facts),
  valid = period_of_record(merged_facts(existing.facts, staged.facts), $3, $4),
  refers = records_named(merged_facts(existing.facts, staged.facts), $5::text[]),
  place = resolved.place, source = $2::text, known_from = $1::timestamptz
from resolved join staged_record staged using (row_number)
where existing.id = resolved.existing_id and state = 'changed'

-- name: leave_others
-- $1: the fact that says who reported it, $2: the names of who reports now
update resolved set state = 'others'
from register_record existing
where existing.id = resolved.existing_id and resolved.state in ('changed', 'same')
  and existing.facts->>$1 <> all($2::text[])

-- name: drop_stale_stamps
-- What a person confirmed holds while the record says the same (schema/area/0550_reports.sql).
update register_record existing set facts = existing.facts - gone.stamps
from (select word.record_id, array_agg(distinct word.stamp) as stamps
      from resolved join record_word word on word.record_id = resolved.existing_id and word.agrees
      join register_record now on now.id = word.record_id
      where resolved.state = 'changed'
        and not exists (select from record_word other
          where other.record_id = now.id and other.agrees and other.stamp = word.stamp
            and other.facts = facts_asked(now.facts, array(select jsonb_object_keys(other.facts))))
      group by word.record_id) gone
where existing.id = gone.record_id

-- name: close_stale_words
-- $1: now
update desk_task set done_at = $1, done_by = 0
where done_at is null and about in (
  select 'record_word:' || word.id
  from resolved join record_word word on word.record_id = resolved.existing_id and not word.agrees
  join register_record now on now.id = word.record_id
  where resolved.state = 'changed'
    and word.facts <> facts_asked(now.facts, array(select jsonb_object_keys(word.facts))))
