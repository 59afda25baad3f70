-- Delegation with dates (委托代办): who is away gives roles of his own to a colleague of the same
-- body, from one day to another. The roles stay his: the colleague acts for him, and what he does so
-- is recorded under both names.

-- The body (办公机构) within which a role may be delegated: the employment office, the insurance
-- agency, the finance bureau, the auditors.
create function office_of(role text) returns text
language sql immutable as $$
  select case when role in ('window_clerk', 'first_checker', 'second_checker', 'director')
              then 'employment_office' else role end
$$;

create table delegation (
  id bigint generated always as identity primary key,
  from_account bigint not null,
  to_account bigint not null,
  kind text not null default 'business' check (kind = 'business'),
  first_day date not null,
  last_day date not null,
  reason text not null check (reason <> ''),
  made_at timestamptz not null,
  ended_by bigint references account,
  ended_at timestamptz,
  foreign key (from_account, kind) references account (id, kind),
  foreign key (to_account, kind) references account (id, kind),
  check (from_account <> to_account),
  check (first_day <= last_day),
  check ((ended_by is null) = (ended_at is null))
);
create index delegation_from on delegation (from_account);
create index delegation_to on delegation (to_account);

create table delegated_role (
  delegation_id bigint not null references delegation,
  assignment_id bigint not null references role_assignment,
  primary key (delegation_id, assignment_id)
);

-- A session works either for its own account or under one delegation.
alter table session add column acting_under bigint references delegation;

-- What the delegation gives on that day: nothing before, after, or once it was ended; nothing that
-- its giver does not hold himself; nothing to one who has left the body.
create function delegated_posts(wanted bigint, on_day date)
returns table (from_account bigint, role text, area_schema text, place bigint)
language sql stable as $$
  select d.from_account, r.role, r.area_schema, r.place
  from delegation d
  join account giver on giver.id = d.from_account and giver.disabled_at is null
  join delegated_role g on g.delegation_id = d.id
  join role_assignment r on r.id = g.assignment_id and r.account_id = d.from_account
                            and r.ended_at is null
  where d.id = wanted and d.ended_at is null and on_day between d.first_day and d.last_day
    and exists (select from role_assignment own
                where own.account_id = d.to_account and own.ended_at is null
                  and own.area_schema = r.area_schema and own.place = r.place
                  and office_of(own.role) = office_of(r.role))
$$;

-- For whom it was done, where that was somebody else. The record's MAC covers it.
alter table audit_record add column for_account bigint;
create index audit_record_for on audit_record (for_account, at) where for_account is not null;
create index audit_record_acting on audit_record (account_id, at) where for_account is not null;
