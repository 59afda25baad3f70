-- Erasing a person and what forbids it: erasure.hpp.

-- name: person_to_erase
select place, exists (select from erasure e where e.person_id = i.person_id
                      and e.state = 'erased') as erased
from person_identity i where person_id = $1 for update

-- name: lock_identities
-- $1: people. An erasure of one of them waits, or is waited for; so does another change.
select person_id from person_identity where person_id = any($1::bigint[]) order by person_id
for no key update

-- name: some_erased
-- $1: people. A file that was merged into an erased one is erased with it.
with recursive kept (id) as (
  select unnest($1::bigint[])
  union
  select m.survivor_id from person_merge m join kept on kept.id = m.merged_id
  where m.undone_at is null
)
select exists (select from erasure e join kept on kept.id = e.person_id
               where e.state = 'erased') as erased

-- name: erasure_obstacles
select kind, found, until from erasure_obstacles($1, $2, $3, $4) order by kind

-- name: shared_papers
select count(*) as found from shared_papers($1)

-- name: add_erasure
insert into erasure (person_id, ground, reason, place, asked_by, asked_by_name, asked_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (person_id) where state in ('open', 'erased') do nothing
returning id

-- name: erasure_to_decide
select person_id, asked_by, state from erasure where id = $1 for update

-- name: decide_erasure
update erasure set state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5, opinion = $6
where id = $1

-- name: erase_identity
select erase_identity($1, $2::text::jsonb, $3), erase_sheets_and_consents($1),
  erase_frozen_rows($1), erase_family_words($1), erase_record_words($1), erase_reviews($1)

-- name: list_erasures
select e.id, e.person_id, i.name, e.ground, e.reason, e.asked_by, e.asked_by_name, e.asked_at,
       e.state, coalesce(e.decided_by_name, '') as decided_by_name, e.decided_at,
       coalesce(e.opinion, '') as opinion
from erasure e join person_identity i on i.person_id = e.person_id
order by (e.state = 'open') desc, e.id desc limit 200

-- name: erasure_of
-- The last of the person.
select e.id, e.person_id, '' as name, e.ground, e.reason, e.asked_by, e.asked_by_name, e.asked_at,
       e.state, coalesce(e.decided_by_name, '') as decided_by_name, e.decided_at,
       coalesce(e.opinion, '') as opinion
from erasure e where e.person_id = $1 order by e.id desc limit 1

-- name: hold_of
select h.id, h.person_id, '' as name, h.reason, h.made_by_name, h.made_at
from legal_hold h where h.person_id = $1 and h.lifted_at is null

-- name: add_hold
insert into legal_hold (person_id, reason, place, made_by, made_by_name, made_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (person_id) where lifted_at is null do nothing
returning id

-- name: lift_hold
update legal_hold set lifted_by = $2, lifted_by_name = $3, lifted_at = $4
where id = $1 and lifted_at is null

-- name: list_holds
select h.id, h.person_id, i.name, h.reason, h.made_by_name, h.made_at
from legal_hold h join person_identity i on i.person_id = h.person_id
where h.lifted_at is null order by h.id desc limit 200
