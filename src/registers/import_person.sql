-- Importing people: staged as read, resolved against the register, then stored in sets.

-- name: create_staged_person
create temp table staged_person (
  row_number bigint, number_blind bytea, number_cipher bytea, name text, sex text,
  birth_date date, nation text, hukou_kind text, hukou_place bigint, residence_place bigint,
  phone_blind bytea, phone_cipher bytea, education text, health text, disability_grade text,
  veteran boolean, death_date date, account_blind bytea, account_cipher bytea, bank text,
  salt bytea, extra jsonb) on commit drop

-- name: copy_staged_person
copy staged_person from stdin (format binary)

-- name: resolve_person
-- $1, $2: the caller's places. Who is new gets an id here; a preview leaves a gap behind.
insert into resolved (row_number, subject_id, place, existing_id, state)
select
  staged.row_number, coalesce(identity.person_id, nextval('person_id_seq')), staged.residence_place,
  version.id,
  case
    when row_number() over (partition by staged.number_blind order by staged.row_number) > 1
      then 'repeated'
    when staged.residence_place not between $1 and $2 then 'outside'
    when identity.person_id is null and exists (
      select from person_merge merge
      where merge.number_blind = staged.number_blind and merge.undone_at is null) then 'merged'
    when identity.person_id is null then 'new'
    when identity.place not between $1 and $2 then 'elsewhere'
    when identity.name = staged.name
           and (staged.phone_blind is null
                or identity.phone_blind is not distinct from staged.phone_blind)
           and version.id is not null
           and (staged.sex is null or staged.sex = version.sex)
           and (staged.birth_date is null or staged.birth_date = version.birth_date)
           and (staged.nation is null or staged.nation = version.nation)
           and (staged.hukou_kind is null or staged.hukou_kind = version.hukou_kind)
           and (staged.hukou_place is null or staged.hukou_place = version.hukou_place)
           and (staged.residence_place is null or staged.residence_place = version.residence_place)
           and (staged.education is null or staged.education = version.education)
           and (staged.health is null or staged.health = version.health)
           and (staged.disability_grade is null
                or staged.disability_grade = version.disability_grade)
           and (staged.veteran is null or staged.veteran = version.veteran)
           and (staged.death_date is null or staged.death_date = version.death_date)
           and (staged.account_blind is null
                or account.account_blind is not distinct from staged.account_blind)
           and (staged.bank is null or account.bank is not distinct from staged.bank)
           and merged_facts(version.extra, staged.extra) is not distinct from version.extra
      then 'same'
    else 'changed'
  end
from staged_person staged
left join person_identity identity on identity.number_blind = staged.number_blind
left join person_account account on account.person_id = identity.person_id
left join person_version version on version.person_id = identity.person_id
  and version.known_to = 'infinity' and upper_inf(version.valid)

-- name: insert_new_persons
insert into person (id) select subject_id from resolved where state = 'new'

-- name: insert_new_identities
-- $1: now
insert into person_identity (person_id, name, number_cipher, number_blind, phone_cipher,
  phone_blind,
  salt, place, recorded_at)
select
  resolved.subject_id, name, number_cipher, number_blind, phone_cipher, phone_blind, salt,
  resolved.place, $1::timestamptz
from resolved join staged_person using (row_number)
where state = 'new'

-- name: insert_new_person_versions
-- $1: now, $2: valid from, $3: source
insert into person_version (person_id, valid,
  sex, birth_date, nation, hukou_kind, hukou_place, residence_place, education, health,
  disability_grade, veteran, death_date,
  place, source, known_from, extra)
select
  resolved.subject_id, daterange($2::date, null), staged.sex, staged.birth_date, staged.nation,
  staged.hukou_kind, staged.hukou_place, staged.residence_place, staged.education, staged.health,
  staged.disability_grade, staged.veteran, staged.death_date, resolved.place,
  $3::text, $1::timestamptz, staged.extra
from resolved join staged_person staged using (row_number)
where state = 'new'

-- name: keep_past_identities
-- $1: now
insert into person_identity_past (person_id, name, number_cipher, phone_cipher, salt, place,
  recorded_at, replaced_at)
select
  identity.person_id, identity.name, identity.number_cipher, identity.phone_cipher, identity.salt,
  identity.place, identity.recorded_at, $1::timestamptz
from resolved join staged_person staged using (row_number)
join person_identity identity on identity.person_id = resolved.subject_id
where state = 'changed' and (identity.name <> staged.name
  or staged.phone_blind is not null and identity.phone_blind is distinct from staged.phone_blind)

