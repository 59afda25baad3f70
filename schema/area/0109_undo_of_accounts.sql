-- Undoing an import takes back the accounts it brought: they are no use of a person by others, and
-- what was there before comes back.

create or replace function owners_in_use(owners text[], ids bigint[]) returns setof bigint
language plpgsql stable set search_path from current as $$
declare
  found record;
begin
  for found in
    select c.relname as relation, a.attname as owner, exists (
        select from pg_attribute t where t.attrelid = c.oid and t.attname = 'known_to') as timed
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and a.attname = any(owners) and c.relname !~ '_past$|^screening'
      and c.relname not in ('person_identity', 'person_account', 'person_version',
                            'organisation_version')
  loop
    return query execute format('select distinct %1$I from %2$I where %1$I = any($1) %3$s',
      found.owner, found.relation, case when found.timed then 'and known_to = ''infinity''' end)
      using ids;
  end loop;
end $$;

create or replace function undo_import_of_identities(fresh bigint[], stored timestamptz,
                                                     undone timestamptz)
returns void
language sql set search_path from current as $$
  insert into person_identity_past (person_id, name, number_cipher, phone_cipher, salt, place,
    recorded_at, replaced_at)
  select person_id, name, number_cipher, phone_cipher, salt, place, recorded_at, undone
  from person_identity i
  where person_id = any(fresh) or (recorded_at = stored and exists (
    select from person_identity_past p where p.person_id = i.person_id and p.replaced_at = stored));
  delete from person_identity where person_id = any(fresh);
  update person_identity i set name = p.name, number_cipher = p.number_cipher,
    phone_cipher = p.phone_cipher, phone_blind = null, salt = p.salt, recorded_at = undone
  from person_identity_past p
  where p.person_id = i.person_id and p.replaced_at = stored and i.recorded_at = stored;
  update person_identity i set place = v.place
  from person_version v
  where v.person_id = i.person_id and v.known_from = undone and v.known_to = 'infinity'
    and upper_inf(v.valid);
  insert into person_account_past (person_id, account_cipher, account_blind, account_salt, bank,
    place, source, recorded_at, replaced_at)
  select person_id, account_cipher, account_blind, account_salt, bank, place, source, recorded_at,
    undone
  from person_account where recorded_at = stored;
  delete from person_account where recorded_at = stored;
  insert into person_account (person_id, account_cipher, account_blind, account_salt, bank, place,
    source, recorded_at)
  select person_id, account_cipher, account_blind, account_salt, bank, place, source, undone
  from person_account_past p
  where p.replaced_at = stored and p.person_id <> all (fresh)
  on conflict (person_id) do nothing;
$$;
