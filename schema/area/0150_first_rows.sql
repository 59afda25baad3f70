-- The first rows of a register by an import: as for a whole register (0005), indexes and keys are taken
-- down before and put up again after, checked in one pass each. Only for tables without rows, in
-- the transaction that fills them, and for the tables of one import. Nobody waits long: there is
-- nothing in them that anybody could read.

create function begin_first_rows(tables text[]) returns boolean
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
    from pg_constraint
    where connamespace = here::regnamespace and contype in ('f', 'x', 'u')
      and conrelid in (select format('%I.%I', here, unnest)::regclass from unnest(tables))
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

create function finish_first_rows(tables text[]) returns void
language plpgsql security definer set search_path from current
set maintenance_work_mem = '256MB' as $$
declare
  each record;
begin
  for each in select restore from suspended_definition order by place_in_order loop
    execute each.restore;
  end loop;
  delete from suspended_definition;
  for each in select unnest(tables) as name loop
    execute format('analyze %I', each.name);
  end loop;
end $$;

revoke execute on function begin_first_rows(text[]), finish_first_rows(text[])
  from public, leye_app;
grant execute on function begin_first_rows(text[]), finish_first_rows(text[]) to leye_screen;
