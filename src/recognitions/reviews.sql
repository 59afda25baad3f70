-- Reviews of recognitions, entries and exits: reviews.hpp.

-- name: counts
-- $1: category, $2: months, $3: days of warning, $4: days to answer, $5: today
with standing as (
  select r.id, r.person_id,
    (greatest((r.facts ->> 'recognised_on')::date, (r.facts ->> 'reviewed_on')::date)
      + make_interval(months => $2::int))::date as due_on
  from register_record r
  where r.entity = 'recognition' and r.facts ->> 'category' = $1 and r.known_to = 'infinity'
    and r.person_id is not null and r.valid @> $5::date
    and coalesce((r.facts ->> 'ended_on')::date > $5::date, true)
), waiting as (
  select s.due_on from standing s
  where not exists (select from recognition_move m
    where m.person_id = s.person_id and m.category = $1 and m.state = 'open')
), hinted as (
  select s.outcome from screening_result s
  join person_identity i on i.person_id = s.person_id
  where s.measure = $1 and s.subject_kind = 'person'
    and s.outcome in ('eligible', 'should_leave', 'lapses_soon')
    and (s.outcome = 'eligible') <> exists (select from standing t where t.person_id = s.person_id)
    and not exists (select from recognition_move m
      where m.person_id = s.person_id and m.category = $1
        and (m.state = 'open' or m.state in ('dropped', 'declined') and m.digest = s.digest))
)
select
  count(*) filter (where due_on between $5::date and $5::date + $3::int) as soon,
  count(*) filter (where due_on < $5::date and due_on + $4::int >= $5::date) as overdue,
  count(*) filter (where due_on + $4::int < $5::date) as escalated,
  (select count(*) from hinted where outcome = 'eligible') as entries,
  (select count(*) from hinted where outcome <> 'eligible') as exits,
  (select count(*) from recognition_move m where m.category = $1 and m.state = 'open') as open
from waiting

-- name: reviews
-- $1 to $5 as above, $6: list, $7: limit, $8: offset
with chosen as (
  select s.* from (
    select r.id as record, r.person_id, r.place, r.facts, upper(r.valid) - 1 as valid_until,
      (greatest((r.facts ->> 'recognised_on')::date, (r.facts ->> 'reviewed_on')::date)
        + make_interval(months => $2::int))::date as due_on
    from register_record r
    where r.entity = 'recognition' and r.facts ->> 'category' = $1 and r.known_to = 'infinity'
      and r.person_id is not null and r.valid @> $5::date
      and coalesce((r.facts ->> 'ended_on')::date > $5::date, true)) s
  where case $6::text when 'soon' then s.due_on between $5::date and $5::date + $3::int
      when 'overdue' then s.due_on < $5::date and s.due_on + $4::int >= $5::date
      else s.due_on + $4::int < $5::date end
    and not exists (select from recognition_move m
      where m.person_id = s.person_id and m.category = $1 and m.state = 'open')
)
select c.record, c.person_id, c.place, coalesce(i.name, '') as who,
  coalesce(place_label(c.place), '') as place_label,
  (c.facts ->> 'recognised_on')::date as recognised_on,
  (c.facts ->> 'reviewed_on')::date as reviewed_on, c.valid_until, c.due_on,
  coalesce(c.facts ->> 'kind', '') as kind, (select count(*) from chosen) as total
from (select * from chosen order by due_on, record limit $7 offset $8) c
left join person_identity i on i.person_id = c.person_id
order by c.due_on, c.record

-- name: hints
-- $1: category, $2: today, $3: entries or exits, $4: limit, $5: offset. What screening found; what
-- somebody did not follow comes again only when the facts are other ones.
with standing as (
  select r.id, r.person_id, r.facts, upper(r.valid) - 1 as valid_until
  from register_record r
  where r.entity = 'recognition' and r.facts ->> 'category' = $1 and r.known_to = 'infinity'
    and r.person_id is not null and r.valid @> $2::date
    and coalesce((r.facts ->> 'ended_on')::date > $2::date, true)
), chosen as (
  select s.person_id, i.place, i.name, s.outcome, t.id as record, t.facts, t.valid_until
  from screening_result s
  join person_identity i on i.person_id = s.person_id
  left join standing t on t.person_id = s.person_id
  where s.measure = $1 and s.subject_kind = 'person'
    and case $3::text when 'entries' then s.outcome = 'eligible' and t.id is null
        else s.outcome in ('should_leave', 'lapses_soon') and t.id is not null end
    and not exists (select from recognition_move m
      where m.person_id = s.person_id and m.category = $1
        and (m.state = 'open' or m.state in ('dropped', 'declined') and m.digest = s.digest))
)
select c.record, c.person_id, c.place, c.name as who,
  coalesce(place_label(c.place), '') as place_label,
  (c.facts ->> 'recognised_on')::date as recognised_on,
  (c.facts ->> 'reviewed_on')::date as reviewed_on, c.valid_until,
  coalesce(c.facts ->> 'kind', '') as kind, c.outcome as because,
  (select count(*) from chosen) as total
