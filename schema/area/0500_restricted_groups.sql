-- Membership of a restricted key group (leye.restricted_group) is for few eyes. The predicate looks into
-- the facts of this one entity only, and asks once for a statement who is asking, so that every other
-- row costs one comparison.

do $$
declare
  protected text;
begin
  foreach protected in array array['register_record', 'register_record_past']
  loop
    execute format('create policy held_groups on %I as restrictive to leye_app using (
                      entity <> ''key_group_member''
                      or coalesce(facts->>''key_group''
                                  <> all ((select leye.groups_held())::text[]), false))', protected);
  end loop;
end $$;

-- The same for the functions that pass by row-level security (0050, 0131, 0352).
create or replace function records_of_person(wanted bigint, known_at timestamptz)
returns setof register_record
language plpgsql stable security definer set search_path from current as $$
begin
  return query
    select * from (select * from register_record union all
                   select * from register_record_past) known
    where person_id = wanted and known_from <= known_at and known_to > known_at
      and (entity <> 'key_group_member'
           or coalesce(facts->>'key_group' <> all ((select leye.groups_held())::text[]), false))
      and visible_person(wanted)
    order by id;
end $$;

create or replace function record_history_of_person(wanted bigint, known_at timestamptz)
returns setof register_record_past
language sql stable security definer set search_path from current as $$
  select * from register_record_past
  where person_id = wanted and known_to <= known_at and visible_person(wanted)
    and (entity <> 'key_group_member'
         or coalesce(facts->>'key_group' <> all ((select leye.groups_held())::text[]), false))
  order by known_to desc, id
$$;

create or replace function records_of_visible_people(wanted text, known_at timestamptz)
returns setof register_record
language sql stable security definer set search_path from current as $$
  select r.* from visible_people() p
  join (select * from register_record union all select * from register_record_past) r
    on r.person_id = p
  where r.entity = wanted and r.known_from <= known_at and r.known_to > known_at
    and (r.entity <> 'key_group_member'
         or coalesce(r.facts->>'key_group' <> all ((select leye.groups_held())::text[]), false))
$$;

create or replace function record_referred_to(wanted bigint, kind text, known_at timestamptz)
returns setof register_record
language sql stable security definer set search_path from current as $$
  select * from (select * from register_record union all select * from register_record_past) k
  where id = wanted and entity = kind and known_from <= known_at and known_to > known_at
    and (person_id is null or visible_person(person_id))
    and (entity <> 'key_group_member'
         or coalesce(facts->>'key_group' <> all ((select leye.groups_held())::text[]), false))
$$;

create or replace function record_label(wanted bigint) returns text
language sql stable security definer set search_path from current as $$
  select concat_ws(' ', organisation_name(organisation_id), nullif(key, ''))
  from register_record
  where id = wanted
    and (entity <> 'key_group_member'
         or coalesce(facts->>'key_group' <> all ((select leye.groups_held())::text[]), false))
$$;
