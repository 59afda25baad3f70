-- Names are found by the order of names alone: who begins with the text, then who has it from the
-- second character on, from the third, from the fourth, a page and no more, each from an index of
-- its own. The index of pairs of characters (0001) is left for names that are longer or have Latin
-- letters: it took a quarter of the time in which new people are stored
-- (docs/decisions/0054-inside-names.md).

-- Names whose inside is in those orders; all others are in the index of pairs. Letters, which are
-- found whether large or small, are among the others: those of Latin are compared, others take
-- fewer bytes than a Chinese character.
create function is_short_name(name text) returns boolean
language sql immutable parallel safe as $$
  select char_length(name) <= 4 and octet_length(name) >= 3 * char_length(name)
    and lower(name collate "C") = upper(name collate "C")
$$;

drop index person_identity_name_order, person_identity_name;
create index person_identity_name_order on person_identity
  (name collate "C", person_id) include (place);
create index person_identity_name_second on person_identity
  (substr(name, 2) collate "C", person_id) include (place)
  where is_short_name(name) and char_length(name) >= 2;
create index person_identity_name_third on person_identity
  (substr(name, 3) collate "C", person_id) include (place)
  where is_short_name(name) and char_length(name) >= 3;
create index person_identity_name_fourth on person_identity
  (substr(name, 4) collate "C", person_id) include (place)
  where is_short_name(name) and char_length(name) >= 4;
create index person_identity_name on person_identity using gin (name_grams(name))
  where not is_short_name(name);

-- People whose name contains the text: just that name first, then names that begin with it in their
-- order, then those that have it inside, in the order of its place and of what follows; long names
-- and those with Latin letters last, the shorter ones first. The predicate of the rows' protection
-- (0004) stands in each.
create or replace function find_persons_by_name(wanted text, count_max integer)
returns table (person_id bigint, name text)
language plpgsql stable security definer set search_path from current
set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  lo constant bigint := nullif(current_setting('leye.place_lo', true), '');
  hi constant bigint := nullif(current_setting('leye.place_hi', true), '');
  after constant text := wanted || U&'\+10FFFF';  -- after all that begin with it
  grams text[] := name_grams(wanted);
  missing integer := count_max;
  found_now integer;
begin
  if wanted = '' then
    return;
  end if;
  return query
    select one.person_id, one.name from person_identity one
    where one.name collate "C" >= wanted and one.name collate "C" < after
      and one.place between lo and hi
    order by one.name collate "C", one.person_id
    limit missing;
  get diagnostics found_now = row_count;
  missing := missing - found_now;
  if missing <= 0 then
    return;
  end if;
  return query
    select one.person_id, one.name from person_identity one
    where is_short_name(one.name) and char_length(one.name) >= 2
      and substr(one.name, 2) collate "C" >= wanted and substr(one.name, 2) collate "C" < after
      and not starts_with(one.name, wanted) and one.place between lo and hi
    order by substr(one.name, 2) collate "C", one.person_id
    limit missing;
  get diagnostics found_now = row_count;
  missing := missing - found_now;
  if missing <= 0 then
    return;
  end if;
  return query
    select one.person_id, one.name from person_identity one
    where is_short_name(one.name) and char_length(one.name) >= 3
      and substr(one.name, 3) collate "C" >= wanted and substr(one.name, 3) collate "C" < after
      and not starts_with(one.name, wanted) and not starts_with(substr(one.name, 2), wanted)
      and one.place between lo and hi
    order by substr(one.name, 3) collate "C", one.person_id
    limit missing;
  get diagnostics found_now = row_count;
  missing := missing - found_now;
  if missing <= 0 then
    return;
  end if;
  return query
    select one.person_id, one.name from person_identity one
    where is_short_name(one.name) and char_length(one.name) >= 4
      and substr(one.name, 4) collate "C" >= wanted and substr(one.name, 4) collate "C" < after
      and position(wanted in substr(one.name, 1, 3)) = 0 and one.place between lo and hi
    order by substr(one.name, 4) collate "C", one.person_id
    limit missing;
  get diagnostics found_now = row_count;
  missing := missing - found_now;
  if missing <= 0 then
    return;
  end if;
  -- Pairs of characters are few; single ones only where there is no pair.
  if char_length(wanted) > 1 then
    grams := grams[char_length(wanted) + 1 : ];
  end if;
  return query
    select one.person_id, one.name from person_identity one
    where not is_short_name(one.name) and name_grams(one.name) @> grams
      and position(lower(wanted) in lower(one.name)) > 0
      and not starts_with(one.name, wanted) and one.place between lo and hi
    order by char_length(one.name), one.name collate "C", one.person_id
    limit missing;
end $$;

-- As in 0450.
create or replace function find_persons_alike(wanted text[], born date, town_lo bigint,
                                              town_hi bigint, count_max integer)
returns table (person_id bigint, name text)
language sql stable security definer set search_path from current as $$
  select identity.person_id, identity.name
  from unnest(wanted) as one (name)
  join person_identity identity on identity.name collate "C" = one.name
    and identity.place between nullif(current_setting('leye.place_lo', true), '')::bigint
                           and nullif(current_setting('leye.place_hi', true), '')::bigint
    and identity.place between town_lo and town_hi
  join person_version version on version.person_id = identity.person_id
    and version.known_to = 'infinity' and upper_inf(version.valid) and version.birth_date = born
  order by identity.person_id
  limit count_max
$$;
