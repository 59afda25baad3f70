-- Suspect lists: taking in, answering, returning (suspects.hpp). A town is a place without its last
-- three digits.

-- name: insert_list
insert into suspect_list (number, issued_by, title, due_on, file_name, digest, row_count, place,
  taken_by, taken_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (digest) do nothing
returning id

-- name: insert_rows
-- $1: list, $2: numbers of the rows, $3, $4: row and blind index of what its number may mean,
-- $5: place where nobody is known, $6, $7: whose people are told apart. What a row says is filled
-- in with its id (fill_rows).
insert into suspect_row (list_id, row_number, place, person, content, state)
select $1::bigint, listed.row_number, coalesce(found.place, $5::bigint), found.person_id, '', 'open'
from unnest($2::bigint[]) as listed (row_number)
left join (
  select distinct on (meant.row_number) meant.row_number, identity.person_id, identity.place
  from unnest($3::bigint[], $4::bytea[]) as meant (row_number, blind)
  left join person_identity own on own.number_blind = meant.blind
  join person_identity identity
    on identity.person_id = coalesce(own.person_id, survivor_of_number(meant.blind))
  where identity.place between $6::bigint and $7::bigint
  order by meant.row_number, identity.person_id
) found on found.row_number = listed.row_number
order by listed.row_number
returning id, row_number, person is not null as known

-- name: fill_rows
update suspect_row set content = filled.content
from unnest($1::bigint[], $2::bytea[]) as filled (id, content)
where suspect_row.id = filled.id

-- name: towns_of_list
-- $1: list, $2, $3: towns
select item.place / 1000 * 1000 as town, count(*) as rows,
  count(*) filter (where item.state = 'open') as open,
  count(*) filter (where item.state = 'answered') as answered
from suspect_row item
where item.list_id = $1 and item.place between $2::bigint and $3::bigint + 999
group by town order by town

-- name: open_task
insert into desk_task (about, kind, place, account, role, title, detail, address, due_on,
  created_at)
values ($1, 'suspect', $2, null, $3, $4, $5, $6, $7, $8)
on conflict (about) where done_at is null do update set detail = excluded.detail

-- name: close_task
update desk_task set done_at = $2, done_by = $3 where about = $1 and done_at is null

-- name: lock_rows
-- In the order of their ids, so that two people's choices wait for each other.
select item.id, item.list_id, item.place, item.person, item.state, item.answer, item.answered_by,
  item.recovery, list.replied_at is not null as replied
from suspect_row item join suspect_list list on list.id = item.list_id
where item.id = any($1::bigint[]) order by item.id for update of item

-- name: list
select number, issued_by, due_on, place, replied_at,
  (select count(*) from suspect_row item where item.list_id = list.id and item.state <> 'reviewed')
    as undone
from suspect_list list where id = $1

-- name: lock_list
select id from suspect_list where id = $1 for update

-- name: answer_rows
update suspect_row set state = 'answered', answer = $2, evidence = $3, answered_by = $4,
  answered_at = $5, review = null
where id = any($1::bigint[])

-- name: review_rows
update suspect_row set state = 'reviewed', reviewed_by = $2, reviewed_at = $3, review = $4
where id = any($1::bigint[])

-- name: give_rows_back
update suspect_row set state = 'open', answer = null, evidence = null, answered_by = null,
  answered_at = null, review = $2
where id = any($1::bigint[])

-- name: person_of_case_row
select person_id from case_row where case_id = $1 and id = $2

-- name: note_recovery
update suspect_row set recovery = $2 where id = $1

-- name: mark_replied
update suspect_list set replied_by = $2, replied_at = $3 where id = $1 and replied_at is null
