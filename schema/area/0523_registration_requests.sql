-- What people ask to be registered online (网上办理): accepted or returned by the window of their
-- place, or accepted at once where the pack has it so (src/registering/requests.hpp).
create table registration_request (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  place bigint not null,                -- where the person lives
  kind text not null,                   -- of registration: packs, registering/kinds.md
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  last_day date,                        -- of the work that is over
  note text not null default '' check (char_length(note) <= 500),
  state text not null default 'open'
    check (state in ('open', 'accepted', 'returned', 'withdrawn')),
  made_at timestamptz not null,
  due_on date not null,
  answered_by bigint,                   -- 0: nobody, as the pack has it
  answered_by_name text,
  answered_at timestamptz,
  opinion text not null default '' check (char_length(opinion) <= 500),
  check ((state in ('accepted', 'returned')) = (answered_by is not null)),
  check ((state = 'open') = (answered_at is null)),
  check ((answered_by is null) = (answered_by_name is null)),
  check (state <> 'returned' or char_length(opinion) >= 2)
);
create unique index registration_request_open on registration_request (person_id)
  where state = 'open';
create index registration_request_person on registration_request (person_id);
create index registration_request_state on registration_request (state, place, due_on);
alter table registration_request enable row level security;
create policy by_place on registration_request to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
revoke delete, truncate on registration_request from leye_app, leye_screen;

alter table evidence drop constraint evidence_about_check;
alter table evidence add constraint evidence_about_check
  check (about in ('suspect', 'quality', 'registration'));

-- What an erased person wrote, and the papers that came with it.
create or replace function erase_reviews(wanted bigint) returns void
language plpgsql security definer set search_path from current as $$
declare
  people bigint[];
  papers bigint[];
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
  update registration_request set facts = '{}', note = '',
    opinion = case when opinion <> '' then '已销毁' else '' end
  where person_id = any(people);
  select array_agg(e.file_id) into papers from evidence e
    join registration_request r on r.id = e.row_id
    where e.about = 'registration' and r.person_id = any(people);
  update evidence_file set name = '已销毁', content = '' where id = any(papers);
end $$;
