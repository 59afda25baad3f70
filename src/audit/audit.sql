-- name: add_writer
insert into audit_writer (started_at, process) values ($1, $2) returning id

-- name: try_lock_writer
select pg_try_advisory_lock(1634559332, ($1::bigint % 2147483647)::integer) as locked

-- name: unlock_writer
select pg_advisory_unlock(1634559332, ($1::bigint % 2147483647)::integer) as unlocked

-- name: add_record
insert into audit_record (writer, number, at, account_id, role, address, area_schema, act, object,
                          outcome, detail, mac, for_account)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (writer, number) do nothing

-- name: add_records
insert into audit_record (writer, number, at, account_id, role, address, area_schema, act, object,
                          outcome, detail, mac, for_account)
select $1, r.number, $2, r.account_id, r.role, r.address, r.area_schema, r.act, r.object,
       r.outcome, r.detail, r.mac, r.for_account
from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
            $9::text[], $10::text[], $11::text[], $12::bytea[], $13::bigint[])
     as r (number, account_id, role, address, area_schema, act, object, outcome, detail, mac,
           for_account)
on conflict (writer, number) do nothing

-- name: open_gaps
select w.id as writer, g.number
from audit_writer w
cross join lateral (
  select coalesce(max(last_number), 0) as last_number from audit_seal_range where writer = w.id
) sealed
cross join lateral generate_series(
  sealed.last_number + 1,
  (select coalesce(max(number), 0) from audit_record where writer = w.id)) as g (number)
where w.id < $1
  and not exists (select from audit_record r where r.writer = w.id and r.number = g.number)
order by w.id, g.number
limit 100000

-- name: lock_sealing
select pg_try_advisory_xact_lock(1634559331) as locked

-- name: last_seal
select number, digest, mac from audit_seal order by number desc limit 1

-- name: sealed_up_to
-- The last of each writer is looked up: every second adds a range, so that they are not counted.
select w.id as writer, sealed.last_number
from audit_writer w
cross join lateral (
  select coalesce(max(last_number), 0) as last_number from audit_seal_range where writer = w.id
) sealed
where exists (select from audit_record a where a.writer = w.id and a.number > sealed.last_number)
order by w.id

-- name: records_after
select * from audit_record where writer = $1 and number > $2 and number <= $3 order by number

-- name: add_seal
insert into audit_seal (number, sealed_at, previous, digest, mac) values ($1, $2, $3, $4, $5)

-- name: add_seal_range
insert into audit_seal_range (seal, writer, first_number, last_number) values ($1, $2, $3, $4)

-- name: all_seals
select number, sealed_at, previous, digest, mac from audit_seal where number > $1
order by number limit 1000

-- name: ranges_of_seal
select writer, first_number, last_number from audit_seal_range where seal = $1 order by writer

-- name: range_counts
select w.id as writer,
       (select count(*) from audit_record r where r.writer = w.id) as records,
       (select coalesce(max(number), 0) from audit_record r where r.writer = w.id) as last_number,
       (select coalesce(sum(last_number - first_number + 1), 0)::bigint
        from audit_seal_range s where s.writer = w.id) as sealed,
       (select coalesce(max(last_number), 0) from audit_seal_range s where s.writer = w.id)
         as sealed_to
from audit_writer w order by w.id

-- name: list_records
select r.writer, r.number, r.at, r.account_id, coalesce(a.login, '') as login,
       coalesce(a.name, '') as name, coalesce(f.name, '') as for_name, r.role, r.address, r.act,
       r.object, r.outcome, r.detail,
       exists (select from audit_seal_range s
               where s.writer = r.writer and s.last_number >= r.number) as sealed,
       count(*) over () as total
from audit_record r left join account a on a.id = r.account_id
left join account f on f.id = r.for_account
where ($1 = '' or r.object = $1) and ($2 = '' or a.login = $2) and ($3 = '' or r.area_schema = $3)
  and ($6::date is null or r.at >= $6::date::timestamp at time zone 'Asia/Shanghai')
  and ($7::date is null or r.at < ($7::date + 1)::timestamp at time zone 'Asia/Shanghai')
order by r.at desc, r.writer desc, r.number desc
limit $4 offset $5

-- name: who_looked
select r.at, coalesce(a.login, '') as login, coalesce(a.name, '') as name,
       coalesce(f.name, '') as for_name, r.role, r.act, r.detail, count(*) over () as total
from audit_record r left join account a on a.id = r.account_id
left join account f on f.id = r.for_account
where r.area_schema = $1 and r.object = $2 and r.outcome = 'done'
order by r.at desc, r.writer desc, r.number desc
limit $3 offset $4

-- name: people_read
select count(distinct object) as people from audit_record
where account_id = $1 and act = $2 and at >= $3 and object like 'person:%'

-- name: acted_for
select account_id as other from audit_record
where for_account = any ($2) and outcome = 'done' and at >= $4
  and area_schema = $1 and (object = any ($3) or act = any ($5))
union
select for_account from audit_record
where account_id = any ($2) and for_account is not null and outcome = 'done' and at >= $4
  and area_schema = $1 and (object = any ($3) or act = any ($5))

-- name: was_done_for
select exists (
  select from audit_record
  where area_schema = $1 and object = any ($3) and act = any ($4) and outcome = 'done'
    and (for_account = any ($2) or account_id = $5
         or account_id in (select own.for_account from audit_record own
                           where own.account_id = any ($2) and own.for_account is not null
                             and own.area_schema = $1 and own.object = any ($3)
                             and own.outcome = 'done'))) as done
