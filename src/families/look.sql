-- Cases of families without work, opened and closed (look.hpp). One rule at a time; an empty list of
-- households means all. What a statement changes it also writes down as a step.

-- name: households_of
-- $1: people
select household_id as id from household_member where person_id = any($1::bigint[])
union select household_id from household_member_past where person_id = any($1::bigint[])
union select c.household_id from family_case_person p join family_case c on c.id = p.case_id
  where p.person_id = any($1::bigint[]) and c.state in ('found', 'helping', 'solved')
order by id

-- name: take_turns
-- $1: households
select pg_advisory_xact_lock(hashtext('leye family ' || current_schema()),
  (id % 2147483647)::int)
from (select id from unnest($1::bigint[]) id order by id) ordered

-- name: any_case
-- $1: rule, $2: households
select exists (select from family_case
  where rule = $1 and (cardinality($2::bigint[]) = 0 or household_id = any($2::bigint[]))) as there

-- name: create_found
create temp table if not exists family_found (household_id bigint, place bigint, people bigint,
  since date, due_on date) on commit drop

-- name: create_proof
create temp table if not exists family_proof (case_id bigint, proof bigint, person_id bigint,
  first_day date) on commit drop

-- name: create_taken
create temp table if not exists family_taken (household_id bigint, place bigint, people bigint,
  since date, due_on date, how text, earlier_id bigint) on commit drop

-- name: empty
truncate family_found, family_proof, family_taken

-- name: copy_found
copy family_found (household_id, place, people, since, due_on) from stdin binary

-- name: count_found
analyze family_found

-- name: find_proof
-- $1: rule, $2: households, $3: day. The first day since when somebody of the family works.
insert into family_proof (case_id, proof, person_id, first_day)
select distinct on (c.id) c.id, job.id, job.person_id, began.day
from family_case c
join household_member m on m.household_id = c.household_id and m.known_to = 'infinity'
join employment job on job.person_id = m.person_id and job.known_to = 'infinity'
cross join lateral (select greatest(job.start_date, m.start_date)) began (day)
where c.rule = $1 and (cardinality($2::bigint[]) = 0 or c.household_id = any($2::bigint[]))
  and (c.state in ('found', 'helping')
       or c.state = 'solved' and (cardinality($2::bigint[]) > 0 or c.stood_on is null))
  and began.day <= $3
  and coalesce(least(job.end_date, m.end_date) >= greatest(c.since, began.day), true)
order by c.id, began.day, job.id

-- name: follow
-- $1: rule. Families that moved or grew, other working days, no step.
update family_case c set place = f.place, people = f.people, due_on = f.due_on
from family_found f
where c.rule = $1 and c.state in ('found', 'helping') and c.household_id = f.household_id
  and c.since = f.since
  and (c.place, c.people, c.due_on) is distinct from (f.place, f.people, f.due_on)

-- name: move_since
-- $1: rule, $2: now. The registers tell of another first day of the same stretch without work.
with moved as (
  update family_case c set since = f.since, due_on = f.due_on, place = f.place, people = f.people
  from family_found f
  where c.rule = $1 and c.state in ('found', 'helping') and c.household_id = f.household_id
    and (f.since < c.since or f.since > c.since and exists (
      select from family_proof p where p.case_id = c.id and p.first_day <= c.since))
  returning c.id, c.place, c.since)
insert into family_step (case_id, place, kind, happened_on, at)
select id, place, 'changed', since, $2::timestamptz from moved

-- name: mend_proof
-- $1: rule, $2: now
with mended as (
  update family_case c set ended_on = p.first_day, proof = p.proof, proof_person = p.person_id,
    stood_on = null
  from family_proof p
  where p.case_id = c.id and c.rule = $1 and c.state = 'solved' and p.first_day > c.since
    and (c.ended_on, c.proof) is distinct from (p.first_day, p.proof)
  returning c.id, c.place, c.ended_on, c.proof_person)
insert into family_step (case_id, place, kind, happened_on, person_id, at)
select id, place, 'changed', ended_on, proof_person, $2::timestamptz from mended

-- name: end_unfounded
-- $1: rule, $2: now
with ended as (
  update family_case c set state = 'gone', ended_because = 'unfounded', ended_on = c.since,
    ended_at = $2::timestamptz, proof = null, proof_person = null, stood_on = null
  from family_proof p
  where p.case_id = c.id and c.rule = $1 and p.first_day <= c.since
    and (c.state = 'solved' or c.state in ('found', 'helping') and not exists (
      select from family_found f where f.household_id = c.household_id))
  returning c.id, c.place, c.ended_on)
