-- Papers that prove an answer (evidence.hpp).

-- name: insert_file
insert into evidence_file (name, kind, size, content, place, added_by, added_at)
values ($1, $2, $3, '', $4, $5, $6) returning id

-- name: fill_file
update evidence_file set content = $2 where id = $1

-- name: attach
insert into evidence (file_id, about, row_id, place, added_by)
select $1::bigint, $2::text, listed.row_id, listed.place, $3::bigint
from unnest($4::bigint[], $5::bigint[]) as listed (row_id, place)

-- name: most_of_a_row
select coalesce(max(counted.files), 0) as files from (
  select count(*) as files from evidence
  where about = $1 and row_id = any($2::bigint[]) and removed_at is null group by row_id) counted

-- name: of_rows
select one.id, one.row_id, file.name, file.size, one.added_by
from evidence one join evidence_file file on file.id = one.file_id
where one.about = $1 and one.row_id = any($2::bigint[]) and one.removed_at is null
  and ($3::bigint is null or one.added_by = $3::bigint)
order by one.row_id, one.id

-- name: file
select one.file_id, one.about, one.row_id, one.added_by, file.name, file.kind, file.content
from evidence one join evidence_file file on file.id = one.file_id
where one.id = $1 and one.removed_at is null

-- name: remove
update evidence set removed_by = $2, removed_at = $3
where id = $1 and added_by = $2 and removed_at is null
returning file_id, about, row_id

-- name: wipe_file
update evidence_file set content = ''
where id = $1 and not exists (
  select from evidence one where one.file_id = evidence_file.id and one.removed_at is null)
