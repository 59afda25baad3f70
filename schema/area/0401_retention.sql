-- What is due for archiving or destruction (data/retention/terms.csv): listed by one person,
-- confirmed by another one. Nothing is destroyed otherwise.

create table retention_list (
  id bigint generated always as identity primary key,
  kind text not null,
  action text not null check (action in ('archive', 'destroy', 'ask')),
  cut_off date not null,            -- what ended before
  due bigint not null check (due > 0),
  basis text not null,
  listed_by bigint not null,
  listed_by_name text not null,
  listed_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'confirmed', 'refused')),
  done bigint,                      -- how many were destroyed, or noted for archiving
  decided_by bigint,
  decided_by_name text,
  decided_at timestamptz,
  opinion text not null default '',
  constraint another_confirms check (decided_by <> listed_by),
  check ((state = 'open') = (decided_by is null)),
  check ((state = 'confirmed') = (done is not null))
);
create unique index retention_list_open on retention_list (kind) where state = 'open';
revoke delete, truncate on retention_list from leye_app, leye_screen;

-- What of the kind ended before the day: ids of payments, cases, records of the outbox, rows of
-- lists and checks, people. Vouchers count from the end of their year on. What a legal hold is on
-- is never due.
create function retention_rows(kind text, cut_off date) returns setof bigint
language plpgsql stable as $$
begin
  if kind = 'voucher' then
    return query select id from payment where planned_on < date_trunc('year', cut_off);
  elsif kind = 'case' then
    return query select id from flow_case where ended_at < cut_off;
  elsif kind = 'sent_record' then
    return query select id from outgoing
    where payload is not null and answered_at < cut_off
      and state in ('accepted', 'mended', 'dropped')
      and not exists (select from legal_hold h where h.person_id = person and lifted_at is null);
  elsif kind = 'suspect_row' then
    return query select r.id from suspect_row r join suspect_list l on l.id = r.list_id
    where r.content <> '' and l.replied_at < cut_off
      and not exists (select from legal_hold h where h.person_id = r.person and lifted_at is null);
  elsif kind = 'checked_row' then
    return query select r.id from quality_row r join quality_check q on q.id = r.check_id
    where r.content <> '' and q.closed_at < cut_off
      and not exists (select from legal_hold h where h.person_id = r.person and lifted_at is null);
  elsif kind = 'person_file' then
    return query select i.person_id from person_identity i
    where i.recorded_at < cut_off
      and not exists (select from erasure e where e.person_id = i.person_id
                        and e.state in ('open', 'erased'))
      and not exists (select from legal_hold h where h.person_id = i.person_id
                        and lifted_at is null)
      and not exists (select from employment e where e.person_id = i.person_id
                        and (e.end_date is null or e.end_date >= cut_off))
      and not exists (select from unemployment_registration u where u.person_id = i.person_id
                        and (u.end_date is null or u.end_date >= cut_off))
      and not exists (select from insurance_spell s where s.person_id = i.person_id
                        and (s.last_month is null or s.last_month >= cut_off))
      and not exists (select from register_record r where r.person_id = i.person_id
                        and r.known_from >= cut_off)
      and not exists (select from flow_case c where c.person_id = i.person_id
                        and coalesce(c.ended_at, 'infinity') >= cut_off)
      and not exists (select from benefit_grant g where g.person_id = i.person_id
                        and g.granted_on >= cut_off)
      and not exists (select from person_version v where v.person_id = i.person_id
                        and v.known_from >= cut_off)
    order by i.recorded_at, i.person_id;
  end if;
end $$;

-- Empties what is to be destroyed; the number of rows. Rows stay, without what was sealed in them.
create function destroy_due(kind text, cut_off date) returns bigint
language plpgsql security definer set search_path from current as $$
declare
  due bigint[];
begin
  select array_agg(id) into due from retention_rows(kind, cut_off) id;
  if kind = 'sent_record' then
    update outgoing set payload = null where id = any(due);
  elsif kind = 'suspect_row' then
    update suspect_row set content = '' where id = any(due);
  elsif kind = 'checked_row' then
    update quality_answer set correct = null
    where reply_id in (select id from quality_reply where row_id = any(due));
    update quality_reply set note = '' where row_id = any(due);
    update quality_row set content = '' where id = any(due);
  else
    return 0;
  end if;
  return coalesce(cardinality(due), 0);
end $$;
revoke execute on function destroy_due(text, date) from public, leye_app;
grant execute on function destroy_due(text, date) to leye_screen;
