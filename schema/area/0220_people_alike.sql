-- Who may be meant before a file is made (registers/duplicates.hpp): of a common name there are more
-- than anybody reads, so the day of birth and the town are asked for here.

-- People with one of these names and this day of birth, whose place lies between the two; see
-- find_persons_by_name in 0004_row_protection.sql.
create function find_persons_alike(wanted text[], born date, town_lo bigint, town_hi bigint,
                                   count_max integer)
returns table (person_id bigint, name text)
language sql stable security definer set search_path from current as $$
  select identity.person_id, identity.name
  from unnest(wanted) as one (name)
  join person_identity identity on name_grams(identity.name) @> name_grams(one.name)
    and identity.name = one.name
    and identity.place between nullif(current_setting('leye.place_lo', true), '')::bigint
                           and nullif(current_setting('leye.place_hi', true), '')::bigint
    and identity.place between town_lo and town_hi
  join person_version version on version.person_id = identity.person_id
    and version.known_to = 'infinity' and upper_inf(version.valid) and version.birth_date = born
  order by identity.person_id
  limit count_max
$$;

drop function find_persons_by_names(text[], integer);

-- No rule of ours finds numbers that differ in one digit.
alter table duplicate_pair drop constraint duplicate_pair_reasons_check;
alter table duplicate_pair add constraint duplicate_pair_reasons_check
  check (cardinality(reasons) > 0
    and reasons <@ array['old_and_new_number', 'same_person', 'similar_name', 'swapped_digits']);
