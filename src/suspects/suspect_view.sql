-- Suspect lists as they are read (suspect_view.hpp).

-- name: lists
-- $1: today, $2: one list, or none. Those with rows that the reader may see.
select list.id, list.number, list.issued_by, list.title, list.due_on, list.row_count, list.taken_by,
  list.taken_at, list.replied_at,
  place_label(list.place) as place_label, counted.seen, counted.open, counted.answered,
  counted.reviewed, counted.found_true,
  list.replied_at is null and list.due_on < $1::date as overdue
from suspect_list list
cross join lateral (
  select count(*) as seen, count(*) filter (where item.state = 'open') as open,
    count(*) filter (where item.state = 'answered') as answered,
    count(*) filter (where item.state = 'reviewed') as reviewed,
    count(*) filter (where item.answer = 'true') as found_true
  from suspect_row item where item.list_id = list.id) counted
where counted.seen > 0 and ($2::bigint is null or list.id = $2::bigint)
order by list.replied_at is null desc, list.due_on, list.id desc
limit 200

-- name: counts_of_towns
select item.place / 1000 * 1000 as town, place_label(item.place / 1000 * 1000) as place_label,
  count(*) as seen, count(*) filter (where item.state = 'open') as open,
  count(*) filter (where item.state = 'answered') as answered,
  count(*) filter (where item.state = 'reviewed') as reviewed
from suspect_row item where item.list_id = $1 group by town order by town

-- name: page_of_rows
-- $1: list, $2: state or '', $3: limit, $4: offset
select item.id, item.row_number, place_label(item.place) as place_label, item.person,
  coalesce(identity.name, '') as our_name, item.content, item.state,
  coalesce(item.answer, '') as answer, coalesce(item.evidence, '') as evidence, item.answered_by,
  item.reviewed_by, coalesce(item.review, '') as review, item.recovery,
  coalesce(recovery.number, '') as recovery_number, counted.total
from (select count(*) as total from suspect_row
      where list_id = $1 and ($2 = '' or state = $2)) counted
cross join lateral (
  select * from suspect_row chosen
  where chosen.list_id = $1 and ($2 = '' or chosen.state = $2)
  order by chosen.row_number limit $3 offset $4) item
left join person_identity identity on identity.person_id = item.person
left join recovery on recovery.id = item.recovery
order by item.row_number

-- name: rows_to_reply
select item.id, item.row_number, item.content, item.answer, item.evidence,
  coalesce((select string_agg(file.name, '；' order by one.id)
    from evidence one join evidence_file file on file.id = one.file_id
    where one.about = 'suspect' and one.row_id = item.id and one.removed_at is null), '') as papers,
  coalesce(recovery.number, '') as recovery_number
from suspect_row item left join recovery on recovery.id = item.recovery
where item.list_id = $1 order by item.row_number

-- name: paid_rows_of_people
select paid.person_id as person, item.case_id, item.id as row_id, flow_case.number, item.measure,
  paid.amount_fen
from benefit_grant paid join case_row item on item.case_id = paid.case_id
  and item.grant_id = paid.id
join flow_case on flow_case.id = item.case_id
where paid.person_id = any($1::bigint[]) and paid.state = 'paid'
order by item.id desc
