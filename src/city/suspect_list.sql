-- People who may stand in the planted list of suspects (suspect_list.hpp).

-- name: some_people
-- In an order of their own, the same each time.
select person_id, name, number_cipher, salt, place from person_identity
order by md5('suspect' || person_id::text) limit $1

-- name: list_of_number
select id from suspect_list where number = $1
