-- Registration at any window (全城通办): a clerk may register the employment or unemployment of
-- somebody whom his places do not show, whose whole number and name he was given. Each look is a
-- row here, whether it found anybody or not; a row that found somebody opens exactly that person,
-- for that account, for some minutes, for one registration
-- (docs/decisions/0057-one-person-through-a-window.md).
create table window_search (
  id bigint generated always as identity primary key,
  account bigint not null,
  place bigint not null,                -- of the window
  kind text not null,                   -- of registration: packs, registering/kinds.md
  person_id bigint references person,   -- null: nobody has that number and that name
  home bigint,                          -- where the person lives
  searched_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > searched_at),
  used_at timestamptz check (used_at is null or person_id is not null),
  used_by_name text,
  task_id bigint references register_task,  -- at the home community
  check ((person_id is null) = (home is null)),
  check ((used_at is null) = (task_id is null) and (used_at is null) = (used_by_name is null))
);
create index window_search_account on window_search (account, searched_at);
create index window_search_person on window_search (person_id) where person_id is not null;
create index window_search_place on window_search (place, used_at) where used_at is not null;
alter table window_search enable row level security;
create policy by_place on window_search to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
-- What opens a person is written by the functions below alone.
revoke insert, update, delete, truncate on window_search from leye_app;
revoke delete, truncate on window_search from leye_screen;

alter table register_task drop constraint register_task_kind_check;
alter table register_task add constraint register_task_kind_check
  check (kind in ('benefits_conflict', 'states_conflict', 'own_word', 'other_window'));

-- Looks for the one person who has this number and this name, and notes the look. `person` is
-- empty where nobody has both; `inside`: the caller's places show the person anyway.
create function window_look(wanted bytea, called text, of_kind text, window_place bigint,
                            moment timestamptz, until timestamptz)
returns table (id bigint, person bigint, inside boolean)
language plpgsql security definer set search_path from current as $$
declare
  found record;
begin
  select i.person_id, i.place, i.place
      between nullif(current_setting('leye.place_lo', true), '')::bigint
          and nullif(current_setting('leye.place_hi', true), '')::bigint as inside
    into found
    from person_identity i
    where i.number_blind = wanted and i.name = called
      and not exists (select from erasure e
                      where e.person_id = i.person_id and e.state = 'erased');
  return query insert into window_search as s (account, place, kind, person_id, home, searched_at,
      ends_at)
    values (nullif(current_setting('leye.account', true), '')::bigint, window_place, of_kind,
      found.person_id, found.place, moment, until)
    returning s.id, s.person_id, coalesce(found.inside, false);
end $$;

-- Looks of the caller's that found nobody, since then.
create function window_misses(since timestamptz) returns bigint
language sql stable security definer set search_path from current as $$
  select count(*) from window_search
  where account = nullif(current_setting('leye.account', true), '')::bigint
    and person_id is null and searched_at >= since
$$;

-- Whom a look has open at this moment; nothing if it is another account's, over or used.
create function window_opened(look bigint, moment timestamptz)
returns table (person bigint, home bigint, kind text, ends_at timestamptz)
language sql stable security definer set search_path from current as $$
  select s.person_id, s.home, s.kind, s.ends_at from window_search s
  where s.id = look and s.person_id is not null and s.used_at is null and s.ends_at > moment
    and s.account = nullif(current_setting('leye.account', true), '')::bigint
$$;

-- The registrations of that person which go on: all that the window is shown of him.
create function window_registrations_of(look bigint, moment timestamptz, on_day date)
returns table (entity text, start_date date, detail text)
language sql stable security definer set search_path from current as $$
  select 'employment', e.start_date, coalesce(organisation_name(e.employer_id), '')
  from window_opened(look, moment) o join employment e on e.person_id = o.person
  where e.known_to = 'infinity' and coalesce(e.end_date >= on_day, true)
  union all
  select 'unemployment_registration', u.start_date, coalesce(place_label(u.place), '')
  from window_opened(look, moment) o join unemployment_registration u on u.person_id = o.person
  where u.known_to = 'infinity' and coalesce(u.end_date >= on_day, true)
  order by 2, 1
$$;

-- What this window registered for people of other places, and what their communities said: only
-- whether it was looked at, not what was written.
create function window_done(count_max integer)
returns table (id bigint, kind text, name text, home_label text, used_at timestamptz,
               used_by_name text, answered boolean)
language sql stable security definer set search_path from current as $$
  select s.id, s.kind, coalesce(i.name, ''), coalesce(place_label(s.home), ''), s.used_at,
    s.used_by_name, t.state = 'done'
  from window_search s
  join register_task t on t.id = s.task_id
  left join person_identity i on i.person_id = s.person_id
  where s.used_at is not null
    and s.place between nullif(current_setting('leye.place_lo', true), '')::bigint
                    and nullif(current_setting('leye.place_hi', true), '')::bigint
  order by s.used_at desc, s.id desc limit count_max
$$;
