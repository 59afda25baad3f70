-- Which natural person a staff account belongs to: holders.hpp.

-- name: is_held_by
select exists (select from account where id = $1 and holder = any($2::bytea[])) as held
