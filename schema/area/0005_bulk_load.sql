-- Loading a whole register: indexes and foreign keys are taken down before and put up again after,
-- checked in one pass each, which is some ten times faster than row by row. Only where all register
-- tables are empty; both in one transaction with the load.

create table suspended_definition (
  place_in_order integer primary key,
  restore text not null
);

create function begin_register_load() returns void
language plpgsql security definer set search_path from current as $$
declare
  here constant text := current_schema();
  tables constant text[] := array['person', 'person_identity', 'person_version', 'organisation',
    'organisation_version', 'organisation_year', 'employment', 'unemployment_registration',
    'education_record', 'insurance_spell', 'household', 'household_member'];
  each record;
  filled boolean;
  number integer := 0;
begin
  for each in select unnest(tables) as name loop
    execute format('lock table %I in access exclusive mode', each.name);
    execute format('select exists (select from %I)', each.name) into filled;
    if filled then
      raise exception using errcode = 'object_not_in_prerequisite_state',
        message = format('%s has rows: a whole register is loaded into empty tables only', each.name);
    end if;
  end loop;
  for each in
    select conrelid::regclass::text as owner, conname as name,
           pg_get_constraintdef(oid) as definition
    from pg_constraint
    where connamespace = here::regnamespace and contype in ('f', 'x', 'u')
      and conrelid::regclass::text = any (tables)
    order by contype = 'f'  -- put up again in this order: keys before what refers to them
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
end $$;

create function finish_register_load() returns void
language plpgsql security definer set search_path from current
set maintenance_work_mem = '512MB' as $$
declare
  each record;
begin
  for each in select restore from suspended_definition order by place_in_order loop
    execute each.restore;
  end loop;
  delete from suspended_definition;
  for each in
    select unnest(array['person', 'person_version', 'organisation', 'organisation_version',
      'organisation_year', 'employment', 'unemployment_registration', 'education_record',
      'insurance_spell', 'household', 'household_member']) as name
  loop
    execute format('select setval(pg_get_serial_sequence(%L, ''id''), '
                   'greatest(1, (select max(id) from %I)))', each.name, each.name);
  end loop;
  analyze person, person_identity, person_version, organisation, organisation_version,
    organisation_year, employment, unemployment_registration, education_record, insurance_spell,
    household, household_member;
end $$;

revoke execute on function begin_register_load(), finish_register_load() from public, leye_app;
grant execute on function begin_register_load(), finish_register_load() to leye_screen;