-- name: change_names
-- $1: now. A name alone: number and phone stay under the key they are under.
update person_identity identity set name = staged.name, recorded_at = $1::timestamptz
from resolved join staged_person staged using (row_number)
where identity.person_id = resolved.subject_id and state = 'changed'
  and identity.name <> staged.name

-- name: change_phones
-- $1: now. Number and phone are sealed anew together, under a fresh salt.
update person_identity identity
set number_cipher = staged.number_cipher, phone_cipher = staged.phone_cipher,
  phone_blind = staged.phone_blind, salt = staged.salt, recorded_at = $1::timestamptz
from resolved join staged_person staged using (row_number)
where identity.person_id = resolved.subject_id and state = 'changed'
  and staged.phone_blind is not null and identity.phone_blind is distinct from staged.phone_blind

-- name: keep_past_accounts
-- $1: now
insert into person_account_past (person_id, account_cipher, account_blind, account_salt, bank,
  place, source, recorded_at, replaced_at)
select
  account.person_id, account.account_cipher, account.account_blind, account.account_salt,
  account.bank, account.place, account.source, account.recorded_at, $1::timestamptz
from resolved join staged_person staged using (row_number)
join person_account account on account.person_id = resolved.subject_id
where state = 'changed' and staged.account_blind is not null
  and (account.account_blind <> staged.account_blind
       or staged.bank is not null and account.bank is distinct from staged.bank)

-- name: change_accounts
-- $1: now, $2: source. Of people who are new, have none yet, or have another one now.
insert into person_account (person_id, account_cipher, account_blind, account_salt, bank, place,
  source, recorded_at)
select
  resolved.subject_id, staged.account_cipher, staged.account_blind, staged.salt, staged.bank,
  resolved.place, $2::text, $1::timestamptz
from resolved join staged_person staged using (row_number)
where state in ('new', 'changed') and staged.account_blind is not null
on conflict (person_id) do update
set account_cipher = excluded.account_cipher, account_blind = excluded.account_blind,
  account_salt = excluded.account_salt, bank = coalesce(excluded.bank, person_account.bank),
  source = excluded.source, recorded_at = excluded.recorded_at
where person_account.account_blind <> excluded.account_blind
  or excluded.bank is not null and person_account.bank is distinct from excluded.bank

-- name: move_accounts
update person_account account set place = resolved.place
from resolved
where account.person_id = resolved.subject_id and state = 'changed'
  and account.place <> resolved.place

-- name: move_persons
update person_identity identity set place = resolved.place
from resolved
where identity.person_id = resolved.subject_id and state = 'changed'
  and identity.place <> resolved.place

-- name: end_person_versions
-- $1: now
update person_version version set known_to = $1::timestamptz
from resolved
where version.id = resolved.existing_id and state = 'changed'

-- name: insert_ended_person_versions
-- $1: now, $2: valid from. What held until the change is known to have ended with it.
insert into person_version (person_id, valid,
  sex, birth_date, nation, hukou_kind, hukou_place, residence_place, education, health,
  disability_grade, veteran, death_date,
  place, source, known_from, extra)
select
  version.person_id, daterange(lower(version.valid), $2::date), version.sex, version.birth_date,
  version.nation, version.hukou_kind, version.hukou_place, version.residence_place,
  version.education, version.health, version.disability_grade, version.veteran,
  version.death_date, version.place, version.source, $1::timestamptz, version.extra
from resolved join person_version version on version.id = resolved.existing_id
where state = 'changed' and lower(version.valid) < $2::date

-- name: insert_changed_person_versions
-- $1: now, $2: valid from, $3: source
insert into person_version (person_id, valid,
  sex, birth_date, nation, hukou_kind, hukou_place, residence_place, education, health,
  disability_grade, veteran, death_date,
  place, source, known_from, extra)
select
  resolved.subject_id, daterange(greatest(lower(version.valid), $2::date), null),
  coalesce(staged.sex, version.sex), coalesce(staged.birth_date, version.birth_date),
  coalesce(staged.nation, version.nation), coalesce(staged.hukou_kind, version.hukou_kind),
  coalesce(staged.hukou_place, version.hukou_place),
  coalesce(staged.residence_place, version.residence_place),
  coalesce(staged.education, version.education), coalesce(staged.health, version.health),
  coalesce(staged.disability_grade, version.disability_grade),
  coalesce(staged.veteran, version.veteran), coalesce(staged.death_date, version.death_date),
  resolved.place, $3::text, $1::timestamptz,
  merged_facts(version.extra, staged.extra)
from resolved join staged_person staged using (row_number)
left join person_version version on version.id = resolved.existing_id
where state = 'changed'
