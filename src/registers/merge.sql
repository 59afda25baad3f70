-- Two files of one person become one: merge.hpp.

-- name: identities_to_merge
select person_id as id, name, number_cipher, number_blind, phone_cipher, phone_blind, salt, place
from person_identity where person_id = any($1::bigint[]) order by person_id for update

-- name: insert_merge
insert into person_merge (survivor_id, merged_id, reason, chosen, place, number_blind, phone_blind,
  merged_by, merged_by_name, merged_at)
values ($1, $2, $3, $4::text[], $5, $6, $7, $8, $9, $10)
returning id

-- name: move_rows
select move_rows_of_person($1, $2, $3, $4)

-- name: move_outgoing
-- $1: merge, $2: from, $3: to, $4: now. What waits to be told to other systems is read as of now: of
-- an earlier moment the record is another's.
with moved as (
  update outgoing set person = $3::bigint,
    subject = case when subject = 'person:' || $2::bigint then 'person:' || $3::bigint
                   else subject end,
    known_at = case when operation = 'put' and payload is null and state in ('unsent', 'postponed')
                    then greatest(known_at, $4::timestamptz) else known_at end
  where person = $2::bigint
  returning id
)
insert into person_merge_row (merge_id, rows_of, owner, row_id, change)
select $1::bigint, 'outgoing', 'person', id, 'moved' from moved

-- name: outgoing_back
-- $1: merge, $2: survivor, $3: the other, $4: now. After rows_back, which gave the items back.
update outgoing item set
  subject = case when subject = 'person:' || $2::bigint then 'person:' || $3::bigint
                 else subject end,
  known_at = case when operation = 'put' and payload is null and state in ('unsent', 'postponed')
                  then greatest(known_at, $4::timestamptz) else known_at end
from person_merge_row moved
where moved.merge_id = $1 and moved.rows_of = 'outgoing' and moved.row_id = item.id
  and item.person = $3::bigint

-- name: count_not_moved
select count(*) as n from person_merge_row where merge_id = $1 and change <> 'moved'

-- name: end_versions
-- $1: the merged person, $2: now
with ended as (
  update person_version version
  set known_from = case when known_from < $2::timestamptz then known_from else never.held end,
    known_to = case when known_from < $2::timestamptz then $2::timestamptz else never.held end
  from version_that_never_held($1, $2) as never (held)
  where person_id = $1 and known_to = 'infinity'
  returning id
)
select coalesce(array_agg(id), '{}') as ids from ended

-- name: end_survivors_version
update person_version version
set known_from = case when known_from < $2::timestamptz then known_from else never.held end,
  known_to = case when known_from < $2::timestamptz then $2::timestamptz else never.held end
from version_that_never_held($1, $2) as never (held)
where person_id = $1 and known_to = 'infinity' and upper_inf(valid)
returning id

-- name: insert_merged_version
-- $1: the survivor's version, $2: the other's, $3: facts taken from the other, $4: now, $5: source
insert into person_version (person_id, valid,
  sex, birth_date, nation, hukou_kind, hukou_place, residence_place, education, health,
  disability_grade, veteran, death_date,
  place, source, known_from, extra)
select
  kept.person_id, kept.valid,
  case when 'sex' = any($3::text[]) then other.sex else coalesce(kept.sex, other.sex) end,
  case when 'birth_date' = any($3::text[]) then other.birth_date
       else coalesce(kept.birth_date, other.birth_date) end,
  case when 'nation' = any($3::text[]) then other.nation
       else coalesce(kept.nation, other.nation) end,
  case when 'hukou_kind' = any($3::text[]) then other.hukou_kind
       else coalesce(kept.hukou_kind, other.hukou_kind) end,
  case when 'hukou_place' = any($3::text[]) then other.hukou_place
       else coalesce(kept.hukou_place, other.hukou_place) end,
  case when 'residence_place' = any($3::text[]) then other.residence_place
       else kept.residence_place end,
  case when 'education' = any($3::text[]) then other.education
       else coalesce(kept.education, other.education) end,
  case when 'health' = any($3::text[]) then other.health
       else coalesce(kept.health, other.health) end,
  case when 'disability_grade' = any($3::text[]) then other.disability_grade
       else coalesce(kept.disability_grade, other.disability_grade) end,
  case when 'veteran' = any($3::text[]) then other.veteran
       else coalesce(kept.veteran, other.veteran) end,
  case when 'death_date' = any($3::text[]) then other.death_date
       else coalesce(kept.death_date, other.death_date) end,
  case when 'residence_place' = any($3::text[]) then other.place else kept.place end,
  $5::text, $4::timestamptz,
  nullif(coalesce(other.extra, '{}') || coalesce(kept.extra, '{}') || coalesce(
    (select jsonb_object_agg(key, value) from jsonb_each(other.extra)
     where key = any($3::text[])), '{}'), '{}')
