-- What an account opened and took away: opened.hpp.

-- name: files_opened
select r.object, count(*) as times, min(r.at) as first_at, max(r.at) as last_at,
       array_agg(distinct r.act order by r.act) as acts,
       array_agg(distinct r.address order by r.address) as addresses
from audit_record r join account a on a.id = r.account_id
where a.login = $1 and r.outcome = 'done'
  and r.at >= $2::date::timestamp at time zone 'Asia/Shanghai'
  and r.at < ($3::date + 1)::timestamp at time zone 'Asia/Shanghai'
  and (r.object like 'person:%' or r.object like 'organisation:%')
group by r.object
order by min(r.at), r.object
limit $4

-- name: sheets_taken
select r.at, r.act, r.object, r.detail, r.address
from audit_record r join account a on a.id = r.account_id
where a.login = $1 and r.outcome = 'done'
  and r.at >= $2::date::timestamp at time zone 'Asia/Shanghai'
  and r.at < ($3::date + 1)::timestamp at time zone 'Asia/Shanghai'
  and (r.act like 'export%' or r.act in ('batch_lookup', 'read_batch_file', 'read_wrong_rows'))
  and r.object not like 'person:%'
order by r.at, r.writer, r.number
limit $4
