-- Accounts of bodies outside the bureau (协办机构): a department, the tax office, a bank, a school. The
-- role bears the code of the body (table body of the vocabulary) and the body's own name; steps of a
-- path that a policy gives to that body go to it.
alter table role_assignment add column body text check (body <> '');
alter table role_assignment add column body_name text check (body_name <> '');
alter table role_assignment add check ((role = 'outside_body') = (body is not null));
alter table role_assignment add check ((body is null) = (body_name is null));

alter table role_assignment drop constraint role_assignment_check1;
alter table role_assignment add constraint role_of_its_kind check (
  kind in ('system_admin', 'security_admin', 'audit_admin') and role = kind
  or kind = 'open_public' and role in ('employer', 'citizen')
  or kind = 'business' and role in ('window_clerk', 'first_checker', 'second_checker', 'director',
       'insurance_agency', 'finance_bureau', 'auditor', 'outside_body'));

drop index role_assignment_once;
create unique index role_assignment_once
  on role_assignment (account_id, role, area_schema, place, coalesce(body, ''))
  where ended_at is null;

-- One account works inside the bureau or for outside bodies, never both at once.
create extension if not exists btree_gist with schema public;
alter table role_assignment add constraint inside_or_outside
  exclude using gist (account_id with =, ((role = 'outside_body')::integer) with <>)
  where (ended_at is null);

-- The last place below a place, as src/access/places.cpp has it.
create function place_end(place bigint) returns bigint
language sql immutable as $$
  select place + case when place % 10000000000 = 0 then 9999999999
                      when place % 100000000 = 0 then 99999999
                      when place % 1000000 = 0 then 999999
                      when place % 1000 = 0 then 999 else 0 end
$$;