from person_version kept, person_version other
where kept.id = $1 and other.id = $2
returning id

-- name: open_version_of
select id from person_version
where person_id = $1 and known_to = 'infinity' and upper_inf(valid)

-- name: keep_past_identity
-- $1: person, $2: now; a moment after what was kept last, where the clock stands still
insert into person_identity_past (person_id, name, number_cipher, phone_cipher, salt, place,
  recorded_at, replaced_at)
select person_id, name, number_cipher, phone_cipher, salt, place, recorded_at,
  greatest($2::timestamptz, (select max(replaced_at) + interval '1 microsecond'
    from person_identity_past past where past.person_id = identity.person_id))
from person_identity identity where person_id = $1
returning replaced_at

-- name: delete_identity
delete from person_identity where person_id = $1

-- name: change_identity
-- $1: person
update person_identity set name = $2, number_cipher = $3, number_blind = $4, phone_cipher = $5,
  phone_blind = $6, salt = $7, recorded_at = $8
where person_id = $1

-- name: place_identity
-- Where the version in force says.
update person_identity identity set place = version.place
from person_version version
where identity.person_id = $1 and version.person_id = $1 and version.known_to = 'infinity'
  and upper_inf(version.valid) and identity.place <> version.place

-- name: place_account
update person_account account set place = identity.place
from person_identity identity
where account.person_id = $1 and identity.person_id = $1 and account.place <> identity.place

-- name: has_account
select person_id from person_account where person_id = any($1::bigint[])

-- name: keep_past_account
insert into person_account_past (person_id, account_cipher, account_blind, account_salt, bank,
  place, source, recorded_at, replaced_at)
select person_id, account_cipher, account_blind, account_salt, bank, place, source, recorded_at,
  greatest($2::timestamptz, (select max(replaced_at) + interval '1 microsecond'
    from person_account_past past where past.person_id = account.person_id))
from person_account account where person_id = $1
returning replaced_at

-- name: delete_account
delete from person_account where person_id = $1

-- name: give_account
-- $1: from, $2: to, $3: now, $4: source
insert into person_account (person_id, account_cipher, account_blind, account_salt, bank, place,
  source, recorded_at)
select $2, account.account_cipher, account.account_blind, account.account_salt, account.bank,
  identity.place, $4::text, $3::timestamptz
from person_account account join person_identity identity on identity.person_id = $2
where account.person_id = $1

-- name: has_account_of_other
-- $1: person, $2: another, $3: when that account was kept
select account.person_id
from person_account account
join person_account_past past on past.person_id = $2 and past.replaced_at = $3::timestamptz
where account.person_id = $1 and account.account_blind = past.account_blind
  and account.bank is not distinct from past.bank

-- name: restore_account
-- $1: person, $2: when it was kept, $3: now
insert into person_account (person_id, account_cipher, account_blind, account_salt, bank, place,
  source, recorded_at)
select past.person_id, account_cipher, account_blind, account_salt, bank, place, source,
  $3::timestamptz
from person_account_past past
where past.person_id = $1 and past.replaced_at = $2::timestamptz
on conflict (person_id) do nothing

-- name: move_logins
-- $1: from, $2: to
with moved as (
  update leye.account set subject_id = $2
  where subject_kind = 'person' and subject_id = $1 and area_schema = current_schema()
  returning id
)
select coalesce(array_agg(id), '{}') as ids from moved

-- name: move_logins_back
update leye.account set subject_id = $2
where id = any($1::bigint[]) and subject_kind = 'person'

