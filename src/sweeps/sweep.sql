-- The monthly sweep of the unemployed register (sweep.hpp).

-- name: create_signs
-- What counts as contact, or as a refusal; filled for one of the two at a time.
create temp table if not exists sweep_sign (person_id bigint, day date, id bigint, source text)
on commit drop

-- name: create_seen
-- What contacts and refusals say against registrations.
create temp table if not exists sweep_seen (registration_id bigint, source text, since date,
  record bigint, given_by text, detail text) on commit drop

-- name: empty_signs
truncate sweep_sign

-- name: empty_seen
truncate sweep_seen

-- name: signs_of_records
-- $1: entity, $2: its day, $3: the fact that says so or '', $4: what it says then
insert into sweep_sign (person_id, day, id, source)
select r.person_id, (r.facts->>$2)::date, r.id, r.source
from register_record r
where r.entity = $1 and r.known_to = 'infinity' and r.facts->>$2 is not null
  and ($3 = '' or r.facts->>$3 = $4)
  and exists (select from unemployment_registration u
    where u.person_id = r.person_id and u.known_to = 'infinity' and u.end_date is null)

-- name: signs_of_visits
-- $1: the outcome, or '' for those that reached the person
insert into sweep_sign (person_id, day, id, source)
select v.person_id, v.visited_on, v.id, '走访'
from visit v
where not v.set_aside and (case when $1 = '' then v.counted else v.outcome = $1 end)
  and exists (select from unemployment_registration u
    where u.person_id = v.person_id and u.known_to = 'infinity' and u.end_date is null)

-- name: see_silence
-- $1: source, $2: months, $3: today, $4, $5: places. The registration is a contact itself.
insert into sweep_seen (registration_id, source, since, record, given_by, detail)
select u.id, $1, (latest.day + make_interval(months => $2::int))::date, latest.id, latest.source,
  '最后联系 ' || latest.day
from unemployment_registration u
cross join lateral (
  select contact.day, contact.id, contact.source
  from (select s.day, s.id, s.source from sweep_sign s
        where s.person_id = u.person_id and s.day between u.start_date and $3::date
        union all select u.start_date, u.id, u.source) contact
  order by contact.day desc, contact.id desc limit 1) latest
where u.known_to = 'infinity' and u.end_date is null and u.place between $4 and $5
  and latest.day + make_interval(months => $2::int) <= $3::date

-- name: see_refusals
-- $1: source, $2: how many, $3: today, $4, $5: places
insert into sweep_seen (registration_id, source, since, record, given_by, detail)
select u.id, $1, refused.day, refused.id, refused.source, '拒绝 ' || refused.days
from unemployment_registration u
cross join lateral (
  select s.day, s.id, s.source, row_number() over in_order as number,
    string_agg(s.day::text, '、') over in_order as days
  from sweep_sign s
  where s.person_id = u.person_id and s.day between u.start_date and $3::date
  window in_order as (order by s.day, s.id rows unbounded preceding)) refused
where u.known_to = 'infinity' and u.end_date is null and u.place between $4 and $5
  and refused.number = $2

-- name: drop_gone
-- Proposals whose registration ended or was corrected away otherwise, and those by contacts and
-- refusals that are no longer so. $1, $2: places
update sweep_exit p set state = 'gone'
where p.state = 'open' and p.place between $1 and $2
  and (not exists (select from unemployment_registration u
      where u.id = p.registration_id and u.known_to = 'infinity' and u.end_date is null)
    or (p.evidence ~ '^(silence|refusals) ' and not exists (select from sweep_seen s
      where s.registration_id = p.registration_id and s.source = p.evidence
        and s.record = p.evidence_record and s.since = p.since)))

