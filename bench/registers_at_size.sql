-- What the part `registers` adds to a city, and asks it (registers_at_size.cpp).

-- name: add_earlier_spells
-- Years of insurance and of work that are over, so that there are ten spells for every three
-- people. A script of the owner of the tables; as for any whole register, keys are put up after.
begin;
set local search_path = area_621000;
set local maintenance_work_mem = '512MB';
create temp table taken_down on commit drop as
select 1 as place_in_order, format('alter table %s add constraint %I %s', conrelid::regclass,
    conname, pg_get_constraintdef(oid)) as restore,
  format('alter table %s drop constraint %I', conrelid::regclass, conname) as take_down
from pg_constraint
where contype = 'f' and conrelid in ('employment'::regclass, 'insurance_spell'::regclass)
union all
select 0, pg_get_indexdef(indexrelid), format('drop index %s', indexrelid::regclass)
from pg_index
where indrelid in ('employment'::regclass, 'insurance_spell'::regclass) and not indisprimary;
do $$
declare each record;
begin
  for each in select take_down from taken_down loop
    execute each.take_down;
  end loop;
end $$;
insert into insurance_spell (person_id, employer_id, kind, first_month, last_month, place, source,
  known_from)
select id, 1 + id * 7919 % firms.count, 'pension', make_date(2002, 1 + (id % 12)::int, 1),
  make_date(2004, 1 + (id % 12)::int, 1), 621002000000, 'bench', '2020-01-01'
from person, (select count(*) as count from organisation) as firms;
insert into employment (person_id, employer_id, start_date, end_date, place, source, known_from)
select id, 1 + id * 104729 % firms.count, make_date(year, 1 + (id % 12)::int, 2),
  make_date(year + 1, 1 + (id % 12)::int, 1), 621002000000, 'bench', '2020-01-01'
from person, (select count(*) as count from organisation) as firms,
  (values (2003, 1), (2006, 3)) as added (year, of_every)
where id % of_every = 0;
do $$
declare each record;
begin
  for each in select restore from taken_down order by place_in_order loop
    execute each.restore;
  end loop;
end $$;
analyze employment, insurance_spell;
commit

-- name: settle
vacuum (analyze)

-- name: count_spells
select (select count(*) from employment) + (select count(*) from insurance_spell)
  + (select count(*) from unemployment_registration) + (select count(*) from education_record)
  as count

-- name: sample_people
-- $1: how many; people spread over the register
select identity.person_id as id, identity.name, identity.number_cipher, identity.salt
from generate_series(1, $1::bigint) as n
join person_identity identity
  on identity.person_id = 1 + n * 2654435761 % (select max(id) from person)
order by n

-- name: feed_rows
-- What the insurance agency might send. $1: rows at most
select identity.number_cipher, identity.salt, organisation.uscc, spell.kind,
  to_char(spell.first_month, 'YYYY-MM') as first_month,
  to_char(spell.last_month, 'YYYY-MM') as last_month,
  to_char(spell.last_month + interval '1 month', 'YYYY-MM') as month_after,
  spell.first_paid_on::text as first_paid_on
from insurance_spell spell
join person_identity identity on identity.person_id = spell.person_id
left join organisation on organisation.id = spell.employer_id
where spell.known_to = 'infinity'
order by spell.id desc
limit $1::bigint

-- name: families_without_work
-- The ledger's question once more, written by hand. $1: the day
select count(*) as count
from household
where known_to = 'infinity' and kind = 'registered'
  and exists (
    select from household_member member
    join unemployment_registration u on u.person_id = member.person_id
      and u.known_to = 'infinity' and u.start_date <= $1::date
      and coalesce(u.end_date, 'infinity') >= $1::date
    where member.household_id = household.id and member.known_to = 'infinity')
  and not exists (
    select from household_member member
    join employment e on e.person_id = member.person_id
      and e.known_to = 'infinity' and e.start_date <= $1::date
      and coalesce(e.end_date, 'infinity') >= $1::date
    where member.household_id = household.id and member.known_to = 'infinity')

-- name: version_of_states
select policy_version from state_pass order by id desc limit 1
