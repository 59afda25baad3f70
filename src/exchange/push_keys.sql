-- Keys for pushed deliveries (push_keys.hpp).

-- name: new_feed_key
insert into feed_key (feed, name, secret_cipher, made_by, made_at) values ($1, $2, '', $3, $4)
returning id

-- name: fill_feed_key
update feed_key set secret_cipher = $2 where id = $1

-- name: revoke_feed_key
update feed_key set revoked_at = $2 where id = $1 and revoked_at is null

-- name: feed_key
select name, secret_cipher from feed_key where id = $1 and feed = $2 and revoked_at is null

-- name: pushes_since
select count(*) as count from feed_request where key_id = $1 and at > $2

-- name: count_push
insert into feed_request (key_id, nonce, at) values ($1, $2, $3) on conflict do nothing

-- name: forget_pushes
delete from feed_request where key_id = $1 and at < $2
