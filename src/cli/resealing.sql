-- Sealing anew what lies under older keys (resealing.hpp; schema/area/0461).

-- name: blocks_of
select blocks_of($1) as blocks

-- name: sealed_otherwise
-- $1: table, $2: sealed, $3: salt or '', $4: whose, $5: key in use, $6, $7: from, to, $8: how many
select at, row_id, value, under
from sealed_otherwise($1::text, $2::text, $3::text, $4::text, $5::bytea, $6::text::tid,
  $7::text::tid, $8::integer)

-- name: put_resealed
select put_resealed($1::text, $2::text, $3::text[], $4::bytea[], $5::bytea[]) as done

-- name: sealed_by_key
select key, found from sealed_by_key($1::text, $2::text)