-- name: find_exits
-- $1: sources, $2: whether their day must be later than the registration's, $3: because,
-- $4: whether the person is told, $5: clauses, in the order of the rules; $6, $7: places, $8: today,
-- $9: now. What the registers say that may end a registration: a death, work that goes on, insurance
-- by an employer that was paid last month or later, lists of other bodies. The first rule counts; what was rejected or undone is not found again by the same record
-- with the same day.
insert into sweep_exit (registration_id, person, place, evidence, evidence_record, given_by, detail,
  since, ends_on, because, clause, told, found_at, state)
select found.id, found.person_id, found.place, found.source, found.record, found.given_by,
  coalesce(employer.name, found.detail), found.since, greatest(found.since, found.start_date), found.because,
  found.clause, found.told, $9::timestamptz, 'open'
from (
  select distinct on (u.id) u.id, u.person_id, u.place, u.start_date, seen.source, seen.since,
    seen.record, seen.given_by, seen.employer, seen.detail, rule.because, rule.told, rule.clause
  from unemployment_registration u
  cross join lateral (
    select 'death' as source, p.death_date as since, p.id as record, p.source as given_by,
      null::bigint as employer, '' as detail
    from person_now p where p.id = u.person_id and p.death_date is not null
    union all
    select case when e.is_owner then 'owner' else 'employment' end, e.start_date, e.id, e.source,
      e.employer_id, ''
    from employment e
    where e.person_id = u.person_id and e.known_to = 'infinity'
      and coalesce(e.end_date, $8::date) >= $8::date
    union all
    select 'insurance ' || i.kind, i.first_month, i.id, i.source, i.employer_id,
      ''
    from insurance_spell i
    where i.person_id = u.person_id and i.known_to = 'infinity' and i.employer_id is not null
      and coalesce(i.last_month, $8::date) >= date_trunc('month', $8::date) - interval '1 month'
    union all
    select 'list ' || (r.facts->>'list'), (r.facts->>'since')::date, r.id,
      coalesce(r.facts->>'given_by', r.source), null, ''
    from register_record r
    where r.person_id = u.person_id and r.entity = 'outside_listing' and r.known_to = 'infinity'
    union all
    select s.source, s.since, s.record, s.given_by, null, s.detail
    from sweep_seen s where s.registration_id = u.id
  ) seen
  join unnest($1::text[], $2::text[]::boolean[], $3::text[], $4::text[]::boolean[], $5::text[])
    with ordinality as rule (source, later, because, told, clause, rank)
    on rule.source = seen.source
  where u.known_to = 'infinity' and u.end_date is null and u.place between $6 and $7
    and seen.since <= $8::date and (not rule.later or seen.since > u.start_date)
    and not exists (select from sweep_exit p where p.registration_id = u.id
      and (p.state = 'open' or (p.state in ('rejected', 'undone') and p.evidence = seen.source
                                and p.evidence_record = seen.record and p.since = seen.since)))
  order by u.id, rule.rank, seen.since, seen.record
) found
left join organisation_now employer on employer.id = found.employer
on conflict (registration_id) where state = 'open' do nothing

-- name: insert_run
insert into sweep_run (place, known_at, confirmed_by, confirmed_at) values ($1, $2, $3, $4)
returning id

-- name: name_run
update sweep_run set source = $2, exits = $3 where id = $1

-- name: confirm_exits
-- $1: run, $2: by whom, $3: when, $4: undone until, $5: ids or none, $6: because or '', $7, $8: places
update sweep_exit p set state = 'confirmed', run_id = $1, decided_by = $2, decided_at = $3,
  undo_until = $4
from unemployment_registration u
where p.state = 'open' and p.place between $7 and $8
  and (p.id = any($5::bigint[]) or (p.because = $6 and $6 <> ''))
  and u.id = p.registration_id and u.known_to = 'infinity' and u.end_date is null
  and u.start_date <= p.ends_on

