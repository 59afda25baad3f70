-- Households and who belongs to them: see households.hpp.

-- name: households_of
-- $1: person, $2: known at
select id from (
  select id, householder_id, known_from, known_to from household
  union all select id, householder_id, known_from, known_to from household_past) known
where known_from <= $2 and known_to > $2 and (householder_id = $1 or id in (
  select household_id from (
    select household_id, person_id, known_from, known_to from household_member
    union all
    select household_id, person_id, known_from, known_to from household_member_past) member
  where person_id = $1 and member.known_from <= $2 and member.known_to > $2))
order by id

-- name: household
-- $1: id, $2: known at
select id, householder_id, kind, place, place_label(place) as place_label, source
from (select * from household union all select * from household_past) known
where id = $1 and known_from <= $2 and known_to > $2

-- name: members
-- $1: household, $2: on the day, $3: known at
select
  member.person_id, member.relation, member.start_date, member.end_date, member.source,
  member.known_from,
  coalesce(member.start_date <= $2, true) and coalesce(member.end_date >= $2, true) as present,
  exists (
    select from (
      select * from unemployment_registration
      union all select * from unemployment_registration_past) spell
    where spell.person_id = member.person_id and spell.known_from <= $3 and spell.known_to > $3
      and spell.start_date <= $2 and coalesce(spell.end_date >= $2, true)) as out_of_work,
  exists (
    select from (select * from employment union all select * from employment_past) spell
    where spell.person_id = member.person_id and spell.known_from <= $3 and spell.known_to > $3
      and spell.start_date <= $2 and coalesce(spell.end_date >= $2, true)) as at_work,
  (select count(*) from household_member_past past
   where past.id = member.id and past.known_to <= $3) as times_changed
from (select * from household_member union all select * from household_member_past) member
where member.household_id = $1 and member.known_from <= $3 and member.known_to > $3
order by present desc, member.start_date nulls first, member.id

-- name: make_household
-- $1: head, $2: kind, $3: place, $4: source, $5: now
insert into household (householder_id, kind, place, source, known_from)
values ($1, $2, $3, $4, $5) returning id

-- name: member
-- $1: household, $2: person
select id, relation, start_date, end_date from household_member
where household_id = $1 and person_id = $2 and known_to = 'infinity'
for update

-- name: other_household_of_kind
-- $1: household, $2: person, $3: since, $4: until
select member.household_id from household_member member
join household other on other.id = member.household_id and other.known_to = 'infinity'
join household this on this.id = $1 and this.kind = other.kind
where member.person_id = $2 and member.household_id <> $1 and member.known_to = 'infinity'
  and daterange(member.start_date, member.end_date)
      && daterange($3::date, $4::date)
limit 1

-- name: add_member
-- $1: household, $2: person, $3: relation, $4: since, $5: until, $6: source, $7: now
insert into household_member (household_id, person_id, relation, start_date, end_date, place,
  source, known_from)
select id, $2::bigint, $3::text, $4::date, $5::date, place, $6::text, $7::timestamptz
from household where id = $1 and known_to = 'infinity'

-- name: keep_member
-- $1: member, $2: now
insert into household_member_past (id, household_id, person_id, relation, start_date, end_date,
  place, source, known_from, known_to, extra)
select id, household_id, person_id, relation, start_date, end_date, place, source, known_from,
  $2::timestamptz, extra
from household_member where id = $1

-- name: change_member
-- $1: member, $2: relation, $3: since, $4: until, $5: source, $6: now
update household_member set relation = $2::text, start_date = $3::date, end_date = $4::date,
  source = $5::text, known_from = $6::timestamptz
where id = $1

-- name: household_people
-- $1: person
with own as (
  select id from household where householder_id = $1
  union
  select household_id from household_member where person_id = $1
)
select $1::bigint as id
union
select householder_id from household where id in (select id from own)
union
select person_id from household_member where household_id in (select id from own)
