-- Cases of families as people work with them (cases.hpp). Row-level security shows the caller's
-- places.

-- name: page_of_cases
-- $1: what, $2: rule or '', $3, $4: places, $5: helper or null, $6: only unassigned, $7: household
-- or null, $8, $9: the month, $10: today, $11: limit, $12: offset
with chosen as (
  select * from family_case c
  where ($2 = '' or c.rule = $2) and c.place between $3 and $4
    and ($5::bigint is null or c.helper = $5::bigint)
    and (not $6::boolean or c.helper is null)
    and ($7::bigint is null or c.household_id = $7::bigint)
    and case $1
      when 'open' then c.state in ('found', 'helping')
      when 'overdue' then c.state in ('found', 'helping') and c.due_on < $10::date
      when 'relapse' then c.relapse
      when 'all' then true
      when 'month_solved' then c.state = 'solved' and c.ended_on between $8::date and $9::date
      when 'month_found' then c.found_on between $8::date and $9::date and c.state <> 'refused'
        and coalesce(c.ended_because not in ('unfounded', 'moved'), true)
      when 'month_relapse' then c.relapse and c.found_on between $8::date and $9::date
        and c.state <> 'refused' and coalesce(c.ended_because not in ('unfounded', 'moved'), true)
      when 'month_cleared' then c.found_on between $8::date and $9::date and c.state = 'solved'
      when 'month_helped' then c.found_on between $8::date and $9::date and c.state <> 'refused'
        and coalesce(c.ended_because not in ('unfounded', 'moved'), true)
        and (c.state = 'solved' or exists (
          select from family_step s where s.case_id = c.id and s.kind = 'helped'))
      else c.state = $1 end)
select c.id, c.rule, c.household_id, c.place, place_label(c.place) as place_label, c.people, c.state,
  c.since, c.due_on, c.found_on, c.helper, c.ended_on, c.stood_on,
  coalesce(c.ended_because, '') as ended_because, c.earlier_id, c.relapse,
  identity.person_id as head, coalesce(identity.name, '') as head_name, done.times, last.happened_on,
  coalesce(last.action, '') as action, coalesce(last.told, '') as told, counted.total
from (select count(*) as total from chosen) counted
cross join lateral (select * from chosen
  order by case when state in ('found', 'helping') then 0 else 1 end, ended_on desc nulls first,
    due_on nulls last, place, id
  limit $11 offset $12) c
left join household h on h.id = c.household_id
left join person_identity identity on identity.person_id = h.householder_id
cross join lateral (select count(*) as times from family_step s
  where s.case_id = c.id and s.kind = 'helped') done
left join lateral (select * from family_step s where s.case_id = c.id and s.kind = 'helped'
  order by s.happened_on desc, s.id desc limit 1) last on true
order by case when c.state in ('found', 'helping') then 0 else 1 end,
  c.ended_on desc nulls first, c.due_on nulls last, c.place, c.id

-- name: count_cases
-- $1: rule or '', $2, $3: places, $4, $5: the month, $6: today
select town, place_label(town) as label,
  count(*) filter (where open) as open, count(*) filter (where state = 'found') as found,
  count(*) filter (where open and due_on < $6::date) as overdue,
  count(*) filter (where of_month) as month_found,
  count(*) filter (where of_month and (state = 'solved' or helped)) as month_helped,
  count(*) filter (where of_month and state = 'solved') as month_cleared,
  count(*) filter (where of_month and relapse) as month_relapse,
  count(*) filter (where solved) as month_solved,
  coalesce(sum(ended_on - since) filter (where solved), 0)::bigint as days_sum,
  coalesce(max(ended_on - since) filter (where solved), 0)::bigint as days_worst
from (
  select c.place / 1000 * 1000 as town, c.state, c.due_on, c.relapse, c.ended_on, c.since,
    c.state in ('found', 'helping') as open,
    c.found_on between $4::date and $5::date and c.state <> 'refused'
      and coalesce(c.ended_because not in ('unfounded', 'moved'), true) as of_month,
    c.state = 'solved' and c.ended_on between $4::date and $5::date as solved,
    exists (select from family_step s where s.case_id = c.id and s.kind = 'helped') as helped
  from family_case c
  where ($1 = '' or c.rule = $1) and c.place between $2 and $3
    and (c.state in ('found', 'helping') or c.found_on between $4::date and $5::date
         or c.ended_on between $4::date and $5::date)) told
group by town
order by 5 desc, 3 desc, town
limit 500

-- name: case_file
-- $1: case
select c.note, c.confirmed_by, c.proof_person, coalesce(employer.name, '') as employer,
  job.start_date as proof_from, job.end_date as proof_to
from family_case c
left join employment job on job.id = c.proof and job.known_to = 'infinity'
left join organisation_now employer on employer.id = job.employer_id
where c.id = $1

-- name: case_steps
-- $1: case
with recursive story (id, earlier_id) as (
  select id, earlier_id from family_case where id = $1
  union
  select c.id, c.earlier_id from story join family_case c on c.id = story.earlier_id)
select s.kind, coalesce(s.action, '') as action, s.told, s.happened_on, s.person_id, s.account, s.at
from story join family_step s on s.case_id = story.id
order by s.id desc limit 500