-- name: exits_of_run
-- The registrations of a run's exits that stand as the run left them, and may be restored: none was
-- made since that would overlap. $1: run, $2: one exit or none, $3: today, $4, $5: places
select p.id
from sweep_exit p
join sweep_run run on run.id = p.run_id
join unemployment_registration u on u.id = p.registration_id and u.known_to = 'infinity'
where p.run_id = $1 and p.state = 'confirmed' and ($2::bigint is null or p.id = $2::bigint)
  and p.undo_until >= $3::date and p.place between $4 and $5
  and u.known_from = run.known_at and u.source = run.source
  and not exists (select from unemployment_registration other
    where other.person_id = u.person_id and other.id <> u.id and other.known_to = 'infinity'
      and coalesce(other.end_date, 'infinity') >= u.start_date)
order by p.id for update of p, u

-- name: undo_exits
update sweep_exit set state = 'undone', decided_by = $2, decided_at = $3, reason = $4
where id = any($1::bigint[])

-- name: undo_run
update sweep_run set undone_by = $2, undone_at = $3, reason = $4 where id = $1

-- name: keep_past
-- What the registrations of these exits said until now. $1: run or none, $2: exits or none, $3: now
insert into unemployment_registration_past (id, person_id, start_date, end_date, reason, place,
  source, known_from, known_to, extra)
select u.id, u.person_id, u.start_date, u.end_date, u.reason, u.place, u.source, u.known_from,
  $3::timestamptz, u.extra
from sweep_exit p join unemployment_registration u on u.id = p.registration_id
where p.run_id = $1 or p.id = any($2::bigint[])

-- name: end_registrations
-- $1: run, $2: now, $3: source
update unemployment_registration u
set end_date = p.ends_on, known_from = $2::timestamptz, source = $3,
  extra = coalesce(u.extra, '{}') || jsonb_build_object('ended_because', p.because)
from sweep_exit p where p.run_id = $1 and u.id = p.registration_id

-- name: restore_registrations
-- $1: exits, $2: now, $3: source
update unemployment_registration u
set end_date = null, known_from = $2::timestamptz, source = $3,
  extra = nullif(u.extra - 'ended_because', '{}')
from sweep_exit p where p.id = any($1::bigint[]) and u.id = p.registration_id

-- name: create_resolved
-- What the outbox looks at to tell changes (exchange/outbox.sql).
create temp table resolved (existing_id bigint, state text) on commit drop

-- name: fill_resolved
insert into resolved (existing_id, state)
select p.registration_id, 'changed' from sweep_exit p
where p.run_id = $1 or p.id = any($2::bigint[])

-- name: tell
-- $1: run or none, $2: exits or none, $3: title, $4: body with {day}, {because}, {given_by} and
-- {until}, $5: codes of reasons, $6: their labels, $7: now
insert into message (place, person_id, kind, title, body, sent_at)
select p.place, p.person, 'step', $3,
  replace(replace(replace(replace($4, '{day}', p.ends_on::text), '{because}', reason.label),
    '{given_by}', p.given_by), '{until}', p.undo_until::text), $7::timestamptz
from sweep_exit p join unnest($5::text[], $6::text[]) as reason (code, label)
  on reason.code = p.because
where p.told and (p.run_id = $1 or p.id = any($2::bigint[]))

-- name: lock_exits
select id from sweep_exit
where id = any($1::bigint[]) and place between $2 and $3 order by id for update

-- name: reject_exits
update sweep_exit set state = 'rejected', decided_by = $2, decided_at = $3, reason = $4
where id = any($1::bigint[]) and state = 'open'

-- name: run_of_exit
select run_id, state, undo_until from sweep_exit where id = $1 and place between $2 and $3

-- name: run
-- Only a run all of whose exits are the caller's.
select run.source, run.known_at, run.undone_at is not null as undone,
  count(p.id) filter (where p.state = 'confirmed') as confirmed,
  max(p.undo_until) as undo_until
from sweep_run run join sweep_exit p on p.run_id = run.id
where run.id = $1
group by run.id having bool_and(p.place between $2 and $3)
