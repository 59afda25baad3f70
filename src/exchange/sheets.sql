-- Files in another system's import template (sheets.hpp).

-- name: waiting_for_sheets
-- $1: places from, $2: to. By kind, what could go into a file now or stands behind another
select system, entity, count(*) as count, min(recorded_at) as oldest
from outgoing
where state in ('unsent', 'sent', 'postponed') and sheet_id is null and place between $1 and $2
group by system, entity

-- name: claim_for_sheet
-- The first waiting item of each subject that is in no file, nothing behind a refusal of the same
-- record; $1: system, $2: kind, $3, $4: places, $5: how many
with heads as (
  select o.id from outgoing o
  where o.system = $1::text and o.entity = $2::text and o.sheet_id is null
    and o.state in ('unsent', 'sent', 'postponed') and o.place between $3 and $4
    and not exists (select from outgoing earlier
      where earlier.system = o.system and earlier.subject = o.subject and earlier.id < o.id
        and earlier.state in ('unsent', 'sent', 'postponed'))
    and not exists (select from outgoing earlier
      where earlier.entity = o.entity and earlier.record_id = o.record_id and earlier.id < o.id
        and earlier.system = o.system and earlier.state = 'refused')
  order by o.id limit $5
  for update skip locked
)
update outgoing item set attempts = attempts + 1
from heads where item.id = heads.id
returning item.id, item.entity, item.record_id, item.person, item.organisation, item.operation,
  item.known_at, item.payload

-- name: insert_sheet
insert into outgoing_sheet (system, entity, operation, place, row_count, made_by, made_at,
  answer_days)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning id

-- name: keep_content
update outgoing_sheet set file_name = $2, content = $3 where id = $1

-- name: put_into_sheet
update outgoing set sheet_id = $2 where id = any($1::bigint[])

-- name: lock_sheet
select file_name, taken_at, answer_days from outgoing_sheet
where id = $1 and place between $2 and $3
for update

-- name: sheet_content
select file_name, content, taken_at from outgoing_sheet
where id = $1 and place between $2 and $3

-- name: set_taken
update outgoing_sheet set taken_by = $2, taken_at = $3, due_on = $4 where id = $1

-- name: set_items_taken
update outgoing set state = 'sent', sent_at = coalesce(sent_at, $2)
where sheet_id = $1 and state in ('unsent', 'postponed')
returning id

-- name: sheet_item
-- $1: item, $2: system, $3: kind, $4, $5: places. None: it never went into a file that we may see
select item.id, item.state, item.sheet_id, coalesce(item.serial, '') as serial,
  coalesce(item.reason, '') as reason,
  coalesce((select serial from record_serial held where held.system = item.system
    and held.entity = item.entity and held.record_id = item.record_id and held.until is null), '')
    as serial_now
from outgoing item
where item.id = $1 and item.system = $2 and item.entity = $3 and item.sheet_id is not null
  and item.place between $4 and $5

-- name: sheet_items
-- $1: system, $2: kind, $3: a file or 0, $4, $5: places. What went out, to be told by its values
select id, payload, state in ('unsent', 'sent', 'postponed') as waits from outgoing
where system = $1 and entity = $2 and sheet_id is not null and payload is not null
  and ($3::bigint = 0 or sheet_id = $3::bigint) and place between $4 and $5
order by id

-- name: read_before
select from outgoing_answer where digest = $1 and system = $2 and entity = $3 limit 1

-- name: insert_answer
insert into outgoing_answer (system, entity, sheet_id, place, file_name, digest, row_count,
  accepted, refused, renumbered, unchanged, open, not_understood, read_by, read_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
returning id

-- name: sheets_answered
-- $1: system. Files of which nothing waits any more
select sheet.id from outgoing_sheet sheet
where sheet.system = $1 and sheet.entity = $2 and not exists (
  select from outgoing item where item.sheet_id = sheet.id
    and item.state in ('unsent', 'sent', 'postponed'))
  and exists (select from desk_task task
    where task.about = 'outgoing_sheet:' || sheet.id and task.done_at is null)

-- name: sheets
-- $1, $2: places, $3: one of them or 0, $4: how many. Those that wait first, then the latest first
select sheet.id, sheet.system, sheet.entity, sheet.operation, sheet.file_name, sheet.row_count,
  place_label(sheet.place) as place_label, sheet.made_by, sheet.made_at, sheet.taken_by,
  sheet.taken_at, sheet.due_on, stood.waiting, stood.accepted, stood.refused
from outgoing_sheet sheet
cross join lateral (
  select count(*) filter (where state in ('unsent', 'sent', 'postponed')) as waiting,
    count(*) filter (where state = 'accepted') as accepted,
    count(*) filter (where state in ('refused', 'mended')) as refused
  from outgoing item where item.sheet_id = sheet.id
) stood
where sheet.place between $1 and $2 and ($3::bigint = 0 or sheet.id = $3::bigint)
order by stood.waiting = 0, sheet.id desc
limit $4

-- name: answers
-- $1, $2: places, $3: how many
select id, system, entity, file_name, row_count, accepted, refused, renumbered, unchanged, open,
  not_understood, read_by, read_at
from outgoing_answer where place between $1 and $2 order by id desc limit $3
