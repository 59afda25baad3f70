-- Searching a name shows a page of those found, so it reads a page: who has just that name, then
-- whose name begins with it, each read in order from an index; only what is still missing is looked
-- for inside names. Before, everybody who has the characters was read and sorted: a third of a
-- second for a surname (docs/decisions/0051-names-in-order.md).

-- As in 0001. The names of nearly everybody have two to four characters, and a loop takes twice as
-- long for them as one expression.
create or replace function name_grams(name text) returns text[]
language plpgsql immutable strict parallel safe as $$
declare
  plain text := lower(name);
  grams text[];
begin
  case char_length(plain)
    when 3 then
      return array[substr(plain, 1, 1), substr(plain, 2, 1), substr(plain, 3, 1),
                   substr(plain, 1, 2), substr(plain, 2, 2)];
    when 2 then
      return array[substr(plain, 1, 1), substr(plain, 2, 1), plain];
    when 4 then
      return array[substr(plain, 1, 1), substr(plain, 2, 1), substr(plain, 3, 1),
                   substr(plain, 4, 1), substr(plain, 1, 2), substr(plain, 2, 2),
                   substr(plain, 3, 2)];
    else
      grams := string_to_array(plain, null);
      for position in 1 .. char_length(plain) - 1 loop
        grams := grams || substr(plain, position, 2);
      end loop;
      return grams;
  end case;
end $$;

create index person_identity_name_order on person_identity
  (char_length(name), (name collate "C"), person_id) include (place);

-- People whose name contains the text: just that name first, then names that begin with it, then
-- others; among each the shorter ones first, by name. The predicate of the rows' protection (0004)
-- stands in each of the three.
create or replace function find_persons_by_name(wanted text, count_max integer)
returns table (person_id bigint, name text)
language plpgsql stable security definer set search_path from current
set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  lo constant bigint := nullif(current_setting('leye.place_lo', true), '');
  hi constant bigint := nullif(current_setting('leye.place_hi', true), '');
  grams text[] := name_grams(wanted);
  size integer := char_length(wanted);
  missing integer := count_max;
  found_now integer;
begin
  if size = 0 then
    return;
  end if;
  return query
    select one.person_id, one.name from person_identity one
    where char_length(one.name) = size and one.name collate "C" = wanted
      and one.place between lo and hi
    order by one.person_id
    limit missing;
  get diagnostics found_now = row_count;
  missing := missing - found_now;
  -- Length by length, since that is how the index is ordered.
  loop
    exit when missing <= 0;
    select min(char_length(one.name)) into size from person_identity one
    where char_length(one.name) > size;
    exit when size is null;
    return query
      select one.person_id, one.name from person_identity one
      where char_length(one.name) = size and one.name collate "C" >= wanted
        and one.name collate "C" < wanted || U&'\+10FFFF' and one.place between lo and hi
      order by one.name collate "C", one.person_id
      limit missing;
    get diagnostics found_now = row_count;
    missing := missing - found_now;
  end loop;
  if missing <= 0 then
    return;
  end if;
  -- Pairs of characters are few; single ones only where there is no pair.
  if char_length(wanted) > 1 then
    grams := grams[char_length(wanted) + 1 : ];
  end if;
  return query
    select one.person_id, one.name from person_identity one
    where name_grams(one.name) @> grams and position(lower(wanted) in lower(one.name)) > 0
      and not starts_with(one.name, wanted) and one.place between lo and hi
    order by char_length(one.name), one.name collate "C", one.person_id
    limit missing;
end $$;

-- As in 0220, by the same index.
create or replace function find_persons_alike(wanted text[], born date, town_lo bigint,
                                              town_hi bigint, count_max integer)
returns table (person_id bigint, name text)
language sql stable security definer set search_path from current as $$
  select identity.person_id, identity.name
  from unnest(wanted) as one (name)
  join person_identity identity on char_length(identity.name) = char_length(one.name)
    and identity.name collate "C" = one.name
    and identity.place between nullif(current_setting('leye.place_lo', true), '')::bigint
                           and nullif(current_setting('leye.place_hi', true), '')::bigint
    and identity.place between town_lo and town_hi
  join person_version version on version.person_id = identity.person_id
    and version.known_to = 'infinity' and upper_inf(version.valid) and version.birth_date = born
  order by identity.person_id
  limit count_max
$$;
