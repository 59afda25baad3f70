-- The outbox (outbox.hpp): changes noted, their items moved from state to state.

-- name: note_changes
-- $1: entity, $2: its table, $3: system, $4: source, $5: known since, $6: clerk, $7: now
with stored as (
  select * from rows_stored($2::text, $1::text, $5::timestamptz, $4::text) stored
  where known_to = 'infinity'
    and (id in (select existing_id from resolved where state = 'changed')
         or not exists (select from outgoing o
                        where o.entity = $1::text and o.record_id = stored.id))
)
insert into outgoing (system, entity, record_id, person, organisation, subject, place, operation,
  source, known_at, clerk, recorded_at, state, next_try_at)
select $3::text, $1::text, id, person_id, organisation_id,
  case when person_id is not null then 'person:' || person_id
       when organisation_id is not null then 'organisation:' || organisation_id
       else 'record:' || id end,
  place, 'put', $4::text, $5::timestamptz, $6::bigint, $7::timestamptz, 'unsent', $7::timestamptz
from stored order by id
returning id

-- name: note_existing
-- $1: entity, $2: its table, $3: system, $4: clerk, $5: now, $6: how many, the latest first
with chosen as (
  select * from rows_in_force($2::text, $1::text) r
  where not exists (select from outgoing o where o.entity = $1::text and o.record_id = r.id)
  order by id desc limit $6
)
insert into outgoing (system, entity, record_id, person, organisation, subject, place, operation,
  source, known_at, clerk, recorded_at, state, next_try_at)
select $3::text, $1::text, id, person_id, organisation_id,
  case when person_id is not null then 'person:' || person_id
       when organisation_id is not null then 'organisation:' || organisation_id
       else 'record:' || id end,
  place, 'put', '', known_from, $4::bigint, $5::timestamptz, 'unsent', $5::timestamptz
from chosen order by id
returning id

-- name: note_one
-- The same record again: $1 of the item it follows, $2: operation, '' as that one, $3: clerk, $4: now
insert into outgoing (system, entity, record_id, person, organisation, subject, place, operation,
  source, known_at, clerk, recorded_at, state, next_try_at)
select system, entity, record_id, person, organisation, subject, place,
  coalesce(nullif($2::text, ''), operation), source,
  case when coalesce(nullif($2::text, ''), operation) = 'withdraw' then known_at
       else greatest(known_at, $5::timestamptz) end,
  $3::bigint, $4::timestamptz, 'unsent', $4::timestamptz
from outgoing where id = $1
returning id

-- name: mend_refused
-- $1: new items. Those they stand for, with their tasks.
with mended as (
  update outgoing old set state = 'mended', mended_by = fresh.id
  from outgoing fresh
  where fresh.id = any($1::bigint[]) and old.system = fresh.system and old.entity = fresh.entity
    and old.record_id = fresh.record_id and old.id < fresh.id and old.state = 'refused'
  returning old.id, old.place
), done as (
  update desk_task set done_at = $2::timestamptz, done_by = $3::bigint
  where done_at is null and about in (select 'outgoing:' || id from mended)
)
insert into outgoing_event (outgoing_id, place, happened_at, state, account)
select id, place, $2::timestamptz, 'mended', $3::bigint from mended

-- name: note_events
-- $1: items, $2: now, $3: detail, $4: account
insert into outgoing_event (outgoing_id, place, happened_at, state, detail, account)
select id, place, $2::timestamptz, state, $3::text, $4::bigint from outgoing
where id = any($1::bigint[])

-- name: import_run_said
select kind, source, stored_at from import_run where id = $1

-- name: drop_unsent_of_import
-- $1: entity, $2: source, $3: known since. The last item of each record, where nothing of it went.
update outgoing o set state = 'dropped'
where o.entity = $1 and o.source = $2 and o.known_at = $3 and o.state = 'unsent'
  and o.attempts = 0 and o.payload is null
  and not exists (select from outgoing later
    where later.entity = o.entity and later.record_id = o.record_id and later.source = o.source
      and later.known_at = o.known_at and later.id > o.id)
returning id

-- name: follow_undone
-- $1: entity, $2: source, $3: known since, $4: its table, $5: those that were just dropped, $6: clerk,
-- $7: now, $8: business moment. What stands after the last item of each record of the import: the
-- record as it is again, or its withdrawal; nothing where nothing went.
with last as (
  select distinct on (o.record_id) o.*
  from outgoing o
  where o.entity = $1::text and o.source = $2::text and o.known_at = $3::timestamptz
  order by o.record_id, o.id desc
), standing as (
  select last.*, known.id is not null as in_force
  from last left join rows_in_force($4::text, $1::text) known on known.id = last.record_id
)
insert into outgoing (system, entity, record_id, person, organisation, subject, place, operation,
  source, known_at, clerk, recorded_at, state, next_try_at)
select system, entity, record_id, person, organisation, subject, place,
  case when in_force then 'put' else 'withdraw' end, source,
  case when in_force then greatest(known_at, $8::timestamptz) else known_at end,
  $6::bigint, $7::timestamptz, 'unsent', $7::timestamptz
from standing where in_force or id <> all($5::bigint[])
order by id
returning id

-- name: last_item_of
select id from outgoing
where system = $1 and entity = $2 and record_id = $3 and state not in ('mended', 'dropped')
order by id desc limit 1

-- name: drop_item
update outgoing set state = 'dropped' where id = $1