insert into family_step (case_id, place, kind, happened_on, told, at)
select id, place, 'gone', ended_on, 'unfounded', $2::timestamptz from ended

-- name: solve
-- $1: rule, $2: now
with solved as (
  update family_case c set state = 'solved', ended_on = p.first_day, ended_at = $2::timestamptz,
    proof = p.proof, proof_person = p.person_id
  from family_proof p
  where p.case_id = c.id and c.rule = $1 and c.state in ('found', 'helping')
    and p.first_day > c.since and not exists (
      select from family_found f where f.household_id = c.household_id and f.since <= c.since)
  returning c.id, c.place, c.ended_on, c.proof_person)
insert into family_step (case_id, place, kind, happened_on, person_id, at)
select id, place, 'solved', ended_on, proof_person, $2::timestamptz from solved

-- name: end_left
-- $1: rule, $2: households, $3: day, $4: now. Nobody works, and nobody needs to any more.
with ended as (
  update family_case c set state = 'gone', ended_because = 'left', ended_on = $3::date,
    ended_at = $4::timestamptz, proof = null, proof_person = null, stood_on = null
  where c.rule = $1 and (cardinality($2::bigint[]) = 0 or c.household_id = any($2::bigint[]))
    and (c.state in ('found', 'helping')
         or c.state = 'solved' and (cardinality($2::bigint[]) > 0 or c.stood_on is null))
    and not exists (select from family_proof p where p.case_id = c.id)
    and not exists (select from family_found f where f.household_id = c.household_id)
  returning c.id, c.place)
insert into family_step (case_id, place, kind, happened_on, told, at)
select id, place, 'gone', $3::date, 'left', $4::timestamptz from ended

-- name: find_earlier
-- $1: rule, $2: day. What becomes of families that were found and have no open case.
insert into family_taken (household_id, place, people, since, due_on, how, earlier_id)
select f.household_id, f.place, f.people, f.since, f.due_on,
  case when own.state in ('solved', 'gone') and f.since <= own.ended_on then 'reopened'
    when own.id is null and other.state = 'gone' and other.ended_because = 'left'
      and f.since <= other.ended_on then 'moved'
    else 'new' end,
  coalesce(own.id, other.id)
from family_found f
left join lateral (
  select * from family_case c where c.rule = $1 and c.household_id = f.household_id
  order by c.id desc limit 1) own on true
left join lateral (
  select c.* from household_member m
  join family_case_person p on p.person_id = m.person_id
  join family_case c on c.id = p.case_id and c.rule = $1 and c.household_id <> f.household_id
  where own.id is null and m.household_id = f.household_id and m.known_to = 'infinity'
    and coalesce(m.end_date >= $2::date, true)
  order by c.id desc limit 1) other on true
where not exists (select from family_case c where c.rule = $1
    and c.household_id = f.household_id and c.state in ('found', 'helping'))
  and not coalesce(own.state = 'refused' and f.since <= own.ended_on, false)

-- name: reopen
-- $1: rule, $2: day, $3: now
with reopened as (
  update family_case c set
    state = case when c.confirmed_by is null then 'found' else 'helping' end,
    since = t.since, due_on = t.due_on, place = t.place, people = t.people, ended_on = null,
    ended_because = null, ended_at = null, proof = null, proof_person = null, stood_on = null
  from family_taken t
  where t.how = 'reopened' and c.id = t.earlier_id and c.rule = $1
    and c.state in ('solved', 'gone')
  returning c.id, c.place)
insert into family_step (case_id, place, kind, happened_on, at)
select id, place, 'reopened', $2::date, $3::timestamptz from reopened

-- name: open_cases
-- $1: rule, $2: day, $3: now, $4: days of a relapse
with opened as (
  insert into family_case (rule, household_id, place, people, state, since, due_on, found_on,
    found_at, helper, assigned_by, assigned_at, confirmed_by, confirmed_at, earlier_id, relapse)
  select $1, t.household_id, t.place, t.people,
    case when goes_on.it and e.confirmed_by is not null then 'helping' else 'found' end,
    t.since, t.due_on,
    case when goes_on.it then e.found_on else $2::date end,
    case when goes_on.it then e.found_at else $3::timestamptz end,
    case when goes_on.it or again.it then e.helper end,
    case when goes_on.it or again.it then e.assigned_by end,
    case when goes_on.it then e.assigned_at
      when again.it and e.helper is not null then $3::timestamptz end,
    case when goes_on.it then e.confirmed_by end, case when goes_on.it then e.confirmed_at end,
    e.id, again.it
  from family_taken t
  left join family_case e on e.id = t.earlier_id
  cross join lateral (select t.how = 'moved') goes_on (it)
  cross join lateral (select coalesce(not goes_on.it and e.state = 'solved'
    and e.household_id = t.household_id and t.since <= e.ended_on + $4::int, false)) again (it)
  where t.how in ('new', 'moved')
  on conflict (rule, household_id) where state in ('found', 'helping') do nothing
  returning id, place, since)
