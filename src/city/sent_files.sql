-- Whom the planted files of other departments are about, in the same order each time, and what came
-- of them (sent_files.hpp).

-- name: people_of_feed
-- $1: how many, $2: those with a disability alone. Spread over the register, unless $2 picks them.
-- Of whom no birthday is known an import would tell it by the number: they are left out.
select p.id as subject, i.name, i.number_cipher, i.salt, p.residence_place as place,
  p.disability_grade
from person_now p join person_identity i on i.person_id = p.id
where p.birth_date is not null and case when $2::boolean then p.disability_grade is not null
  else p.id % greatest(1, (select max(id) from person) / $1::bigint) = 0 end
order by p.id limit $1::bigint

-- name: registrations_of_feed
-- $1: how many, $2: ended before. Of each person the last.
select distinct on (u.person_id) u.person_id as subject, i.number_cipher, i.salt, u.start_date,
  u.end_date, u.place
from unemployment_registration u join person_identity i on i.person_id = u.person_id
where u.known_to = 'infinity' and u.end_date < $2::date
order by u.person_id, u.start_date desc limit $1::bigint

-- name: years_of_feed
-- $1: how many, $2: the year
select y.organisation_id as subject, o.uscc, y.headcount_year_end
from organisation_year y join organisation o on o.id = y.organisation_id
where y.known_to = 'infinity' and y.year = $2::integer and y.headcount_year_end is not null
order by o.id limit $1::bigint

-- name: employers_of_feed
-- Of the first half of the register: who was planted, or has an account, stands at its end.
select o.id as subject, o.uscc, o.name, o.registered_place as place from organisation_now o
where o.kind = 'enterprise' and o.id <= (select max(id) / 2 from organisation)
order by o.id limit $1::bigint

-- name: delivered_files
select feed, state, row_count, changed, refused, held from feed_delivery
where sender = $1 order by id

-- name: held_values
select feed, fact, coalesce(person_id, organisation_id) as subject, said_value
from feed_disagreement where delivery_id in (select id from feed_delivery where sender = $1)
