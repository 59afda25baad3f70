-- Accounts of a person whose data was destroyed: erased_accounts.hpp.

-- name: forget_answers
-- $1: all before; $2: the name, $3: the id as answers write it
update idempotency set answer = '{}'
where status is not null and answer <> '{}'
  and (at < $1 or strpos(answer, $2) > 0 or strpos(answer, $3) > 0)

-- name: end_second_factors
delete from second_factor where account_id in (
  select id from account where area_schema = $1 and subject_kind = $2 and subject_id = $3)

-- name: forget_bindings
-- By what proof the account stood for the person, and codes that were not used.
with own as (
  update account_binding set number_blind = null, ended_at = coalesce(ended_at, $4),
    ended_because = coalesce(ended_because, '个人信息已销毁')
  where account_id in (
    select id from account where area_schema = $1 and subject_kind = $2 and subject_id = $3)
)
update binding_code set revoked_at = $4
where area_schema = $1 and subject_kind = $2 and subject_id = $3
  and used_at is null and revoked_at is null

-- name: end_sessions_of
update session set ended_at = $4
where ended_at is null and account_id in (
  select id from account where area_schema = $1 and subject_kind = $2 and subject_id = $3)

-- name: erase_accounts
update account set name = '已销毁', login = 'erased-' || id, password = '',
  disabled_at = coalesce(disabled_at, $4)
where area_schema = $1 and subject_kind = $2 and subject_id = $3