insert into family_step (case_id, place, kind, happened_on, at)
select id, place, 'found', since, $3::timestamptz from opened

-- name: note_moved
-- $1: now
with moved as (
  update family_case c set ended_because = 'moved'
  from family_taken t
  where t.how = 'moved' and c.id = t.earlier_id and c.ended_because = 'left'
  returning c.id, c.place, c.ended_on)
insert into family_step (case_id, place, kind, happened_on, told, at)
select id, place, 'gone', ended_on, 'moved', $1::timestamptz from moved

-- name: note_people
-- $1: rule, $2: day
insert into family_case_person (case_id, person_id, place)
select c.id, m.person_id, c.place
from family_taken t
join family_case c on c.rule = $1 and c.household_id = t.household_id
  and c.state in ('found', 'helping')
join household_member m on m.household_id = t.household_id and m.known_to = 'infinity'
  and coalesce(m.start_date <= $2::date, true) and coalesce(m.end_date >= $2::date, true)
on conflict do nothing

-- name: note_stood
-- $1: rule, $2: households, $3: day, $4: now, $5: days
with stood as (
  update family_case c set stood_on = c.ended_on + $5::int
  where c.rule = $1 and (cardinality($2::bigint[]) = 0 or c.household_id = any($2::bigint[]))
    and c.state = 'solved' and c.stood_on is null and c.ended_on + $5::int <= $3::date
    and not exists (select from family_case later where later.rule = $1
      and later.household_id = c.household_id and later.id > c.id
      and later.since <= c.ended_on + $5::int
      and coalesce(later.ended_because <> 'unfounded', true))
  returning c.id, c.place, c.stood_on)
insert into family_step (case_id, place, kind, happened_on, at)
select id, place, 'stood', stood_on, $4::timestamptz from stood

-- name: places_of
-- $1: rule, $2: households
select distinct place from family_case where rule = $1 and household_id = any($2::bigint[])

-- name: close_place_tasks
-- $1: rule, $2: places, none: all, $3: now
update desk_task t set done_at = $3::timestamptz
where t.kind = 'families' and t.done_at is null
  and case when cardinality($2::bigint[]) = 0 then split_part(t.about, ':', 2) = $1
    else t.about in (
      select 'families:' || $1 || ':' || place from unnest($2::bigint[]) place) end
  and not exists (select from family_case c
    where c.rule = $1 and c.state = 'found' and c.place = t.place)

-- name: open_place_tasks
-- $1: rule, $2: its name, $3: role, $4: places, none: all, $5: now. One of each, told how many.
insert into desk_task (about, kind, place, role, title, detail, address, due_on, created_at)
select 'families:' || $1 || ':' || c.place, 'families', c.place, $3, $2::text || '待确认',
  count(*) || ' 户', '/families?state=found&rule=' || $1 || '&place=' || c.place, min(c.due_on),
  $5::timestamptz
from family_case c
where c.rule = $1 and c.state = 'found'
  and (cardinality($4::bigint[]) = 0 or c.place = any($4::bigint[]))
group by c.place
order by c.place
on conflict (about) where done_at is null do update
  set detail = excluded.detail, due_on = excluded.due_on
  where (desk_task.detail, desk_task.due_on) is distinct from (excluded.detail, excluded.due_on)

-- name: close_helper_tasks
-- $1: households, none: all, $2: now
update desk_task t set done_at = $2::timestamptz
from family_case c
where t.kind = 'family_help' and t.done_at is null
  and (cardinality($1::bigint[]) = 0 or c.household_id = any($1::bigint[]))
  and t.about = 'family_help:' || c.id
  and (c.state not in ('found', 'helping') or c.helper is distinct from t.account)

-- name: open_helper_tasks
-- $1: rule, $2: its name, $3: households, none: all, $4: now
insert into desk_task (about, kind, place, account, title, detail, address, due_on, created_at)
select 'family_help:' || c.id, 'family_help', c.place, c.helper, $2::text || '帮扶',
  coalesce(place_label(c.place), ''), '/families/' || c.id, c.due_on, $4::timestamptz
from family_case c
where c.rule = $1 and (cardinality($3::bigint[]) = 0 or c.household_id = any($3::bigint[]))
  and c.state in ('found', 'helping') and c.helper is not null
order by c.id
on conflict (about) where done_at is null do nothing
