-- Files with disagreements that are not settled (contested_files.hpp).

-- name: contested_files
-- $1: person, organisation or '', $2: feed or '', $3: role or '', $4: due before or null, $5: limit,
-- $6: offset
select d.person_id, d.organisation_id,
  coalesce(max(identity.name), organisation_name(d.organisation_id), '') as name,
  string_agg(distinct d.entity || '.' || d.fact, ' ') as facts,
  string_agg(distinct d.owner, ' ') as owners, count(*) as open, min(d.due_on) as due_on,
  count(*) over () as total
from feed_disagreement d left join person_identity identity on identity.person_id = d.person_id
where d.state = 'open' and ($2 = '' or d.feed = $2) and ($3 = '' or d.owner = $3)
  and ($1 = '' or ($1 = 'person') = (d.person_id is not null))
  and ($4::date is null or d.due_on < $4::date)
group by d.person_id, d.organisation_id
order by min(d.due_on), d.person_id, d.organisation_id
limit $5 offset $6
