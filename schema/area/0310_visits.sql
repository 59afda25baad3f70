-- Visits (走访) and surveys of wishes (src/visits): who is to be seen by when, and what came of it.
-- What a visit told about the person stands in the registers (service_record, work_wish, …); here
-- stand when, by whom and how it ended, and what two people said differently.

-- A questionnaire asked of many people by a day.
create table survey_batch (
  id bigint generated always as identity primary key,
  survey text not null,                 -- a file of the pack's surveys/
  label text not null check (char_length(label) between 1 and 100),
  place bigint not null,                -- of who began it
  place_lo bigint not null,             -- whose people are asked
  place_hi bigint not null,
  began_on date not null,
  due_on date not null check (due_on >= began_on),
  made_by bigint not null,
  made_at timestamptz not null
);

create table visit_task (
  id bigint generated always as identity primary key,
  plan text,                            -- a file of the pack's visits/ …
  batch_id bigint references survey_batch,  -- … or a survey
  person_id bigint not null references person,
  place bigint not null,                -- where the person lives
  due_on date not null,
  state text not null check (state in ('open', 'done', 'gone')),
  made_at timestamptz not null,
  visitor bigint,                       -- the account that goes
  assigned_by bigint,
  assigned_at timestamptz,
  closed_at timestamptz,
  visit_id bigint,                      -- that closed it
  check ((plan is null) <> (batch_id is null)),
  check ((visitor is null) = (assigned_by is null)),
  check ((state = 'open') = (closed_at is null)),
  check ((state = 'done') = (visit_id is not null))
);
create unique index visit_task_of_plan on visit_task (plan, person_id)
  where state = 'open' and plan is not null;
create unique index visit_task_of_batch on visit_task (batch_id, person_id)
  where batch_id is not null;
create index visit_task_person on visit_task (person_id);
create index visit_task_due on visit_task (state, place, due_on);
create index visit_task_visitor on visit_task (visitor) where state = 'open';

create table visit (
  id bigint generated always as identity primary key,
  device_key text not null unique check (char_length(device_key) between 8 and 128),
  task_id bigint references visit_task,
  person_id bigint not null references person,
  place bigint not null,
  account bigint not null,
  way text not null,                    -- code of survey_way
  outcome text not null,                -- code of visit_outcome
  counted boolean not null,             -- the person was reached, as a plan or survey has it
  visited_at timestamptz not null,      -- when it was, by the visitor
  visited_on date not null,
  arrived_at timestamptz not null,      -- when it came in
  note text not null default '' check (char_length(note) <= 1000),
  told text not null default '' check (char_length(told) <= 200),  -- work that the person told of
  answers jsonb not null default '{}',  -- as the visitor gave them
  differences jsonb not null default '[]',  -- what the file said otherwise, and which was taken
  set_aside boolean not null default false  -- kept, but nothing followed from it
);
create index visit_person on visit (person_id, visited_on);
create index visit_task_of_visit on visit (task_id) where task_id is not null;
alter table visit_task add foreign key (visit_id) references visit;

do $$
declare
  protected text;
begin
  foreach protected in array array['survey_batch', 'visit_task', 'visit']
  loop
    execute format('alter table %I enable row level security', protected);
    execute format(
      'create policy by_place on %I to leye_app using (
         place between nullif(current_setting(''leye.place_lo'', true), '''')::bigint
                   and nullif(current_setting(''leye.place_hi'', true), '''')::bigint)',
      protected);
  end loop;
end $$;
revoke delete, truncate on survey_batch, visit_task, visit from leye_app;
