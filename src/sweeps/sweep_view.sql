-- The sweep as it is read (sweep_view.hpp).

-- name: page_of_exits
-- $1: state, $2: because or '', $3: limit, $4: offset
select p.id, p.person, coalesce(identity.name, '') as who, place_label(p.place) as place_label,
  u.start_date, p.evidence, p.given_by, p.detail, p.since, p.ends_on, p.because, p.clause, p.state,
  p.run_id, p.decided_by, p.undo_until, coalesce(p.reason, '') as reason, counted.total
from (select count(*) as total from sweep_exit
      where state = $1 and ($2 = '' or because = $2)) counted
cross join lateral (
  select * from sweep_exit chosen
  where chosen.state = $1 and ($2 = '' or chosen.because = $2)
  order by chosen.id desc limit $3 offset $4) p
left join person_identity identity on identity.person_id = p.person
left join unemployment_registration u on u.id = p.registration_id
order by p.id desc

-- name: count_exits
select state, because, count(*) as exits from sweep_exit where state <> 'gone' group by 1, 2

-- name: count_registered
-- $1: today, $2: months after which a registration is a long one; 0: none is
select count(*) as registered,
  count(*) filter (where $2::int > 0
    and start_date + make_interval(months => $2::int) <= $1::date) as registered_long
from unemployment_registration where known_to = 'infinity' and end_date is null

-- name: count_groups
-- $1: lists whose people count as registered. Who is registered is counted there.
select listed.list, count(distinct r.person_id) as people
from unnest($1::text[]) as listed (list)
left join register_record r on r.entity = 'outside_listing' and r.known_to = 'infinity'
  and r.facts->>'list' = listed.list
  and not exists (select from unemployment_registration u where u.person_id = r.person_id
    and u.known_to = 'infinity' and u.end_date is null)
group by listed.list

-- name: latest_runs
select run.id, run.exits, run.confirmed_by, run.confirmed_at, run.known_at, run.undone_at,
  coalesce(run.reason, '') as reason, max(p.undo_until) as undo_until,
  count(p.id) filter (where p.state = 'confirmed') as confirmed
from sweep_run run left join sweep_exit p on p.run_id = run.id
where run.exits > 0
group by run.id order by run.id desc limit 12
