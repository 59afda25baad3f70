-- One subject beside what departments last said (check_now.hpp).

-- name: named_by
-- Which delivery of each feed named the subject last; $1: organisations, $2: id
select m.feed, d.period, d.received_at
from feed_mention m join feed_delivery d on d.id = m.delivery_id
where m.of_organisation = $1 and m.subject_id = $2

-- name: waiting_of
-- What each feed says otherwise, waiting or settled for the register; $1: person or null, $2: organisation or null
select id, feed, entity, fact, owner, due_on, state,
  case when said_value ~ '^[0-9]{12}$' then coalesce(place_label(said_value::bigint), said_value)
    else said_value end as said_value
from feed_disagreement
where (person_id = $1::bigint or organisation_id = $2::bigint) and state <> 'feed_right'
order by id
