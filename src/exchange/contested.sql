-- What sources say about facts of a person or an organisation (contested.hpp).

-- name: claims
-- $1: whose, a person or null, $2: an organisation or null, $3: day, $4: known by, $5: facts, $6:
-- those of them that are places. A claim is a value for as long as it stood without a break, with
-- who said it first.
with versions as (
  select valid, known_from, known_to, source, extra, to_jsonb(v) as said
  from person_version v where v.person_id = $1::bigint
  union all
  select valid, known_from, known_to, source, extra, to_jsonb(v)
  from organisation_version v where v.organisation_id = $2::bigint),
told as (
  select wanted.fact, v.known_from, v.source, lower(v.valid) as valid_from,
    v.known_to > $4::timestamptz as stands,
    coalesce(nullif(v.said->wanted.fact, 'null'), v.extra->wanted.fact) #>> '{}' as value
  from versions v cross join unnest($5::text[]) as wanted (fact)
  where v.valid @> $3::date and v.known_from <= $4::timestamptz),
marked as (
  select *, case when value is distinct from lag(value) over said then 1 else 0 end as begins
  from told window said as (partition by fact order by known_from)),
runs as (select *, sum(begins) over (partition by fact order by known_from) as run from marked)
select fact,
  case when fact = any($6::text[]) then place_label(value::bigint) else value end as value,
  (array_agg(source order by known_from))[1] as source, min(valid_from) as valid_from,
  min(known_from) as known_from, bool_or(stands) as stands
from runs where value is not null
group by fact, run, value
order by fact, run desc

-- name: held
-- $1: whose, a person or null, $2: an organisation or null, $3: known by
select d.id, d.entity, d.fact, d.known_value, d.known_source, d.said_value, d.feed, d.owner,
  d.state, d.note, d.due_on,
  case when d.known_value ~ '^[0-9]{12}$' then place_label(d.known_value::bigint) end
    as known_place,
  case when d.said_value ~ '^[0-9]{12}$' then place_label(d.said_value::bigint) end as said_place,
  delivery.period, delivery.received_at, delivery.file_name
from feed_disagreement d join feed_delivery delivery on delivery.id = d.delivery_id
where (d.person_id = $1::bigint or d.organisation_id = $2::bigint)
  and d.state <> 'feed_right' and d.opened_at <= $3::timestamptz
order by d.id desc
