-- Reviews of recognitions (复核) and who is to be recognised or to leave (认定、退出): what a community
-- worker found, and what another one decided. Whose review is due follows from the recognition
-- itself and the day; nothing is stored for it, so nothing can be dropped
-- (docs/decisions/0058-due-by-the-day.md). Recognitions stand in register_record.

create table recognition_review (
  id bigint generated always as identity primary key,
  record_id bigint not null,
  category text not null,
  person_id bigint not null references person,
  place bigint not null,
  due_on date not null,
  kind text not null default '',        -- code of hardship_kind
  evidence text not null check (char_length(evidence) between 2 and 200),
  answered_by bigint not null,
  answered_by_name text not null,
  answered_at timestamptz not null,
  unique (record_id, due_on)            -- of two who answer at once, one does
);
create index recognition_review_person on recognition_review (person_id);

create table recognition_move (
  id bigint generated always as identity primary key,
  category text not null,
  person_id bigint not null references person,
  place bigint not null,
  move text not null check (move in ('entry', 'exit')),
  record_id bigint check (move = 'entry' or record_id is not null),
  digest bigint,                        -- of what the rules found; null: nobody's rule
  kind text not null default '',        -- of an entry: code of hardship_kind
  because text not null default '',     -- of an exit: code of group_exit
  evidence text not null default '' check (char_length(evidence) <= 200),
  note text not null default '' check (char_length(note) <= 500),
  -- open: waits for another one; dropped: the worker found that the rules' hint is not to be followed
  state text not null check (state in ('open', 'confirmed', 'declined', 'dropped')),
  proposed_by bigint not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decided_by bigint check (decided_by <> proposed_by),
  decided_by_name text,
  decided_at timestamptz,
  opinion text not null default '' check (char_length(opinion) <= 500),
  check ((state in ('open', 'dropped')) = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null)
    and (decided_by is null) = (decided_by_name is null))
);
create unique index recognition_move_open on recognition_move (category, person_id)
  where state = 'open';
create index recognition_move_person on recognition_move (person_id);
create index recognition_move_state on recognition_move (state, category, place);

create index register_record_recognised on register_record ((facts ->> 'category'), place)
  where entity = 'recognition' and known_to = 'infinity' and person_id is not null;

do $$
declare
  protected text;
begin
  foreach protected in array array['recognition_review', 'recognition_move']
  loop
    execute format('alter table %I enable row level security', protected);
    execute format(
      'create policy by_place on %I to leye_app using (
         place between nullif(current_setting(''leye.place_lo'', true), '''')::bigint
                   and nullif(current_setting(''leye.place_hi'', true), '''')::bigint)',
      protected);
    execute format('revoke delete, truncate on %I from leye_app, leye_screen', protected);
  end loop;
end $$;

-- What was written freely about an erased person; who did what when stays.
create function erase_reviews(wanted bigint) returns void
language plpgsql security definer set search_path from current as $$
declare
  people bigint[];
begin
  with recursive merged (id) as (
    select wanted
    union
    select m.merged_id from person_merge m join merged on merged.id = m.survivor_id
    where m.undone_at is null
  )
  select array_agg(id) into people from merged;
  update recognition_review set evidence = '已销毁' where person_id = any(people);
  update recognition_move set evidence = '', note = '', opinion = '' where person_id = any(people);
end $$;
revoke execute on function erase_reviews(bigint) from public, leye_app;
grant execute on function erase_reviews(bigint) to leye_screen;
