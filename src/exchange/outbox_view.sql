-- The outbox as people read it; the caller's places by row-level security.

-- name: outgoing_lines
-- $1: state or '', $2: kind or '', $3: person or null, $4: item or null, $5: limit, $6: offset
select item.id, item.system, item.entity, item.record_id, item.person, item.organisation,
  coalesce(identity.name, organisation_name(item.organisation), '') as who,
  place_label(item.place) as place_label, item.operation, item.state, item.clerk,
  item.recorded_at, item.sent_at, item.answered_at, item.attempts,
  item.next_try_at, coalesce(item.serial, '') as serial,
  coalesce(item.reason_code, '') as reason_code, coalesce(item.reason, '') as reason,
  item.payload, item.mended_by, count(*) over () as total
from outgoing item
left join person_identity identity on identity.person_id = item.person
where ($1 = '' or item.state = $1) and ($2 = '' or item.entity = $2)
  and ($3::bigint is null or item.person = $3) and ($4::bigint is null or item.id = $4)
order by item.id desc
limit $5 offset $6

-- name: outgoing_events
select happened_at, state, detail, account from outgoing_event
where outgoing_id = $1 order by happened_at, ctid

-- name: outgoing_counts
select system, count(*) filter (where state = 'unsent') as unsent,
  count(*) filter (where state = 'sent') as sent,
  count(*) filter (where state = 'postponed') as postponed,
  count(*) filter (where state = 'refused') as refused,
  count(*) filter (where state = 'accepted') as accepted,
  min(recorded_at) filter (where state in ('unsent', 'sent', 'postponed')) as oldest_waiting,
  min(answered_at) filter (where state = 'refused') as oldest_refused
from outgoing group by system

-- name: comparison_failures
select failing_since, failure from comparison_failure where system = $1
order by failing_since limit 1

-- name: desk_tasks
-- $1: account, $2: roles, $3, $4: places
select id, about, kind, title, detail, address, due_on, created_at, account = $1 as mine
from desk_task
where done_at is null
  and (account = $1 or (role = any($2::text[]) and place between $3 and $4))
order by due_on nulls last, id
limit 200