-- name: case_story
-- $1: case
with recursive story (id, earlier_id) as (
  select id, earlier_id from family_case where id = $1
  union
  select c.id, c.earlier_id from story join family_case c on c.id = story.earlier_id)
select id from story where id <> $1 order by id desc limit 20

-- name: lines_of
-- $1: cases
select c.id, c.rule, c.household_id, c.place, place_label(c.place) as place_label, c.people, c.state,
  c.since, c.due_on, c.found_on, c.helper, c.ended_on, c.stood_on,
  coalesce(c.ended_because, '') as ended_because, c.earlier_id, c.relapse,
  identity.person_id as head, coalesce(identity.name, '') as head_name, done.times, last.happened_on,
  coalesce(last.action, '') as action, coalesce(last.told, '') as told
from family_case c
left join household h on h.id = c.household_id
left join person_identity identity on identity.person_id = h.householder_id
cross join lateral (select count(*) as times from family_step s
  where s.case_id = c.id and s.kind = 'helped') done
left join lateral (select * from family_step s where s.case_id = c.id and s.kind = 'helped'
  order by s.happened_on desc, s.id desc limit 1) last on true
where c.id = any($1::bigint[])
order by c.id desc

-- name: members_at_work
-- $1: household, $2: day, $3: months
select m.person_id,
  coalesce(m.start_date <= $2, true) and coalesce(m.end_date >= $2, true) as present,
  exists (select from unemployment_registration u where u.person_id = m.person_id
    and u.known_to = 'infinity' and u.start_date <= $2
    and coalesce(u.end_date >= $2, true)) as out_of_work,
  coalesce(upper(latest.work) > $2::date, false) as at_work,
  lower(latest.work) as work_from, upper(latest.work) - 1 as work_to, stable.since as stable_on
from household_member m
left join lateral (
  select range_agg(daterange(job.start_date, least(coalesce(job.end_date, $2::date), $2::date) + 1))
    as all_of_it
  from employment job
  where job.person_id = m.person_id and job.known_to = 'infinity' and job.start_date <= $2
    and coalesce(job.end_date >= job.start_date, true)
) worked on true
left join lateral (select work from unnest(worked.all_of_it) work
  order by work desc limit 1) latest on true
left join lateral (
  select (lower(work) + make_interval(months => $3::int))::date as since
  from unnest(worked.all_of_it) work
  where lower(work) + make_interval(months => $3::int) <= upper(work)
  order by work desc limit 1) stable on true
where m.household_id = $1 and m.known_to = 'infinity'
order by present desc, m.start_date nulls first, m.id

-- name: helpers
-- Accounts with a post within these places. $1: area, $2, $3: places
select a.id, a.name, (select count(*) from family_case c
  where c.helper = a.id and c.state in ('found', 'helping')) as open
from account a
where a.disabled_at is null and exists (select from role_assignment r
  where r.account_id = a.id and r.area_schema = $1 and r.ended_at is null
    and r.role in ('window_clerk', 'first_checker') and r.place between $2 and $3)
order by a.name, a.id limit 500

-- name: assign_cases
-- $1: ids, $2: helper or null, $3: by whom, $4: now, $5: today
with given as (
  update family_case set helper = $2::bigint,
    assigned_by = case when $2::bigint is null then null else $3::bigint end,
    assigned_at = case when $2::bigint is null then null else $4::timestamptz end
  where id = any($1::bigint[]) and state in ('found', 'helping')
  returning id, place)
insert into family_step (case_id, place, kind, happened_on, told, account, at)
select id, place, 'assigned', $5::date, coalesce($2::bigint::text, ''), $3, $4::timestamptz
from given order by id

-- name: state_of
-- $1: case
select state, rule, household_id, place from family_case where id = $1 for update

-- name: confirm
-- $1: case, $2: account, $3: now, $4: today
with confirmed as (
  update family_case set state = 'helping', confirmed_by = $2, confirmed_at = $3::timestamptz,
    ended_on = null, ended_because = null, ended_at = null, note = ''
  where id = $1 and state in ('found', 'refused') returning id, place)
insert into family_step (case_id, place, kind, happened_on, account, at)
select id, place, 'confirmed', $4::date, $2, $3::timestamptz from confirmed

-- name: refuse
-- $1: case, $2: account, $3: now, $4: today, $5: reason, $6: note
with refused as (
  update family_case set state = 'refused', ended_on = $4::date, ended_because = $5,
    ended_at = $3::timestamptz, note = $6
  where id = $1 and state in ('found', 'helping') returning id, place)
insert into family_step (case_id, place, kind, happened_on, told, account, at)
select id, place, 'refused', $4::date, $5, $2, $3::timestamptz from refused

-- name: belongs
-- $1: household, $2: person
select exists (select from household_member
  where household_id = $1 and person_id = $2 and known_to = 'infinity') as there

-- name: help
-- $1: case, $2: action, $3: day, $4: person or null, $5: told, $6: account, $7: now
insert into family_step (case_id, place, kind, action, happened_on, person_id, told, account, at)
select id, place, 'helped', $2, $3::date, $4::bigint, $5, $6, $7::timestamptz
from family_case where id = $1
