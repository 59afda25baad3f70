-- Who reads many people: reading.hpp. Masked lists do not count; what opens a file does.

-- name: bulk_readers
with reads as (
  select account_id, object, at at time zone 'Asia/Shanghai' as local
  from audit_record
  where at >= $1 and account_id is not null and outcome = 'done' and object like 'person:%'
    and act in ('read_person', 'unmask', 'lookup_person', 'read_names', 'read_result', 'export_ledger',
                'window_search')
), taken as (
  -- Sheets and look-ups say first how many rows went out.
  select account_id, at at time zone 'Asia/Shanghai' as local,
         substring(detail from '^([0-9]{1,9}) [行人]')::bigint as taken_rows
  from audit_record
  where at >= $1 and account_id is not null and outcome = 'done'
    and (act like 'export%' or act = 'batch_lookup') and object not like 'person:%'
), household as (
  select account_id, at at time zone 'Asia/Shanghai' as local, detail
  from audit_record
  where at >= $1 and account_id is not null and outcome = 'done' and act = 'own_household'
), misses as (
  -- Looks for somebody of another place that found nobody.
  select account_id, at at time zone 'Asia/Shanghai' as local
  from audit_record
  where at >= $1 and account_id is not null and outcome = 'done' and act = 'window_search'
    and object not like 'person:%'
), found as (
  select 'hour' as kind, account_id, date_trunc('hour', local) as since,
         count(distinct object) as people
  from reads group by account_id, date_trunc('hour', local)
  having count(distinct object) >= $2
  union all
  select 'day', account_id, date_trunc('day', local), count(distinct object)
  from reads group by account_id, date_trunc('day', local)
  having count(distinct object) >= $3
  union all
  select 'off_hours', account_id, date_trunc('day', local), count(distinct object)
  from reads where extract(hour from local) < $5 or extract(hour from local) >= $6
  group by account_id, date_trunc('day', local)
  having count(distinct object) >= $4
  union all
  select 'sheet_rows', account_id, date_trunc('day', local), sum(taken_rows)
  from taken where taken_rows is not null group by account_id, date_trunc('day', local)
  having sum(taken_rows) >= $7
  union all
  select 'own_household', account_id, date_trunc('day', local), count(distinct detail)
  from household group by account_id, date_trunc('day', local)
  having count(distinct detail) >= $8
  union all
  select 'window_misses', account_id, date_trunc('day', local), count(*)
  from misses group by account_id, date_trunc('day', local)
  having count(*) >= $9
)
select f.kind, f.account_id, a.login, a.name, f.people::bigint as people,
       f.since at time zone 'Asia/Shanghai' as since
from found f join account a on a.id = f.account_id
order by f.since desc, f.people desc, f.kind limit 200

-- name: rows_exported
select coalesce(sum(substring(detail from '^([0-9]{1,9}) 行')::bigint), 0)::bigint as found
from audit_record
where account_id = $1 and at >= $2 and act = 'export' and outcome = 'done'
  and detail not like '% 行，已放行%'
