-- name: lock_giver
select id from account where id = $1 for update

-- name: roles_to_give
select r.id, r.role, r.area_schema, r.place,
       exists (select from role_assignment own join account a on a.id = own.account_id
               where own.account_id = $3 and own.account_id <> r.account_id
                 and a.disabled_at is null and own.ended_at is null
                 and own.area_schema = r.area_schema and own.place = r.place
                 and office_of(own.role) = office_of(r.role)) as same_body,
       exists (select from delegated_role g join delegation d on d.id = g.delegation_id
               where g.assignment_id = r.id and d.ended_at is null
                 and d.first_day <= $5 and d.last_day >= $4) as given
from role_assignment r
where r.account_id = $1 and r.id = any ($2) and r.kind = 'business' and r.ended_at is null
  and r.role <> 'outside_body'
order by r.id

-- name: add_delegation
insert into delegation (from_account, to_account, first_day, last_day, reason, made_at)
values ($1, $2, $3, $4, $5, $6) returning id

-- name: add_delegated_roles
insert into delegated_role (delegation_id, assignment_id) select $1, unnest($2::bigint[])

-- name: end_delegation
update delegation set ended_at = $3, ended_by = $2
where id = $1 and ended_at is null and (from_account = $2 or $4)

-- name: act_under
update session set acting_under = $2
where token_digest = $1 and ended_at is null
  and exists (select from delegation where id = $2 and to_account = $3)
  and exists (select from delegated_posts($2, $4))

-- name: act_for_oneself
update session set acting_under = null where token_digest = $1

-- name: list_delegations
select d.id, d.from_account, d.to_account, f.name as from_name, t.name as to_name, d.first_day,
       d.last_day, d.reason, d.ended_at is not null as ended
from delegation d
join account f on f.id = d.from_account
join account t on t.id = d.to_account
where $1::bigint is null or d.from_account = $1 or d.to_account = $1
order by d.id desc limit 200

-- name: roles_of_delegations
select g.delegation_id, r.id, r.role, r.area_schema, r.place
from delegated_role g join role_assignment r on r.id = g.assignment_id
where g.delegation_id = any ($1) order by r.id

-- name: own_roles
select id, role, area_schema, place from role_assignment
where account_id = $1 and kind = 'business' and role <> 'outside_body' and ended_at is null
order by id

-- name: colleagues
select a.id, a.name, array_agg(distinct r.id order by r.id) as assignments
from role_assignment r
join role_assignment own on own.area_schema = r.area_schema and own.place = r.place
  and office_of(own.role) = office_of(r.role) and own.account_id <> r.account_id
  and own.ended_at is null and own.kind = 'business'
join account a on a.id = own.account_id and a.disabled_at is null
where r.account_id = $1 and r.kind = 'business' and r.role <> 'outside_body'
  and r.ended_at is null
group by a.id, a.name order by a.name, a.id limit 200
