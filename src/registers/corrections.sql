-- Correcting who somebody is: corrections.hpp.

-- name: identities_to_correct
select person_id as id, name, number_cipher, phone_cipher, salt, place
from person_identity where person_id = any($1::bigint[]) order by person_id for update

-- name: owner_of_number
select person_id as id from person_identity where number_blind = $1

-- name: insert_correction
insert into identity_correction (kind, person_id, other_id, new_name, number_cipher, salt, evidence,
  reason, place, asked_by, asked_by_name, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (person_id) where state = 'open' do nothing
returning id

-- name: correction_to_decide
select kind, person_id, other_id, new_name, number_cipher, salt, asked_by, state
from identity_correction where id = $1 for update

-- name: free_number
-- Between two who are swapped the number is nobody's for a moment.
update person_identity set number_blind = null where person_id = $1

-- name: correct_birth_date
-- Every version in force that has another day of birth than the number. $1: person, $2: born,
-- $3: now, $4: source
with ended as (
  update person_version version
  set known_from = case when known_from < $3::timestamptz then known_from else never.held end,
    known_to = case when known_from < $3::timestamptz then $3::timestamptz else never.held end
  from version_that_never_held($1, $3) as never (held)
  where person_id = $1 and known_to = 'infinity' and birth_date is distinct from $2::date
  returning version.*
)
insert into person_version (person_id, valid,
  sex, birth_date, nation, hukou_kind, hukou_place, residence_place, education, health,
  disability_grade, veteran, death_date, place, source, known_from, extra)
select person_id, valid,
  sex, $2::date, nation, hukou_kind, hukou_place, residence_place, education, health,
  disability_grade, veteran, death_date, place, $4::text, $3::timestamptz, extra
from ended

-- name: note_decision
update identity_correction set state = $2, decided_by = $3, decided_by_name = $4, decided_at = $5,
  opinion = $6, replaced_at = $7, other_replaced_at = $8
where id = $1

-- name: count_corrections
select count(*) as n from identity_correction where state = $1

-- name: list_corrections
select id from identity_correction where state = $1 order by id desc limit $2 offset $3

-- name: find_corrections
select ticket.id, kind, state, ticket.person_id, other_id, new_name, ticket.number_cipher,
  ticket.salt, evidence, reason, asked_by_name, decided_by_name, opinion, asked_at, decided_at,
  coalesce(past.name, own.name) as own_name, coalesce(past_other.name, other.name) as other_name,
  asked_by,
  case when past.person_id is null then own.number_cipher else past.number_cipher end as own_cipher,
  case when past.person_id is null then own.salt else past.salt end as own_salt,
  case when past_other.person_id is null then other.number_cipher else past_other.number_cipher end
    as other_cipher,
  case when past_other.person_id is null then other.salt else past_other.salt end as other_salt
from identity_correction ticket
left join person_identity own on own.person_id = ticket.person_id
left join person_identity other on other.person_id = ticket.other_id
left join person_identity_past past on past.person_id = ticket.person_id
  and past.replaced_at = ticket.replaced_at
left join person_identity_past past_other on past_other.person_id = ticket.other_id
  and past_other.replaced_at = ticket.other_replaced_at
where ticket.id = any($1::bigint[])
order by ticket.id desc

-- name: cases_of_correction
select distinct flow_case.id, flow_case.number, flow_case.measure, flow_case.state
from identity_correction ticket
join case_row on case_row.person_id in (ticket.person_id, ticket.other_id)
join flow_case on flow_case.id = case_row.case_id
where ticket.id = $1
order by flow_case.id desc limit 100
