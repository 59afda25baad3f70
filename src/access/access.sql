-- name: add_standing
insert into standing (holder, kind) values ($1, $2) on conflict (holder) do nothing

-- name: standing_of_holder
select kind from standing where holder = $1

-- name: add_account
insert into account (login, name, kind, holder, password, password_set_at, area_schema,
                     subject_kind, subject_id, made_at, made_by, password_temporary)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $6, $10, $11)
returning id

-- name: set_password
update account set password = $2, password_set_at = $3, password_temporary = false where id = $1

-- name: end_other_sessions
update session set ended_at = $3
where account_id = $1 and token_digest <> $2 and ended_at is null

-- name: lock_accounts
lock table account in share row exclusive mode

-- name: count_administrators
select count(*) as administrators from account
where kind in ('system_admin', 'security_admin', 'audit_admin')

-- name: find_account
select id, name, kind, password, disabled_at is not null as disabled
from account where login = $1

-- name: account_kind
select kind from account where id = $1

-- name: list_accounts
select id, login, name, kind, disabled_at is not null as disabled,
       exists (select from second_factor f where f.account_id = account.id
                 and f.confirmed_at is not null) as second_factor,
       count(*) over () as total
from account
where $1 = '' or login = $1 or name = $1
order by id desc limit $2 offset $3

-- name: roles_of_accounts
select id, account_id, role, area_schema, place, coalesce(body, '') as body,
       coalesce((select v.name from body_version v where v.body_id = r.body_id
                 order by v.from_day desc, v.id desc limit 1), '') as body_name
from role_assignment r where account_id = any ($1) and ended_at is null order by id

-- name: account_names
select id, name from account where id = any ($1)

-- name: disable_account
update account set disabled_at = $2 where id = $1 and disabled_at is null

-- name: end_sessions
update session set ended_at = $2 where account_id = $1 and ended_at is null

-- name: give_role
insert into role_assignment (account_id, kind, role, area_schema, place, given_by, given_at, body,
                             body_id, body_last_day)
select a.id, a.kind, $2, $3, $4, $5, $6, case when b.outside then b.kind end, b.id, b.last_day
from account a left join body b on b.id = $7::bigint where a.id = $1
returning id

-- name: body_of_post
-- What a post may be held at
select outside, area_schema, nullif(last_day, 'infinity') as last_day from body where id = $1

-- name: body_called
-- $2: kind, $3: name, $4: place
select b.id from body b join body_version v on v.body_id = b.id
where b.area_schema = $1 and b.kind = $2 and v.name = $3 and v.place = $4 and b.last_day = 'infinity'
order by b.id limit 1

-- name: end_posts_that_are_over
-- Of bodies that have ended: the same role may be given elsewhere
update role_assignment set ended_at = $2
where account_id = $1 and ended_at is null and body_last_day < $3

-- name: works_elsewhere
select exists (select from role_assignment
               where account_id = $1 and ended_at is null
                 and (role = 'outside_body') <> ($2 = 'outside_body')) as mixed

-- name: end_role
update role_assignment set ended_at = $3, ended_by = $2
where id = $1 and ended_at is null and account_id <> $2

-- name: add_attempt
insert into sign_in_attempt (login_digest, address, at) values ($1, $2, $3) returning id

-- name: count_attempts
select count(*) filter (where login_digest = $1) as of_login, count(*) as of_address
from sign_in_attempt where address = $2 and at > $3 and not succeeded

-- name: attempt_succeeded
update sign_in_attempt set succeeded = true where id = $1

-- name: forget_attempts
delete from sign_in_attempt where at < $1

-- name: forget_sessions
delete from session where ends_at < $1

-- name: start_session
insert into session (token_digest, account_id, address, started_at, seen_at, ends_at)
values ($1, $2, $3, $4, $4, $5)

-- name: end_session
update session set ended_at = $2 where token_digest = $1 and ended_at is null

-- name: find_session
select a.id, a.login, a.name, a.kind, a.area_schema, a.subject_kind, a.subject_id,
       a.password_temporary, f.confirmed_at is not null as second_factor, s.seen_at,
       s.acting_under, d.from_account as for_account, g.name as for_name,
       coalesce(d.role, r.role) as role, coalesce(d.area_schema, r.area_schema) as role_area,
       coalesce(d.place, r.place) as place, coalesce(r.body, '') as body
from session s
join account a on a.id = s.account_id
left join second_factor f on f.account_id = a.id
left join lateral delegated_posts(s.acting_under, $5) d on true
left join account g on g.id = d.from_account
left join role_assignment r on r.account_id = a.id and r.ended_at is null and d.role is null
  and coalesce(r.body_last_day, 'infinity') >= $5
where s.token_digest = $1 and s.ended_at is null and s.ends_at > $2 and a.disabled_at is null
  and s.seen_at > case when a.kind = 'open_public' then $4::timestamptz else $3::timestamptz end
order by r.id, d.role, d.place

-- name: touch_session
update session set seen_at = $2 where token_digest = $1 and seen_at < $3

-- name: claim_key
insert into idempotency (account_id, key, request_digest, at) values ($1, $2, $3, $4)
on conflict (account_id, key) do nothing

-- name: find_key
select request_digest, at, status, answer from idempotency where account_id = $1 and key = $2

-- name: take_over_key
update idempotency set at = $3
where account_id = $1 and key = $2 and status is null and at < $4

-- name: release_key
delete from idempotency where account_id = $1 and key = $2 and status is null

-- name: keep_answer
update idempotency set status = $3, answer = $4 where account_id = $1 and key = $2

-- name: forget_keys
delete from idempotency where at < $1

-- name: propose_second_factor
insert into second_factor (account_id, secret, made_at) values ($1, $2, $3)
on conflict (account_id) do update set secret = excluded.secret, made_at = excluded.made_at
where second_factor.confirmed_at is null
returning account_id

-- name: find_second_factor
select secret, confirmed_at is not null as confirmed, last_step from second_factor
where account_id = $1

-- name: confirm_second_factor
update second_factor set confirmed_at = $3, last_step = $2
where account_id = $1 and confirmed_at is null

-- name: use_second_factor
update second_factor set last_step = $2 where account_id = $1 and last_step < $2
returning account_id

-- name: remove_second_factor
delete from second_factor where account_id = $1 and confirmed_at is not null returning account_id
