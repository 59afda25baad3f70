-- Deliveries of other departments and what they contradict (deliveries.hpp).

-- name: delivery_of_file
select id from feed_delivery where feed = $1 and digest = $2 and state = 'stored'

-- name: record_delivery
insert into feed_delivery (feed, period, file_name, digest, via, sender, received_at, state, problem,
  row_count, added, changed, same, refused, held, import_run, place_lo, place_hi)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
returning id

-- name: note_mentions
-- Whom the file named, whether it said anything new or not; $1: delivery, $2: feed, $3: organisations
insert into feed_mention (feed, of_organisation, subject_id, delivery_id)
select distinct $2::text, $3::boolean, subject_id, $1::bigint from resolved
where subject_id is not null and state in ('new', 'same', 'changed')
on conflict (feed, of_organisation, subject_id) do update set delivery_id = excluded.delivery_id

-- name: record_refusal
insert into feed_refusal (delivery_id, row_number, heading, message, fix)
values ($1, $2, $3, $4, $5)

-- name: record_disagreements
-- $1: delivery, $2: feed, $3: entity, $4: about organisations, $5: now, $6: due, $7: owner. What is
-- open or was settled for the register with the same words is no new task.
insert into feed_disagreement (delivery_id, feed, entity, person_id, organisation_id, place,
  row_number, fact, known_value, known_source, said_value, opened_at, due_on, owner)
select
  $1::bigint, $2::text, $3::text, case when not $4::boolean then r.subject_id end,
  case when $4::boolean then r.subject_id end, r.place, h.row_number, h.fact, h.before,
  h.known_source, h.after, $5::timestamptz, $6::date, $7::text
from import_held h join resolved r using (row_number)
where not exists (
  select from feed_disagreement d
  where d.feed = $2::text and d.fact = h.fact and d.entity = $3::text
    and coalesce(d.person_id, d.organisation_id) = r.subject_id
    and (d.person_id is null) = $4::boolean
    and d.said_value is not distinct from h.after
    and d.known_value is not distinct from h.before and d.state <> 'feed_right')

-- name: deliveries
-- $1: feed or '', $2: how many, $3: one of them or 0
select id, feed, period, file_name, via, sender, received_at, state, problem, row_count, added,
  changed, same, refused, held
from feed_delivery
where ($1 = '' or feed = $1) and ($3::bigint = 0 or id = $3::bigint)
order by id desc limit $2

-- name: last_deliveries
-- Of each feed the last that was stored, or, if none was, the last
select distinct on (feed) id, feed, period, file_name, via, sender, received_at, state, problem,
  row_count, added, changed, same, refused, held
from feed_delivery order by feed, state = 'stored' desc, id desc

-- name: refusals
select row_number, heading, message, fix from feed_refusal where delivery_id = $1
order by row_number limit 100

-- name: disagreements
-- $1: delivery or 0, $2: open ones alone, $3: how many
select d.id, d.delivery_id, d.feed, d.entity, d.person_id, d.organisation_id, d.row_number, d.fact,
  d.known_value, d.known_source, d.said_value, d.opened_at, d.due_on, d.owner, d.state, d.note,
  coalesce(i.name, organisation_name(d.organisation_id), '') as name
from feed_disagreement d
left join person_identity i on i.person_id = d.person_id
where ($1::bigint = 0 or d.delivery_id = $1::bigint) and (not $2::boolean or d.state = 'open')
order by d.state <> 'open', d.due_on, d.id limit $3

-- name: open_tasks
select feed, count(*) as count from feed_disagreement where state = 'open' group by feed

-- name: settle_disagreement
update feed_disagreement set state = $2, note = $3, settled_by = $4, settled_at = $5
where id = $1

-- name: disagreement_to_settle
select state, owner from feed_disagreement where id = $1 for update

-- name: open_file_tasks
select about from desk_task where kind = 'feed_file' and done_at is null
