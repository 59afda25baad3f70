-- What a school or an employer reports to a register, and the word of the person it is about
-- (src/reports, data/registers/reports.csv). A word rests on what the record said: it holds while the
-- record says the same of the facts that were asked about.

create table record_word (
  id bigint generated always as identity primary key,
  report text not null,              -- a line of reports.csv
  record_id bigint not null,         -- of register_record
  place bigint not null,             -- where the person lives
  agrees boolean not null,
  facts jsonb not null,              -- what the record said then, of the facts that are asked about
  meant jsonb not null default '{}', -- what is right, by fact, where the person told it
  said text not null default '' check (char_length(said) <= 500),
  stamp text not null,               -- the fact of the record that has the day of confirming
  account bigint not null,
  said_at timestamptz not null,
  outcome text check (char_length(outcome) between 2 and 500),
  settled_by bigint,
  settled_by_name text,
  settled_at timestamptz,
  check ((outcome is null) = (settled_at is null)),
  check ((settled_by is null) = (settled_at is null))
);
create index record_word_record on record_word (record_id);
-- The same is confirmed once, and once at a time said to be otherwise.
create unique index record_word_agreed on record_word (report, record_id, md5(facts::text))
  where agrees and facts <> '{}';
create unique index record_word_open on record_word (report, record_id, md5(facts::text))
  where not agrees and settled_at is null and facts <> '{}';

-- That somebody was asked to confirm; a day's reminder once.
create table report_reminder (
  report text not null,
  record_id bigint not null,
  sent_on date not null,
  place bigint not null,
  sent_by bigint not null,
  primary key (report, record_id, sent_on)
);

do $$
declare
  protected text;
begin
  foreach protected in array array['record_word', 'report_reminder']
  loop
    execute format('alter table %I enable row level security', protected);
    execute format(
      'create policy by_place on %I to leye_app using (
         place between nullif(current_setting(''leye.place_lo'', true), '''')::bigint
                   and nullif(current_setting(''leye.place_hi'', true), '''')::bigint)',
      protected);
    execute format('create policy not_outside on %I as restrictive to leye_app using (
                      (select not is_outside_body()))', protected);
  end loop;
end $$;
revoke delete, truncate on record_word, report_reminder from leye_app;

-- What a record says of some facts; of those it does not know, ''.
create function facts_asked(facts jsonb, names text[]) returns jsonb
language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(name, coalesce(facts->>name, '')), '{}') from unnest(names) name
$$;

-- A body finds its own by a name that stands in the record.
create index register_record_school on register_record ((facts->>'school'), id)
  where entity = 'graduate_destination';

-- The last word about what the record says now.
create function word_of_record(asked_report text, record bigint, record_facts jsonb, names text[])
returns setof record_word
language sql stable as $$
  select * from record_word
  where report = asked_report and record_id = record and facts = facts_asked(record_facts, names)
  order by id desc limit 1
$$;

-- What an erased person said goes with the rest (0400, 0402).
create function erase_record_words(wanted bigint) returns void
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
  update record_word set said = '', meant = '{}', facts = '{}',
    outcome = case when outcome is not null then '已销毁' end
  where record_id in (select id from register_record where person_id = any(people)
                      union all select id from register_record_past where person_id = any(people));
end $$;
revoke execute on function erase_record_words(bigint) from public, leye_app;
grant execute on function erase_record_words(bigint) to leye_screen;

-- Graduates of a span of days who live in a span of places, with what the schools said and what the
-- registers say. $3 placed: destinations that count as placed; $4 proved, $5 after: destinations that
-- work must prove, and how many days after the report; $6: plans by which they are visited.
create function graduates_of(from_day date, until_day date, placed text[], proved text[],
                             after integer[], plans text[], on_day date, low bigint, high bigint)
returns table (record bigint, person bigint, who text, place bigint, school text,
               destination text, graduated_on date, confirmed boolean, is_placed boolean,
               works boolean, difference text, helper bigint, due_on date, served boolean)
language sql stable as $$
  with graduate as (
    select r.id, r.person_id, i.name, i.place, coalesce(r.facts->>'school', '') as school,
      r.facts->>'destination' as destination, (r.facts->>'graduated_on')::date as graduated_on,
      coalesce((r.facts->>'reported_on')::date,
               (r.known_from at time zone 'Asia/Shanghai')::date) as reported_on,
      r.facts ? 'confirmed_on' as confirmed
    from register_record r
    join person_identity i on i.person_id = r.person_id and i.place between low and high
    where r.entity = 'graduate_destination' and r.known_to = 'infinity'
      and (r.facts->>'graduated_on')::date between from_day and until_day
  )
  select g.id, g.person_id, g.name, g.place, g.school, g.destination, g.graduated_on, g.confirmed,
    coalesce(g.destination = any(placed), false), seen.works,
    case when g.destination = any(placed) and not seen.worked
           and on_day > g.reported_on + (select d from unnest(proved, after) a (code, d)
                                         where code = g.destination limit 1) then 'no_work'
         when not coalesce(g.destination = any(placed), false) and seen.works then 'has_work'
         else '' end,
    task.visitor, task.due_on,
    exists (select from visit v where v.person_id = g.person_id and v.counted
              and not v.set_aside and v.visited_on >= g.graduated_on)
    or exists (select from register_record s where s.person_id = g.person_id
              and s.entity = 'service_record' and s.known_to = 'infinity'
              and (s.facts->>'served_on')::date >= g.graduated_on)
  from graduate g
  cross join lateral (select
    exists (select from employment e where e.person_id = g.person_id and e.known_to = 'infinity'
              and e.start_date <= on_day and coalesce(e.end_date >= on_day, true))
    or exists (select from insurance_spell s where s.person_id = g.person_id
              and s.known_to = 'infinity' and s.employer_id is not null
              and s.first_month <= on_day
              and coalesce(s.last_month >= on_day - 31, true)) as works,
    exists (select from employment e where e.person_id = g.person_id and e.known_to = 'infinity'
              and coalesce(e.end_date >= g.graduated_on, true))
    or exists (select from insurance_spell s where s.person_id = g.person_id
              and s.known_to = 'infinity' and s.employer_id is not null
              and coalesce(s.last_month >= g.graduated_on, true)) as worked) seen
  left join lateral (select t.visitor, t.due_on from visit_task t
    where t.person_id = g.person_id and t.state = 'open' and t.plan = any(plans)
    order by t.due_on limit 1) task on true
$$;

-- Whole months from the first to the last day, both belonging to it, as the policy counts them.
create function whole_months(first_day date, last_day date) returns bigint
language sql immutable parallel safe as $$
  select case when last_day < first_day then 0 else
    (extract(year from age(last_day + 1, first_day)) * 12
     + extract(month from age(last_day + 1, first_day)))::bigint end
$$;
