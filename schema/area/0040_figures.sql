-- New jobs in towns (城镇新增就业) by name: who was hired for the first time in the period, and whose
-- work ended by death or at retirement age (自然减员). What counts comes in as parameters from
-- vocabulary/indicators/new_jobs.md. Needs to see the whole area: a person counts once in it.

create function new_jobs_list(first_day date, last_day date, known_at timestamptz, forms text[],
  contracts_left_out text[], town_low bigint[], town_high bigint[], age_from bigint,
  changers_left_out boolean, retirement_age_men bigint, retirement_age_women bigint)
returns table (person bigint, county bigint, on_day date, employer bigint, attrition boolean,
               source text)
language sql stable as $$
  with work as (
    select job.id, job.person, job.employer, job.start_date, job.end_date, job.source,
           coalesce(job.workplace, organisation_now.registered_place) as place
    from facts_of_employment(known_at, true) as job
    join organisation_now on organisation_now.id = job.employer
    where job.form = any (forms)
      and (job.contract_kind is null or job.contract_kind <> all (contracts_left_out))
      and (job.start_date between first_day and last_day
           or job.end_date between first_day and last_day)
  ), town as (
    select work.*, work.place / 1000000 * 1000000 as county from work
    where exists (select from unnest(town_low, town_high) as codes (low, high)
                  where work.place % 1000 between codes.low and codes.high)
  ), hired as (
    select distinct on (town.person) town.person, town.county, town.start_date, town.employer,
           town.source
    from town join person_now on person_now.id = town.person
    where town.start_date between first_day and last_day
      and (person_now.birth_date is null
           or person_now.birth_date + make_interval(years => age_from::int) <= town.start_date)
      and not (changers_left_out and exists (
        select from facts_of_employment(known_at, false) as before
        where before.person = town.person and before.id <> town.id
          and before.form = any (forms) and before.start_date < town.start_date
          and (before.end_date is null or before.end_date >= town.start_date - 1)))
    order by town.person, town.start_date, town.id
  ), gone as (
    select distinct on (town.person) town.person, town.county, town.end_date, town.employer,
           town.source
    from town join person_now on person_now.id = town.person
    where town.end_date between first_day and last_day
      and (person_now.death_date between town.end_date - 1 and town.end_date + 31
           or person_now.birth_date + make_interval(years =>
                (case person_now.sex when '1' then retirement_age_men
                                     else retirement_age_women end)::int) <= town.end_date)
    order by town.person, town.end_date, town.id
  )
  select person, county, start_date, employer, false, source from hired
  union all
  select person, county, end_date, employer, true, source from gone
$$;