-- name: drop_unsent
-- Only where nothing of it went
update outgoing set state = 'dropped'
where id = $1 and state = 'unsent' and attempts = 0 and payload is null

-- name: claim_items
-- The first waiting item of each subject, nothing behind a refusal of the same record; $1: system,
-- $2: now, $3: how many, $4: when to ask again if nobody answers
with heads as (
  select o.id from outgoing o
  where o.system = $1::text and o.state in ('unsent', 'sent', 'postponed')
    and o.next_try_at <= $2::timestamptz
    and not exists (select from outgoing earlier
      where earlier.system = o.system and earlier.subject = o.subject and earlier.id < o.id
        and earlier.state in ('unsent', 'sent', 'postponed'))
    and not exists (select from outgoing earlier
      where earlier.entity = o.entity and earlier.record_id = o.record_id and earlier.id < o.id
        and earlier.system = o.system and earlier.state = 'refused')
  order by o.id limit $3
  for update skip locked
)
update outgoing item set attempts = attempts + 1, next_try_at = $4::timestamptz
from heads where item.id = heads.id
returning item.id, item.entity, item.record_id, item.person, item.organisation, item.operation,
  item.known_at, item.payload, item.attempts

-- name: keep_payload
update outgoing set payload = $2 where id = $1 and payload is null

-- name: serial_now
select serial from record_serial
where system = $1 and entity = $2 and record_id = $3 and until is null

-- name: last_payload
-- What of the record went out last before this item; $1: item
select earlier.id, earlier.payload from outgoing item
join outgoing earlier on earlier.entity = item.entity and earlier.record_id = item.record_id
  and earlier.system = item.system and earlier.id < item.id and earlier.payload is not null
where item.id = $1
order by earlier.id desc limit 1

-- name: lock_item
select id, system, entity, record_id, place, clerk, state, operation, unanswered, recorded_at
from outgoing where id = $1 and system = $2 for update

-- name: set_received
update outgoing set state = 'sent', unanswered = 0, sent_at = coalesce(sent_at, $2), next_try_at = $3
where id = $1 and state in ('unsent', 'sent', 'postponed')

-- name: set_accepted
update outgoing set state = 'accepted', sent_at = coalesce(sent_at, $2), answered_at = $2,
  serial = $3, reason_code = null, reason = null
where id = $1

-- name: set_refused
update outgoing set state = 'refused', sent_at = coalesce(sent_at, $2), answered_at = $2,
  reason_code = $3, reason = $4
where id = $1

-- name: set_closed
update outgoing set unanswered = 0, next_try_at = $2
where id = $1 and state in ('unsent', 'sent', 'postponed')

-- name: set_unanswered
update outgoing set unanswered = unanswered + 1, next_try_at = $2
where id = $1 and state in ('unsent', 'sent', 'postponed')

-- name: postpone_all
update outgoing set state = 'postponed', next_try_at = $2::timestamptz
where system = $1 and state = 'unsent'

-- name: record_of_serial
select record_id from record_serial where system = $1 and entity = $2 and serial = $3
  and until is null

-- name: insert_serial
insert into record_serial (system, entity, record_id, place, serial, since)
values ($1, $2, $3, $4, $5, $6)

-- name: end_serial
update record_serial set until = $4
where system = $1 and entity = $2 and record_id = $3 and until is null
returning serial

-- name: open_desk_task
insert into desk_task (about, kind, place, account, role, title, detail, address, due_on,
  created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (about) where done_at is null do nothing

-- name: close_desk_task
update desk_task set done_at = $2, done_by = $3 where about = $1 and done_at is null

-- name: system_state
select failures, failing_since, failure, next_try_at, closed_until, answered_at, answers_read
from exchange_system where system = $1

-- name: system_answered
insert into exchange_system (system, answered_at) values ($1, $2)
on conflict (system) do update
set failures = 0, failing_since = null, failure = '', next_try_at = null, answered_at = $2

-- name: system_failed
insert into exchange_system (system, failures, failing_since, failure, next_try_at)
values ($1, 1, $2, $3, $4)
on conflict (system) do update
set failures = exchange_system.failures + 1, failure = $3, next_try_at = $4,
  failing_since = coalesce(exchange_system.failing_since, $2)

-- name: system_closed
insert into exchange_system (system, closed_until) values ($1, $2)
on conflict (system) do update set closed_until = $2

-- name: answers_read
insert into exchange_system (system, answers_read) values ($1, $2)
on conflict (system) do update set answers_read = greatest(exchange_system.answers_read, $2)

-- name: give_item_back
-- Its turn comes again; $3: it may have gone out. If it never did, it is as if it had not been taken up
update outgoing set
  attempts = case when $3::boolean then attempts else attempts - 1 end,
  payload = case when attempts = 1 and not $3::boolean then null else payload end,
  next_try_at = case when state = 'postponed' then next_try_at else $2::timestamptz end
where id = $1 and state in ('unsent', 'sent', 'postponed') and attempts > 0

-- name: mend_by_waiting
-- A refused item that a later one of the same record stands for already
update outgoing old set state = 'mended', mended_by = fresh.id
from (select later.id from outgoing this join outgoing later on later.entity = this.entity
        and later.record_id = this.record_id and later.system = this.system and later.id > this.id
      where this.id = $1 and later.state in ('unsent', 'sent', 'postponed')
      order by later.id limit 1) fresh
where old.id = $1
