-- Three-party checks: drawing, answering, closing (quality_checks.hpp).

-- name: places_of_persons
select person_id as id, place from person_identity where person_id = any($1::bigint[])

-- name: places_of_organisations
select distinct on (organisation_id) organisation_id as id, place
from organisation_version where organisation_id = any($1::bigint[])
order by organisation_id, known_from desc, valid desc

-- name: insert_check
insert into quality_check (title, ledger, source, fields, county_rows, seed, place, drawn_by,
  drawn_at, answer_by, correct_days)
values ($1, $2, $3, $4::text[], $5, $6, $7, $8, $9, $10, $11)
returning id

-- name: insert_strata
insert into quality_stratum (check_id, town, rows, drawn)
select $1::bigint, listed.town, listed.rows, listed.drawn
from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as listed (town, rows, drawn)

-- name: insert_row
insert into quality_row (check_id, number, place, person, organisation, content)
values ($1, $2, $3, $4, $5, '') returning id

-- name: fill_row
update quality_row set content = $2 where id = $1

-- name: waiting_of_party
-- $1: check, $2: party, $3: size of the unit that a task is for, $4, $5: units
select item.place / $3::bigint * $3::bigint as unit, count(*) filter (where reply.id is null) as rows
from quality_row item
left join quality_reply reply on reply.row_id = item.id and reply.party = $2
where item.check_id = $1 and item.place / $3::bigint * $3::bigint between $4::bigint and $5::bigint
group by unit order by unit

-- name: check
select id, title, place, answer_by, correct_days, fields, closed_at is not null as closed,
  (select count(*) from quality_row item where item.check_id = quality_check.id) * 3
  - (select count(*) from quality_reply reply join quality_row item on item.id = reply.row_id
     where item.check_id = quality_check.id) as missing
from quality_check where id = $1

-- name: hold_check
-- Answers may come together; closing waits for them.
select id from quality_check where id = $1 for share

-- name: lock_check
select id from quality_check where id = $1 for update

-- name: row
select item.id, item.check_id, item.number, item.place, coalesce(item.verdict, '') as verdict,
  item.outcome is not null as settled
from quality_row item where item.id = $1 for update

-- name: insert_reply
insert into quality_reply (row_id, party, account, replied_at, note)
values ($1, $2, $3, $4, '') on conflict do nothing returning id

-- name: fill_reply
update quality_reply set note = $2 where id = $1

-- name: insert_answer
insert into quality_answer (reply_id, field, answer, correct) values ($1, $2, $3, $4)

-- name: write_verdicts
insert into quality_verdict (row_id, field, verdict)
select item.id, asked.field,
  case when said.wrong > said.right_ then 'wrong' when said.right_ > said.wrong then 'right'
    when said.wrong > 0 then 'split' else 'unreached' end
from quality_row item
join quality_check made on made.id = item.check_id
cross join lateral unnest(made.fields) as asked (field)
cross join lateral (
  select count(*) filter (where answer.answer = 'wrong') as wrong,
    count(*) filter (where answer.answer = 'right') as right_
  from quality_reply reply join quality_answer answer on answer.reply_id = reply.id
  where reply.row_id = item.id and answer.field = asked.field) said
where item.check_id = $1

-- name: sum_verdicts
update quality_row set verdict = summed.verdict
from (
  select field.row_id, case when bool_or(field.verdict = 'wrong') then 'wrong'
    when bool_or(field.verdict = 'split') then 'split'
    when bool_and(field.verdict = 'unreached') then 'unreached' else 'right' end as verdict
  from quality_verdict field join quality_row item on item.id = field.row_id
  where item.check_id = $1 group by field.row_id) summed
where quality_row.id = summed.row_id

-- name: mark_closed
update quality_check set closed_by = $2, closed_at = $3 where id = $1

-- name: rows_to_correct
select id, number, place, verdict from quality_row
where check_id = $1 and verdict in ('wrong', 'split') order by number

-- name: settle_row
update quality_row set outcome = $2, reason = $3, settled_by = $4, settled_at = $5 where id = $1

-- name: open_task
insert into desk_task (about, kind, place, account, role, title, detail, address, due_on,
  created_at)
values ($1, 'quality', $2, null, $3, $4, $5, $6, $7, $8)
on conflict (about) where done_at is null do update set detail = excluded.detail

-- name: close_task
update desk_task set done_at = $2, done_by = $3 where about = $1 and done_at is null

-- name: close_tasks_of_check
-- Of those who had to answer.
update desk_task set done_at = $2, done_by = $3
where kind = 'quality' and done_at is null and starts_with(about, $1)