from (select * from chosen order by outcome desc, place, person_id limit $4 offset $5) c
order by c.outcome desc, c.place, c.person_id

-- name: moves
-- $1: category, $2: whether open, $3: limit, $4: offset
select m.id, m.record_id as record, m.person_id, m.place, coalesce(i.name, '') as who,
  coalesce(place_label(m.place), '') as place_label, m.move, m.kind, m.because, m.evidence, m.note,
  m.state, m.opinion, m.proposed_by as proposer, m.proposed_by_name as proposed_by,
  coalesce(m.decided_by_name, '') as decided_by,
  (r.facts ->> 'recognised_on')::date as recognised_on, count(*) over () as total
from recognition_move m
left join person_identity i on i.person_id = m.person_id
left join register_record r on r.id = m.record_id
where m.category = $1 and (m.state = 'open') = $2::boolean
order by case when $2::boolean then m.id end, coalesce(m.decided_at, m.proposed_at) desc, m.id desc
limit $3 offset $4

-- name: hold_record
-- $1: record, $2: category, $3: months, $4, $5: places, $6: today
select r.person_id, r.place, (r.facts ->> 'recognised_on')::date as recognised_on,
  (greatest((r.facts ->> 'recognised_on')::date, (r.facts ->> 'reviewed_on')::date)
    + make_interval(months => $3::int))::date as due_on,
  exists (select from recognition_move m
    where m.person_id = r.person_id and m.category = $2 and m.state = 'open') as moving
from register_record r
where r.id = $1 and r.entity = 'recognition' and r.facts ->> 'category' = $2
  and r.known_to = 'infinity' and r.person_id is not null and r.place between $4 and $5
  and r.valid @> $6::date and coalesce((r.facts ->> 'ended_on')::date > $6::date, true)
for update of r

-- name: keep_answer
insert into recognition_review (record_id, category, person_id, place, due_on, kind, evidence,
  answered_by, answered_by_name, answered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (record_id, due_on) do nothing

-- name: hold_person
-- $1: person, $2, $3: places, $4: category, $5: today, $6: move. Two who propose come one after the
-- other.
select i.place,
  (select r.id from register_record r
    where r.person_id = i.person_id and r.entity = 'recognition'
      and r.facts ->> 'category' = $4::text and r.known_to = 'infinity' and r.valid @> $5::date
      and coalesce((r.facts ->> 'ended_on')::date > $5::date, true)
    order by r.id limit 1) as record,
  (select s.digest from screening_result s
    where s.measure = $4::text and s.subject_kind = 'person' and s.subject_id = i.person_id
      and (s.outcome = 'eligible') = ($6::text = 'entry')) as digest
from person_identity i
where i.person_id = $1 and i.place between $2 and $3
for update of i

-- name: propose
insert into recognition_move (category, person_id, place, move, record_id, digest, kind, because,
  evidence, note, state, proposed_by, proposed_by_name, proposed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (category, person_id) where state = 'open' do nothing
returning id

-- name: hold_move
-- $1: id, $2, $3: places, $4: today
select m.category, m.person_id, m.place, m.move, m.kind, m.because, m.evidence, m.note, m.state,
  m.proposed_by, (stands.facts ->> 'recognised_on')::date as recognised_on
from recognition_move m
left join lateral (select r.facts from register_record r
  where r.person_id = m.person_id and r.entity = 'recognition' and r.facts ->> 'category' = m.category
    and r.known_to = 'infinity' and r.valid @> $4::date
    and coalesce((r.facts ->> 'ended_on')::date > $4::date, true)
  order by r.id = m.record_id desc, r.id limit 1) stands on true
where m.id = $1 and m.place between $2 and $3
for update of m

-- name: decide
update recognition_move set state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5,
  opinion = $6
where id = $1 and state = 'open'
