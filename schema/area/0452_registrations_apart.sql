-- Registrations as unemployed of one person exclude each other (0003) by one range instead of two
-- columns: person and days in one number line, where each person has a stretch of 4 194 304 days.
-- SP-GiST holds such ranges in half the time that GiST took for person and period. It halves
-- space at what comes first, so people stand on the line scattered, not in the order in which they
-- are stored: otherwise the tree would be a list. docs/decisions/0052-registrations-on-a-line.md

-- The days of the years 1 to 9999; what lies outside stands at the end. The scattering maps ids of
-- below 2^31 onto each other one to one (the factor is odd) and keeps what is above, so that no
-- two people share a stretch.
create function registered_days(person bigint, first date, last date) returns int8range
language sql immutable parallel safe as $$
  select int8range(
    (((person >> 31) << 31) | ((person & 2147483647) * 1327217885 & 2147483647)) * 4194304
      + (least(greatest(first, date '0001-01-01'), date '9999-12-31') - date '0001-01-01'),
    (((person >> 31) << 31) | ((person & 2147483647) * 1327217885 & 2147483647)) * 4194304
      + (least(greatest(coalesce(last, date '9999-12-31'), date '0001-01-01'), date '9999-12-31')
         - date '0001-01-01'), '[]')
$$;

alter table unemployment_registration
  drop constraint unemployment_registration_person_id_daterange_excl,
  add constraint unemployment_registration_apart
    exclude using spgist (registered_days(person_id, start_date, end_date) with &&)
    where (known_to = 'infinity');
