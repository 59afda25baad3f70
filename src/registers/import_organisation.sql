-- Importing employers and other bodies.

-- name: create_staged_organisation
create temp table staged_organisation (
  row_number bigint, uscc text, name text, kind text, size_class text, industry text,
  registered_place bigint, insured_as_unit boolean, registered_on date, closed_on date,
  joint_sanction boolean, zombie boolean, account_name text, account_cipher bytea, bank text,
  phone_cipher bytea, salt bytea, sealed_differs boolean, extra jsonb) on commit drop

-- name: copy_staged_organisation
copy staged_organisation from stdin (format binary)

-- name: sealed_of_organisations
-- Accounts and phones cannot be compared sealed: whoever holds the key opens these.
select
  staged.row_number, version.account_cipher, version.phone_cipher, version.salt,
  staged.account_cipher as staged_account_cipher, staged.phone_cipher as staged_phone_cipher,
  staged.salt as staged_salt
from staged_organisation staged
join organisation identity on identity.uscc = staged.uscc
join organisation_version version on version.organisation_id = identity.id
  and version.known_to = 'infinity' and upper_inf(version.valid)
where staged.account_cipher is not null or staged.phone_cipher is not null

-- name: mark_sealed_differences
update staged_organisation set sealed_differs = true where row_number = any($1::bigint[])

-- name: resolve_organisation
-- $1, $2: the caller's places
insert into resolved (row_number, subject_id, place, existing_id, state)
select
  staged.row_number, coalesce(identity.id, nextval('organisation_id_seq')),
  staged.registered_place, version.id,
  case
    when row_number() over (partition by staged.uscc order by staged.row_number) > 1
      then 'repeated'
    when staged.registered_place not between $1 and $2 then 'outside'
    when identity.id is null then 'new'
    when version.place not between $1 and $2 then 'elsewhere'
    when version.id is not null and not staged.sealed_differs
           and (staged.name is null or staged.name = version.name)
           and (staged.kind is null or staged.kind = version.kind)
           and (staged.size_class is null or staged.size_class = version.size_class)
           and (staged.industry is null or staged.industry = version.industry)
           and (staged.registered_place is null
                or staged.registered_place = version.registered_place)
           and (staged.insured_as_unit is null or staged.insured_as_unit = version.insured_as_unit)
           and (staged.registered_on is null or staged.registered_on = version.registered_on)
           and (staged.closed_on is null or staged.closed_on = version.closed_on)
           and (staged.joint_sanction is null or staged.joint_sanction = version.joint_sanction)
           and (staged.zombie is null or staged.zombie = version.zombie)
           and (staged.account_name is null or staged.account_name = version.account_name)
           and (staged.bank is null or staged.bank = version.bank)
           and merged_facts(version.extra, staged.extra) is not distinct from version.extra
      then 'same'
    else 'changed'
  end
from staged_organisation staged
left join organisation identity on identity.uscc = staged.uscc
left join organisation_version version on version.organisation_id = identity.id
  and version.known_to = 'infinity' and upper_inf(version.valid)

-- name: insert_new_organisations
insert into organisation (id, uscc)
select subject_id, uscc from resolved join staged_organisation using (row_number)
where state = 'new'

-- name: end_organisation_versions
-- $1: now
update organisation_version version set known_to = $1
from resolved
where version.id = resolved.existing_id and state = 'changed'

-- name: insert_ended_organisation_versions
-- $1: now, $2: valid from
insert into organisation_version (organisation_id, valid,
  name, kind, size_class, industry, registered_place, insured_as_unit, registered_on, closed_on,
  joint_sanction, zombie, account_name, bank,
  account_cipher, phone_cipher, salt, place, source, known_from, extra)
select
  version.organisation_id, daterange(lower(version.valid), $2::date), version.name, version.kind,
  version.size_class, version.industry, version.registered_place, version.insured_as_unit,
  version.registered_on, version.closed_on, version.joint_sanction, version.zombie,
  version.account_name, version.bank, version.account_cipher, version.phone_cipher, version.salt,
  version.place, version.source, $1::timestamptz, version.extra
from resolved join organisation_version version on version.id = resolved.existing_id
where state = 'changed' and lower(version.valid) < $2::date

-- name: insert_organisation_versions
-- $1: now, $2: valid from, $3: source. Account and phone are sealed under one salt: both are the
-- file's where it has any of them that differs, else both stay.
insert into organisation_version (organisation_id, valid,
  name, kind, size_class, industry, registered_place, insured_as_unit, registered_on, closed_on,
  joint_sanction, zombie, account_name, bank,
  account_cipher, phone_cipher, salt, place, source, known_from, extra)
select
  resolved.subject_id, daterange(greatest(lower(version.valid), $2::date), null),
  coalesce(staged.name, version.name), coalesce(staged.kind, version.kind),
  coalesce(staged.size_class, version.size_class), coalesce(staged.industry, version.industry),
  coalesce(staged.registered_place, version.registered_place),
  coalesce(staged.insured_as_unit, version.insured_as_unit),
  coalesce(staged.registered_on, version.registered_on),
  coalesce(staged.closed_on, version.closed_on),
  coalesce(staged.joint_sanction, version.joint_sanction),
  coalesce(staged.zombie, version.zombie), coalesce(staged.account_name, version.account_name),
  coalesce(staged.bank, version.bank),
  case when staged.sealed_differs or version.id is null then staged.account_cipher
       else version.account_cipher end,
  case when staged.sealed_differs or version.id is null then staged.phone_cipher
       else version.phone_cipher end,
  case when staged.sealed_differs or version.id is null then staged.salt else version.salt end,
  resolved.place, $3::text, $1::timestamptz,
  merged_facts(version.extra, staged.extra)
from resolved join staged_organisation staged using (row_number)
left join organisation_version version on version.id = resolved.existing_id
where state in ('new', 'changed')
