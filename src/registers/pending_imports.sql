-- name: keep_import_file
insert into import_file (kind, file_name, digest, account, previewed_at)
values ($1, $2, $3, $4, $5)
returning id

-- name: fill_import_file
update import_file set content = $2 where id = $1

-- name: import_file_of
select kind, content, stored_at from import_file where id = $1 and account = $2 for update

-- name: import_file_stored
update import_file set stored_at = $2 where id = $1
