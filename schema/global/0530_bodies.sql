-- The organisation tree (机构): bureaux, their departments and outlets, and the bodies outside them, each with a
-- life, a place and a parent. Posts are held at one (docs/decisions/0059-organisation-tree.md).

-- GB 32100-2015: 18 characters of an alphabet without I O S V Z, the last one checks the others.
create function uscc_fits(code text) returns boolean
language sql immutable parallel safe as $$
  select coalesce(code ~ '^[0-9ABCDEFGHJKLMNPQRTUWXY]{18}$' and (
    select (31 - sum((position(substr(code, at, 1) in '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1)
                     * (array[1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])[at])
            % 31) % 31
    from generate_series(1, 17) as at)
    = position(substr(code, 18, 1) in '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1, false)
$$;

-- `kind` and whether it is outside the bureau never change: rights of accounts hang on both. A body is
-- closed with its last day, never deleted; `infinity` while it goes on.
create table body (
  id bigint generated always as identity primary key,
  area_schema text not null check (area_schema <> ''),
  code text not null check (code ~ '^[0-9A-Z][0-9A-Z-]{0,29}$'),
  kind text not null check (kind <> ''),
  outside boolean not null,
  first_day date not null,
  last_day date not null default 'infinity',
  made_by bigint references account,     -- null: at installation
  made_at timestamptz not null,
  closed_by bigint references account,
  closed_at timestamptz,
  close_reason text check (close_reason <> ''),
  unique (area_schema, code),
  unique (id, kind),
  unique (id, outside),
  unique (id, area_schema),
  unique (id, last_day),
  check (first_day <= last_day),
  check ((last_day = 'infinity') = (closed_at is null)),
  check ((closed_at is null) = (close_reason is null))
);

-- What a body is called and where it stands, from a day until the next such day; of two for one day the
-- later one counts. Rows are only ever added. `parent_last_day` follows the parent's, so that nothing is put
-- below a body that had ended.
create table body_version (
  id bigint generated always as identity primary key,
  body_id bigint not null,
  area_schema text not null,
  from_day date not null,
  name text not null check (name <> ''),
  short_name text not null default '',
  parent bigint,
  parent_last_day date,
  place bigint not null,
  uscc text check (uscc is null or uscc_fits(uscc)),
  address text not null default '',
  phone text not null default '',
  hours text not null default '',
  written_by bigint references account,
  written_at timestamptz not null,
  foreign key (body_id, area_schema) references body (id, area_schema),
  foreign key (parent, area_schema) references body (id, area_schema),
  foreign key (parent, parent_last_day) references body (id, last_day) on update cascade,
  check (parent <> body_id),
  check ((parent is null) = (parent_last_day is null)),
  check (from_day <= parent_last_day)
);
create index body_version_body on body_version (body_id, from_day desc, id desc);
create index body_version_parent on body_version (parent);

-- Every body of an area as it is on a day; one that has not begun as it will begin.
create function bodies_on(wanted_area text, on_day date)
returns table (id bigint, code text, kind text, outside boolean, first_day date, last_day date,
               from_day date, name text, short_name text, parent bigint, place bigint, uscc text,
               address text, phone text, hours text)
language sql stable as $$
  select b.id, b.code, b.kind, b.outside, b.first_day, b.last_day, v.from_day, v.name, v.short_name,
    v.parent, v.place, v.uscc, v.address, v.phone, v.hours
  from body b
  cross join lateral (
    select * from body_version v where v.body_id = b.id
    order by (v.from_day <= on_day) desc, abs(v.from_day - on_day), v.id desc limit 1) v
  where b.area_schema = wanted_area
$$;

-- A post is held at a body. `body_last_day` follows the body's: the day after it the post gives nothing.
alter table role_assignment add column body_id bigint;
alter table role_assignment add column body_last_day date;
alter table role_assignment
  add column outside boolean generated always as (role = 'outside_body') stored;

insert into body (area_schema, code, kind, outside, first_day, made_at)
select area_schema, 'B' || lpad((row_number() over (order by area_schema, min(id)))::text, 4, '0'), body,
  true, min(given_at at time zone 'Asia/Shanghai')::date, min(given_at)
from role_assignment where role = 'outside_body'
group by area_schema, body, body_name, place;

insert into body_version (body_id, area_schema, from_day, name, place, written_at)
select b.id, b.area_schema, b.first_day, old.body_name, old.place, b.made_at
from (select area_schema, body, body_name, place,
        'B' || lpad((row_number() over (order by area_schema, min(id)))::text, 4, '0') as code
      from role_assignment where role = 'outside_body'
      group by area_schema, body, body_name, place) old
join body b on b.area_schema = old.area_schema and b.code = old.code;

update role_assignment r set body_id = b.id, body_last_day = b.last_day
from body b join body_version v on v.body_id = b.id
where r.role = 'outside_body' and r.area_schema = b.area_schema and r.body = b.kind
  and r.body_name = v.name and r.place = v.place;

alter table role_assignment drop column body_name;
alter table role_assignment
  add foreign key (body_id, body) references body (id, kind),
  add foreign key (body_id, outside) references body (id, outside),
  add foreign key (body_id, area_schema) references body (id, area_schema),
  add foreign key (body_id, body_last_day) references body (id, last_day) on update cascade,
  add check ((body_id is null) = (body_last_day is null)),
  add check (role <> 'outside_body' or body_id is not null);
create index role_assignment_body on role_assignment (body_id) where body_id is not null;

drop index role_assignment_once;
create unique index role_assignment_once
  on role_assignment (account_id, role, area_schema, place, coalesce(body, ''))
  where ended_at is null;

-- As in 0410; posts at a body that has ended give nothing either.
create or replace function delegated_posts(wanted bigint, on_day date)
returns table (from_account bigint, role text, area_schema text, place bigint)
language sql stable as $$
  select d.from_account, r.role, r.area_schema, r.place
  from delegation d
  join account giver on giver.id = d.from_account and giver.disabled_at is null
  join delegated_role g on g.delegation_id = d.id
  join role_assignment r on r.id = g.assignment_id and r.account_id = d.from_account
                            and r.ended_at is null and coalesce(r.body_last_day, 'infinity') >= on_day
  where d.id = wanted and d.ended_at is null and on_day between d.first_day and d.last_day
    and exists (select from role_assignment own
                where own.account_id = d.to_account and own.ended_at is null
                  and coalesce(own.body_last_day, 'infinity') >= on_day
                  and own.area_schema = r.area_schema and own.place = r.place
                  and office_of(own.role) = office_of(r.role))
$$;

revoke update, delete, truncate on body, body_version from leye_app, leye_screen;
grant update (last_day, closed_by, closed_at, close_reason) on body to leye_app, leye_screen;
