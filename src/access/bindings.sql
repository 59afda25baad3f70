-- name: revoke_codes
-- $1: area, $2: kind, $3: id, $4: now. A new slip makes the older ones useless.
update binding_code set revoked_at = $4
where area_schema = $1 and subject_kind = $2 and subject_id = $3 and used_at is null
  and revoked_at is null and ($2 = 'person' or agent_blind = $5::bytea)

-- name: add_code
insert into binding_code (area_schema, subject_kind, subject_id, code_blind, seen, agent_name,
                          agent_blind, valid_from, valid_until, given_by, given_at, ends_at)
values ($1, $2, $3, $4, $5, $6, $7::bytea, $8::date, $9::date, $10, $11, $12)
returning id

-- name: find_code
select id, subject_kind, subject_id, agent_name, agent_blind, given_by from binding_code
where code_blind = $1 and area_schema = $2 and used_at is null and revoked_at is null
  and ends_at > $3 and (valid_until is null or valid_until >= $4::date)

-- name: use_code
update binding_code set used_at = $2 where id = $1 and used_at is null and revoked_at is null

-- name: add_binding
insert into account_binding (account_id, code_id, number_blind, bound_at)
values ($1, $2, $3::bytea, $4)

-- name: first_binding
-- Of an account made without a code: at installation, or by a test.
insert into account_binding (account_id, bound_at)
select id, made_at from account where id = $1 and kind = 'open_public'

-- name: forget_first_binding
delete from account_binding where account_id = $1 and code_id is null

-- name: binding_of_account
select b.id, b.number_blind, c.valid_from, c.valid_until
from account_binding b left join binding_code c on c.id = b.code_id
where b.account_id = $1 and b.ended_at is null

-- name: account_to_bind
select a.id, a.password, a.disabled_at is not null as disabled,
  exists (select from account_binding b where b.account_id = a.id and b.ended_at is null) as bound
from account a where a.login = $1 and a.kind = 'open_public' and a.subject_kind = $2

-- name: move_account
update account set area_schema = $2, subject_id = $3, name = $4 where id = $1

-- name: bindings_of_subject
select b.id, a.login, a.name, a.disabled_at is not null as disabled, b.bound_at, b.number_blind,
  b.ended_at, b.ended_because, coalesce(c.seen, '') as seen, c.agent_name, c.valid_from,
  c.valid_until, g.name as given_by
from account_binding b
join account a on a.id = b.account_id
left join binding_code c on c.id = b.code_id
left join account g on g.id = c.given_by
where a.area_schema = $1 and a.subject_kind = $2 and a.subject_id = $3
order by b.id desc limit 50

-- name: codes_of_subject
select c.id, c.seen, c.agent_name, c.given_at, c.ends_at, g.name as given_by
from binding_code c join account g on g.id = c.given_by
where c.area_schema = $1 and c.subject_kind = $2 and c.subject_id = $3 and c.used_at is null
  and c.revoked_at is null and c.ends_at > $4
order by c.id desc limit 20

-- name: subject_of_binding
select a.id as account, a.subject_kind, a.subject_id, b.ended_at is not null as ended
from account_binding b join account a on a.id = b.account_id
where b.id = $1 and a.area_schema = $2

-- name: end_binding
update account_binding set ended_at = $2, ended_by = $3, ended_because = $4
where id = $1 and ended_at is null
returning account_id
