-- Two files that may be one person: duplicates.hpp.

-- name: claim_search
-- Until the transaction ends; not where another one has it.
select pg_try_advisory_xact_lock(hashtextextended('duplicates:' || current_schema(), 0)) as locked

-- name: everybody
select identity.person_id as id, identity.name, identity.number_cipher, identity.salt,
  identity.place, version.birth_date
from person_identity identity
left join person_version version on version.person_id = identity.person_id
  and version.known_to = 'infinity' and upper_inf(version.valid)
where not exists (select from erasure e where e.person_id = identity.person_id
                    and e.state = 'erased')

-- name: create_found_pair
create temp table found_pair (first_id bigint, second_id bigint, reason text, score smallint)
  on commit drop

-- name: copy_found_pair
copy found_pair from stdin (format binary)

-- name: count_fresh
select count(*) as n from (select distinct first_id, second_id from found_pair) found
where not exists (select from duplicate_pair known where known.first_id = found.first_id
                    and known.second_id = found.second_id)

-- name: keep_found_pairs
-- $1: now. What somebody has decided stays decided.
insert into duplicate_pair (first_id, second_id, reasons, score, place, second_place, found_at)
select found.first_id, found.second_id, found.reasons, found.score, one.place, other.place,
  $1::timestamptz
from (
  select first_id, second_id, array_agg(distinct reason) as reasons, max(score) as score
  from found_pair group by first_id, second_id
) found
join person_identity one on one.person_id = found.first_id
join person_identity other on other.person_id = found.second_id
on conflict (first_id, second_id) do update
set reasons = excluded.reasons, score = excluded.score, place = excluded.place,
  second_place = excluded.second_place
where duplicate_pair.state = 'open'

-- name: drop_pairs_no_longer_alike
delete from duplicate_pair known
where state = 'open' and not exists (
  select from found_pair found where found.first_id = known.first_id
    and found.second_id = known.second_id)

-- name: people_with_numbers
select person_id as id, name, number_blind from person_identity
where number_blind = any($1::bytea[])

-- name: people_alike
select person_id as id, name from find_persons_alike($1::text[], $2, $3, $4, $5)

-- name: count_pairs
select count(*) as n from duplicate_pair where state = $1

-- name: list_pairs
select id, first_id, second_id, reasons, score, state, found_at, reason, decided_by_name, decided_at
from duplicate_pair where state = $1
order by score desc, id limit $2 offset $3

-- name: find_pair
select id, first_id, second_id, reasons, score, state, found_at, reason, decided_by_name, decided_at
from duplicate_pair where id = $1

-- name: merge_of_pair
select id from person_merge
where survivor_id in ($1, $2) and merged_id in ($1, $2) and undone_at is null

-- name: settle_pair
update duplicate_pair set state = 'different', reason = $2, decided_by = $3, decided_by_name = $4,
  decided_at = $5
where id = $1 and state = 'open'
