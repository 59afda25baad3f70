-- Families of which nobody works, as cases (零就业家庭动态清零; src/families): found by the program,
-- confirmed and helped by people, solved by a record of the registers. Where a family stands at
-- the moment is counted from the registers; here stands what happened.

create table family_case (
  id bigint generated always as identity primary key,
  rule text not null,                   -- a line of families.csv
  household_id bigint not null references household,
  place bigint not null,                -- of the household
  people bigint not null,
  -- found: nobody confirmed it yet. helping: confirmed. refused: somebody found it wrong. solved:
  -- somebody works. gone: it is none any more, without anybody's work.
  state text not null check (state in ('found', 'helping', 'refused', 'solved', 'gone')),
  since date not null,                  -- the first day on which nobody worked
  due_on date,                          -- none: the calendar of its year is not known
  found_on date not null,
  found_at timestamptz not null,
  helper bigint,                        -- the account that helps
  assigned_by bigint,
  assigned_at timestamptz,
  confirmed_by bigint,
  confirmed_at timestamptz,
  ended_on date,                        -- solved: the first day on which somebody works
  ended_because text,                   -- refused: a code of family_refusal; gone: unfounded, left, moved
  note text not null default '' check (char_length(note) <= 500),  -- of who refused
  ended_at timestamptz,
  proof bigint,                         -- solved: the employment that proves it …
  proof_person bigint references person,  -- … and whose it is
  stood_on date,                        -- the day on which the solution had stood long enough
  earlier_id bigint references family_case,  -- of the same family, or of one that it comes from
  relapse boolean not null default false,
  check ((helper is null) = (assigned_by is null)),
  check ((helper is null) = (assigned_at is null)),
  check ((confirmed_by is null) = (confirmed_at is null)),
  check (state <> 'helping' or confirmed_by is not null),
  check ((state in ('found', 'helping')) = (ended_on is null)),
  check ((ended_on is null) = (ended_at is null)),
  check ((state in ('refused', 'gone')) = (ended_because is not null)),
  check (state <> 'gone' or ended_because in ('unfounded', 'left', 'moved')),
  check ((state = 'solved') = (proof is not null)),
  check ((proof is null) = (proof_person is null)),
  check (state <> 'solved' or ended_on > since),
  check (stood_on is null or state = 'solved'),
  check (not relapse or earlier_id is not null)
);
create unique index family_case_open on family_case (rule, household_id)
  where state in ('found', 'helping');
create index family_case_household on family_case (household_id);
create index family_case_unconfirmed on family_case (rule, place) where state = 'found';
create index family_case_place on family_case (state, place, due_on);
create index family_case_found on family_case (found_on);
create index family_case_ended on family_case (ended_on) where ended_on is not null;
create index family_case_helper on family_case (helper) where state in ('found', 'helping');
create index family_case_earlier on family_case (earlier_id) where earlier_id is not null;

-- Who belonged to the family when it was found: a family that divides keeps its story.
create table family_case_person (
  case_id bigint not null references family_case,
  person_id bigint not null references person,
  place bigint not null,
  primary key (case_id, person_id)
);
create index family_case_person_person on family_case_person (person_id);

-- What the program and people did, in order.
create table family_step (
  id bigint generated always as identity primary key,
  case_id bigint not null references family_case,
  place bigint not null,
  kind text not null check (kind in ('found', 'confirmed', 'refused', 'assigned', 'helped', 'solved',
                                     'reopened', 'gone', 'changed', 'stood')),
  action text,                          -- helped: a code of family_action
  happened_on date not null,
  person_id bigint references person,   -- whom it was for
  told text not null default '' check (char_length(told) <= 500),
  account bigint,                       -- none: the program
  at timestamptz not null,
  check ((kind = 'helped') = (action is not null)),
  check (kind <> 'helped' or account is not null)
);
create index family_step_case on family_step (case_id, id);
create index family_step_person on family_step (person_id) where person_id is not null;

do $$
declare
  protected text;
begin
  foreach protected in array array['family_case', 'family_case_person', 'family_step']
  loop
    execute format('alter table %I enable row level security', protected);
    execute format(
      'create policy by_place on %I to leye_app using (
         place between nullif(current_setting(''leye.place_lo'', true), '''')::bigint
                   and nullif(current_setting(''leye.place_hi'', true), '''')::bigint)',
      protected);
  end loop;
end $$;
revoke delete, truncate on family_case, family_case_person, family_step from leye_app;
revoke update on family_case_person, family_step from leye_app;

-- What was written freely about a family goes with a person of it who is erased.
create function erase_family_words(wanted bigint) returns void
language plpgsql security definer set search_path from current as $$
declare
  erased bigint[];
begin
  with recursive merged (id) as (
    select wanted
    union
    select m.merged_id from person_merge m join merged on merged.id = m.survivor_id
    where m.undone_at is null
  )
  select array_agg(id) into erased from merged;
  update family_step set told = '已销毁'
  where told <> '' and kind = 'helped' and (person_id = any(erased)
    or case_id in (select case_id from family_case_person where person_id = any(erased)));
  update family_case set note = '已销毁'
  where note <> '' and id in (
    select case_id from family_case_person where person_id = any(erased));
end $$;
revoke execute on function erase_family_words(bigint) from public, leye_app;
grant execute on function erase_family_words(bigint) to leye_screen;
