-- The first rows of a register by an import (0150): primary keys are put up after the rows too, as
-- the other keys are, where nothing refers to them; sorting once costs a fifth of keeping a tree in
-- order. Not that of person_account, by which the import tells who has an account already.

create or replace function begin_first_rows(tables text[]) returns boolean
language plpgsql security definer set search_path from current as $$
declare
  here constant text := current_schema();
  known constant text[] := array['person', 'person_identity', 'person_version', 'person_account',
    'employment', 'unemployment_registration', 'insurance_spell', 'education_record'];
  each record;
  filled boolean;
  number integer := 0;
begin
  if not tables <@ known or exists (select from suspended_definition) then
    return false;
  end if;
  for each in select unnest(tables) as name loop
    execute format('select exists (select from %I)', each.name) into filled;
    if filled then
      return false;
    end if;
  end loop;
  for each in select unnest(tables) as name loop
    execute format('lock table %I in access exclusive mode', each.name);
    execute format('select exists (select from %I)', each.name) into filled;
    if filled then
      return false;
    end if;
  end loop;
  for each in
    select conrelid::regclass::text as owner, conname as name,
           pg_get_constraintdef(oid) as definition
    from pg_constraint kept
    where connamespace = here::regnamespace
      and conrelid in (select format('%I.%I', here, unnest)::regclass from unnest(tables))
      and (contype in ('f', 'x', 'u')
           or contype = 'p' and conrelid <> format('%I.person_account', here)::regclass
             and not exists (select from pg_constraint one
                             where one.contype = 'f' and one.confrelid = kept.conrelid))
    order by contype = 'f', conname  -- put up again in this order
  loop
    number := number + 1;
    insert into suspended_definition values (1000 + number,
      format('alter table %s add constraint %I %s', each.owner, each.name, each.definition));
    execute format('alter table %s drop constraint %I', each.owner, each.name);
  end loop;
  for each in
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    where indrelid in (select format('%I.%I', here, unnest)::regclass from unnest(tables))
      and not indisprimary
  loop
    number := number + 1;
    insert into suspended_definition values (number, each.definition);
    execute format('drop index %s', each.name);
  end loop;
  return true;
end $$;
