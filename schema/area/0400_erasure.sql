-- Erasing a person (销毁个人信息, 个人信息保护法第四十七条) and what forbids it (依法留存, legal hold).
--
-- A person's number, phone and account are sealed under a key that derives from the person's salt
-- (registers/identity_cipher.hpp). Erasing destroys the salt, the blind indexes and every name that
-- stands beside the person's id, with what else is sealed about the person; the id stays, so that
-- history, books and the audit still add up.

create table legal_hold (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  reason text not null check (char_length(reason) between 2 and 500),
  place bigint not null,
  made_by bigint not null,
  made_by_name text not null,
  made_at timestamptz not null,
  lifted_by bigint,
  lifted_by_name text,
  lifted_at timestamptz,
  check ((lifted_by is null) = (lifted_at is null))
);
create unique index legal_hold_open on legal_hold (person_id) where lifted_at is null;

create table erasure (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  ground text not null check (ground in ('term_over', 'purpose_over', 'consent_withdrawn',
                                         'unlawful')),
  reason text not null check (char_length(reason) between 2 and 500),
  place bigint not null,
  asked_by bigint not null,
  asked_by_name text not null,
  asked_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'erased', 'refused')),
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  opinion text,
  constraint another_decides_erasure check (decided_by <> asked_by),
  check ((state = 'open') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null))
);
create unique index erasure_open on erasure (person_id) where state in ('open', 'erased');

alter table legal_hold enable row level security;
alter table erasure enable row level security;
create policy by_place on legal_hold to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
create policy by_place on erasure to leye_app using (
  place between nullif(current_setting('leye.place_lo', true), '')::bigint
            and nullif(current_setting('leye.place_hi', true), '')::bigint);
revoke delete, truncate on legal_hold, erasure from leye_app, leye_screen;

-- What stands against erasing: how many there are of it and, where a term of keeping is the reason,
-- when the last of it is over. Vouchers of the books are kept from the end of their year on
-- (会计档案管理办法第十四条), case files from their end on.
create function erasure_obstacles(wanted bigint, on_day date, voucher_months integer,
                                  case_months integer)
returns table (kind text, found bigint, until date)
language sql stable as $$
  with kept_voucher as (
    select (make_date(extract(year from planned_on)::integer + 1, 1, 1)
            + make_interval(months => voucher_months))::date as until
    from payment
    where payee_kind = 'person' and payee_id = wanted and cancelled_on is null
  ), own_case as (
    select c.state, (c.ended_at + make_interval(months => case_months))::date as until
    from flow_case c
    where c.person_id = wanted
      or exists (select from case_row r where r.case_id = c.id and r.person_id = wanted)
  )
  select * from (values
    ('legal_hold', (select count(*) from legal_hold
                    where person_id = wanted and lifted_at is null), null::date),
    ('open_case', (select count(*) from own_case where until is null), null),
    ('kept_case', (select count(*) from own_case o where o.until > on_day),
                  (select max(until) from own_case)),
    ('open_recovery', (select count(*) from recovery
                       where person_id = wanted and state in ('found', 'notified', 'decided')),
                      null),
    ('running_grant', (select count(*) from benefit_grant
                       where person_id = wanted and state in ('granted', 'paid')
                         and (period is null and state = 'granted'
                              or upper(period) > on_day or upper_inf(period))), null),
    ('kept_voucher', (select count(*) from kept_voucher v where v.until > on_day),
                     (select max(until) from kept_voucher)),
    ('open_correction', (select count(*) from identity_correction
                         where state = 'open' and wanted in (person_id, other_id)), null),
    ('open_suspect', (select count(*) from suspect_row
                      where person = wanted and state <> 'reviewed'), null),
    ('open_check', (select count(*) from quality_row r join quality_check q on q.id = r.check_id
                    where r.person = wanted and q.closed_at is null), null),
    ('open_difference', (select count(*) from difference
                         where person = wanted and state = 'open')
                        + (select count(*) from feed_disagreement
                           where person_id = wanted and state = 'open'), null),
    ('registered', (select count(*) from unemployment_registration
                    where person_id = wanted and known_to = 'infinity'
                      and (end_date is null or end_date >= on_day)), null),
    ('employed', (select count(*) from employment
                  where person_id = wanted and known_to = 'infinity'
                    and (end_date is null or end_date >= on_day)), null),
    ('unsent_record', (select count(*) from outgoing
                       where person = wanted and state in ('unsent', 'sent', 'postponed')), null)
  ) as obstacle (kind, found, until)
  where found > 0