-- name: note_merge
update person_merge set survivor_version = $2, merged_versions = $3::bigint[], new_version = $4,
  survivor_replaced_at = $5, merged_replaced_at = $6, logins = $7::bigint[],
  payee_moved = $8, survivor_payee_at = $9, merged_payee_at = $10
where id = $1

-- name: merged_pair
-- The pair is settled with it, whichever of the two survives.
update duplicate_pair set state = 'merged', decided_by = $3, decided_by_name = $4, decided_at = $5,
  reason = $6
where first_id = least($1::bigint, $2::bigint) and second_id = greatest($1::bigint, $2::bigint)

-- name: reopen_pair
update duplicate_pair set state = 'different', decided_by = $3, decided_by_name = $4,
  decided_at = $5, reason = $6
where first_id = least($1::bigint, $2::bigint) and second_id = greatest($1::bigint, $2::bigint)

-- name: merge_to_undo
select survivor_id, merged_id, chosen, number_blind, phone_blind, survivor_version, merged_versions,
  new_version, survivor_replaced_at, merged_replaced_at, merged_at, payee_moved,
  survivor_payee_at, merged_payee_at, logins, undone_at
from person_merge where id = $1 for update

-- name: merge_after
-- $1: the survivor of merge $2. One that stands and followed it.
select merged_id = $1 as went_on from person_merge
where undone_at is null and (merged_id = $1 or survivor_id = $1 and id > $2)
order by merged_id = $1 desc limit 1

-- name: holder_of_number
select person_id from person_identity where number_blind = $1

-- name: rows_back
select move_rows_back($1, $2) as left_behind

-- name: restore_identity
-- $1: person, $2: replaced_at, $3: number_blind, $4: phone_blind, $5: now
insert into person_identity (person_id, name, number_cipher, number_blind, phone_cipher,
  phone_blind, salt, place, recorded_at)
select person_id, name, number_cipher, $3, phone_cipher, $4, salt, place, $5::timestamptz
from person_identity_past where person_id = $1 and replaced_at = $2

-- name: past_identity
select name, number_cipher, phone_cipher, salt, place from person_identity_past
where person_id = $1 and replaced_at = $2

-- name: end_version
update person_version version
set known_from = case when known_from < $2::timestamptz then known_from else never.held end,
  known_to = case when known_from < $2::timestamptz then $2::timestamptz else never.held end
from version_that_never_held($3, $2) as never (held)
where id = $1 and known_to = 'infinity'

-- name: restore_version
-- $1: version, $2: now
insert into person_version (person_id, valid, sex, birth_date, nation, hukou_kind, hukou_place,
  residence_place, education, health, disability_grade, veteran, death_date, place, source,
  known_from, extra)
select person_id, valid, sex, birth_date, nation, hukou_kind, hukou_place, residence_place,
  education, health, disability_grade, veteran, death_date, place, source, $2::timestamptz, extra
from person_version where id = $1
returning id

-- name: version_of_earlier_merge
-- $1: the version that an earlier merge made, $2: the one that it is now
update person_merge set new_version = $2 where new_version = $1 and undone_at is null

-- name: note_undo
update person_merge set undone_at = $2, undone_by = $3, undone_by_name = $4, undo_reason = $5
where id = $1

-- name: merges_of
select id, survivor_id, merged_id, reason, merged_by_name, merged_at, undo_reason, undone_by_name,
  undone_at, (select name from person_identity_past past where past.person_id = merged_id
    and past.replaced_at = merged_replaced_at) as merged_name
from person_merge
where survivor_id = $1 and $2::bigint is null or id = $2::bigint
order by id desc

-- name: open_task
insert into register_task (kind, person_id, about, detail, place, found_at)
select $1, identity.person_id, $3, $4, identity.place, $5
from person_identity identity where identity.person_id = $2
on conflict (kind, person_id, about) where state = 'open' do nothing

-- name: count_tasks
select count(*) as n from register_task where state = $1

-- name: list_tasks
select task.id, kind, task.person_id, identity.name as person_name, detail, state, found_at, outcome,
  done_by_name, done_at
from register_task task left join person_identity identity on identity.person_id = task.person_id
where state = $1
order by task.id desc limit $2 offset $3

-- name: finish_task
update register_task set state = 'done', outcome = $2, done_by = $3, done_by_name = $4, done_at = $5
where id = $1 and state = 'open'
