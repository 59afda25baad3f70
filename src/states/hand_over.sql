-- What follows from a state at once (hand_over.hpp). derived_state has whose state changed,
-- derived_person everybody who was looked at.

-- name: drop_visits
-- $1: state, $2: plan, $3: now. Who left the state.
update visit_task t set state = 'gone', closed_at = $3::timestamptz
from derived_state d
where t.plan = $2 and t.state = 'open' and t.person_id = d.person_id
  and d.state is distinct from $1

-- name: open_visits
-- $1: state, $2: group or '', $3: plan, $4: days, $5: today, $6: now
insert into visit_task (plan, person_id, place, due_on, state, made_at)
select $3::text, d.person_id, i.place, $5::date + $4::int, 'open', $6::timestamptz
from derived_state d join person_identity i on i.person_id = d.person_id
where d.state = $1 and d.since >= $5::date - $4::int
  and ($2 = '' or exists (select from register_record r
    where r.person_id = d.person_id and r.entity = 'recognition'
      and r.facts ->> 'category' = $2 and r.known_to = 'infinity' and r.valid @> $5::date
      and coalesce((r.facts ->> 'ended_on')::date > $5::date, true)))
order by d.person_id
on conflict (plan, person_id) where state = 'open' and plan is not null do nothing

-- name: close_stops
-- $1: state, $2: kind of records, $3: fact that ends one, $4: today, $5: now, $6: rule
with closed as (
  update register_task t
  set state = 'done', outcome = '已停发，或者不再就业', done_by = 0, done_by_name = '登记状态规则',
    done_at = $5::timestamptz
  from derived_person p
  where t.kind = 'benefit_stop' and t.state = 'open' and t.person_id = p.person_id
    and split_part(t.about, ':', 1) = $2
    and not exists (select from register_record r
      join register_record s on s.person_id = r.person_id and s.entity = 'registered_state'
        and s.key = $6 and s.known_to = 'infinity' and s.facts ->> 'state' = $1
      where r.id = split_part(t.about, ':', 2)::bigint and r.known_to = 'infinity'
        and coalesce(r.facts ->> $3 >= to_char($4::date, 'YYYY-MM'), true))
  returning t.id)
update desk_task k set done_at = $5::timestamptz
from closed where k.about = 'benefit_stop:' || closed.id and k.done_at is null

-- name: open_stops
-- $1: state, $2: kind of records, $3: fact that ends one, $4: today, $5: now, $6: detail, $7: rule.
-- Once for each time that the person came into the state: what was looked at is not asked again.
insert into register_task (kind, person_id, about, detail, place, found_at)
select 'benefit_stop', p.person_id, $2::text || ':' || r.id || ':' || (s.facts ->> 'since'),
  $6::text, i.place, $5::timestamptz
from derived_person p
join person_identity i on i.person_id = p.person_id
join register_record s on s.person_id = p.person_id and s.entity = 'registered_state'
  and s.key = $7 and s.known_to = 'infinity' and s.facts ->> 'state' = $1
join register_record r on r.person_id = p.person_id and r.entity = $2
  and r.known_to = 'infinity' and coalesce(r.facts ->> $3 >= to_char($4::date, 'YYYY-MM'), true)
where not exists (select from register_task t
  where t.kind = 'benefit_stop' and t.person_id = p.person_id
    and t.about = $2::text || ':' || r.id || ':' || (s.facts ->> 'since'))
order by p.person_id, r.id

-- name: open_at_desk
-- $1: role, $2: title, $3: due, $4: now, $5: kind of records
insert into desk_task (about, kind, place, role, title, detail, address, due_on, created_at)
select 'benefit_stop:' || t.id, 'benefit_stop', t.place, $1, $2, i.name,
  '/persons/' || t.person_id, $3, $4
from derived_person p
join register_task t on t.person_id = p.person_id and t.kind = 'benefit_stop' and t.state = 'open'
  and split_part(t.about, ':', 1) = $5
join person_identity i on i.person_id = t.person_id
order by t.id
on conflict (about) where done_at is null do nothing