$$;

-- Papers that prove answers about other people too: they stay, and whoever decides is told.
create function shared_papers(wanted bigint) returns setof bigint
language sql stable as $$
  with about as (
    select e.file_id, coalesce(s.person, q.person) = wanted as own
    from evidence e
    left join suspect_row s on e.about = 'suspect' and s.id = e.row_id
    left join quality_row q on e.about = 'quality' and q.id = e.row_id
    where e.removed_at is null
  )
  select file_id from about group by file_id
  having bool_or(own) and bool_or(own is not true)
$$;

-- Destroys the key and takes away the names and what else is sealed or written freely about the
-- person and the files that were merged into the person's. `masked`: of each register, the facts
-- that may tell who somebody is. Nothing of it can be brought back from this database.
create function erase_identity(wanted bigint, masked jsonb, moment timestamptz) returns void
language plpgsql security definer set search_path from current as $$
declare
  gone constant text := '已销毁';
  none constant bytea := '';
  people bigint[];
  cases bigint[];
  rows_of bigint[];
  papers bigint[];
  register record;
  typed text;
begin
  with recursive merged (id) as (
    select wanted
    union
    select m.merged_id from person_merge m join merged on merged.id = m.survivor_id
    where m.undone_at is null
  )
  select array_agg(id) into people from merged;

  update person_identity set name = gone, number_cipher = null, number_blind = null,
    phone_cipher = null, phone_blind = null, salt = null
  where person_id = any(people);
  delete from person_identity_past where person_id = any(people);
  delete from person_account where person_id = any(people);
  delete from person_account_past where person_id = any(people);
  update identity_correction set
    new_name = case when new_name is not null then gone end,
    number_cipher = case when number_cipher is not null then none end,
    salt = case when salt is not null then none end,
    evidence = gone, reason = gone, opinion = case when opinion is not null then gone end
  where person_id = any(people) or other_id = any(people);
  update person_merge set number_blind = null, phone_blind = null, reason = gone,
    undo_reason = case when undo_reason is not null then gone end
  where survivor_id = any(people) or merged_id = any(people);
  delete from duplicate_pair
  where state = 'open' and (first_id = any(people) or second_id = any(people));
  update duplicate_pair set reason = gone
  where reason is not null and (first_id = any(people) or second_id = any(people));
  update late_entry set reason = gone where person_id = any(people);
  update register_task set detail = gone,
    outcome = case when outcome is not null then gone end
  where person_id = any(people);
  update legal_hold set reason = gone where person_id = any(people);
  update erasure set reason = gone, opinion = null where person_id = any(people);

  -- Facts that tell who somebody is, where registers keep them beside their columns.
  foreach typed in array array['person_version', 'employment', 'unemployment_registration',
    'education_record', 'household_member', 'insurance_spell'] loop
    for register in
      select t.relname from pg_class t
      where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p')
        and t.relname in (typed, typed || '_past')
    loop
      execute format(
        'update %I set extra = extra - array(select jsonb_array_elements_text($1))
         where person_id = any($2) and extra is not null', register.relname)
      using coalesce(masked -> replace(typed, '_version', ''), '[]'), people;
    end loop;
  end loop;
  for register in select key, value from jsonb_each(masked) loop
    foreach typed in array array['register_record', 'register_record_past'] loop
      execute format(
        'update %I set facts = facts - array(select jsonb_array_elements_text($1)),
           key = case when exists (
             select from jsonb_array_elements_text($1) told
             where facts ->> told <> '''' and strpos(key, facts ->> told) > 0)
           then ''erased '' || id else key end
         where person_id = any($2) and entity = $3', typed)
      using register.value, people, register.key;
    end loop;
  end loop;
  update register_record_change set reason = gone, said = ''
  where record in (select id from register_record where person_id = any(people)
                   union all
                   select id from register_record_past where person_id = any(people));

  -- Cases and money. What was decided and paid stays under the id.
  select array_agg(id) into rows_of from case_row where person_id = any(people);
  select array_agg(id) into cases from flow_case c
  where c.person_id = any(people)
    and not exists (select from case_row r where r.case_id = c.id
                      and r.person_id is not null and r.person_id <> all(people));
  update flow_case set applicant = gone where person_id = any(people);
  update case_row set label = gone, id_number = '', opinion = '' where id = any(rows_of);
  update public_notice_row set name = gone, id_number = '' where row_id = any(rows_of);
  update objection set text = gone, contact = '',
    answer = case when answer is not null then gone end
  where row_id = any(rows_of);
  update question set answer = gone where answer is not null and row_id = any(rows_of);
  update row_judgement set reason = gone where row_id = any(rows_of);
  update review_flag set text = gone where row_id = any(rows_of);
  update row_answer set text = gone where row_id = any(rows_of);
  update case_event set opinion = '', detail = '' where case_id = any(cases);
  update appeal set text = gone, answer = case when answer = '' then '' else gone end
  where case_id = any(cases);
  update site_visit set finding = gone, photos = '' where case_id = any(cases);
  update message set title = gone, body = gone where person_id = any(people);
  update recovery_event set text = gone
  where recovery_id in (select id from recovery where person_id = any(people));
  update recovery set payee = gone, label = gone, finding = gone,
    statement = case when statement is not null then gone end,
    decision = case when decision is not null then gone end
  where person_id = any(people);
  update payment set payee_name = gone, account_cipher = none, account_tail = ''
  where payee_kind = 'person' and payee_id = any(people);

  -- What other systems were told and told us; lists, checks and papers.
  update desk_task set detail = gone, title = gone, done_at = coalesce(done_at, moment)
  where address in (select '/persons/' || id from unnest(people) id)
    or about in (select 'outgoing:' || id from outgoing where person = any(people)
                 union all select 'difference:' || id from difference
                           where person = any(people));
  update outgoing set payload = null, reason = case when reason is not null then gone end
  where person = any(people);
  update outgoing_event set detail = gone
  where detail <> '' and outgoing_id in (select id from outgoing where person = any(people));
  update difference set ours = null, theirs = null,
    reason = case when reason is not null then gone end
  where person = any(people);
  update feed_disagreement set known_value = null, said_value = null, note = ''
  where person_id = any(people);
  update sweep_exit set detail = gone, reason = case when reason is not null then gone end
  where person = any(people);
  select array_agg(distinct e.file_id) into papers
  from evidence e
  left join suspect_row s on e.about = 'suspect' and s.id = e.row_id
  left join quality_row q on e.about = 'quality' and q.id = e.row_id
  where coalesce(s.person, q.person) = any(people)
    and e.file_id not in (select shared_papers(wanted));
  update evidence set removed_by = 0, removed_at = moment
  where file_id = any(papers) and removed_at is null;
  update evidence_file set name = gone, content = none where id = any(papers);
  update suspect_row set content = none, evidence = case when evidence is not null then gone end,
    review = case when review is not null then gone end
  where person = any(people);
  update quality_answer set correct = null
  where reply_id in (select p.id from quality_reply p join quality_row r on r.id = p.row_id
                     where r.person = any(people));
  update quality_reply set note = none
  where row_id in (select id from quality_row where person = any(people));
  update quality_row set content = none, reason = case when reason is not null then gone end
  where person = any(people);
  update visit set note = '', told = '', answers = '{}', differences = '[]'
  where person_id = any(people);
  update visit_task set state = 'gone', closed_at = moment
  where person_id = any(people) and state = 'open';
end $$;
revoke execute on function erase_identity(bigint, jsonb, timestamptz) from public, leye_app;
grant execute on function erase_identity(bigint, jsonb, timestamptz) to leye_screen;
