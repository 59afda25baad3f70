-- Three-party checks as they are read (quality_view.hpp).

-- name: checks
-- $1: one check, or none. Those with rows that the reader may see; open ones first.
select made.id, made.title, made.ledger, made.source, made.fields, made.county_rows, made.seed,
  made.place, place_label(made.place) as place_label, made.drawn_by, made.drawn_at, made.answer_by,
  made.correct_days, made.closed_at, counted.rows, counted.wrong, counted.unsettled,
  replied.reporter, replied.subject, replied.independent
from quality_check made
cross join lateral (
  select count(*) as rows, count(*) filter (where item.verdict = 'wrong') as wrong,
    count(*) filter (where item.verdict in ('wrong', 'split') and item.outcome is null)
      as unsettled
  from quality_row item where item.check_id = made.id) counted
cross join lateral (
  select count(*) filter (where reply.party = 'reporter') as reporter,
    count(*) filter (where reply.party = 'subject') as subject,
    count(*) filter (where reply.party = 'independent') as independent
  from quality_reply reply join quality_row item on item.id = reply.row_id
  where item.check_id = made.id) replied
where counted.rows > 0 and ($1::bigint is null or made.id = $1::bigint)
order by made.closed_at is null desc, made.id desc limit 200

-- name: closing_of_row
select made.closed_at is not null as closed
from quality_row item join quality_check made on made.id = item.check_id where item.id = $1

-- name: page_of_rows
-- $1: check, $2: 'waiting' for the party $3, 'wrong' (or split), '' all, $4: account that answers,
-- $5: limit, $6: offset
with chosen as (
  select item.* from quality_row item
  where item.check_id = $1 and case $2::text
    when 'waiting' then not exists (
      select from quality_reply reply where reply.row_id = item.id
        and (reply.party = $3::text or reply.account = $4::bigint))
    when 'wrong' then item.verdict in ('wrong', 'split')
    else true end
)
select item.id, item.number, place_label(item.place) as place_label, item.person, item.organisation,
  item.content, coalesce(item.verdict, '') as verdict, coalesce(item.outcome, '') as outcome,
  coalesce(item.reason, '') as reason, item.settled_by, counted.total
from (select count(*) as total from chosen) counted
cross join lateral (select * from chosen order by number limit $5 offset $6) item
order by item.number

-- name: replies_of_rows
-- $1: rows, $2: only of this account; null: of all
select reply.id, reply.row_id, reply.party, reply.account, reply.note
from quality_reply reply
where reply.row_id = any($1::bigint[]) and ($2::bigint is null or reply.account = $2::bigint)
order by reply.row_id, array_position(array['reporter', 'subject', 'independent'], reply.party)

-- name: answers_of_replies
select reply_id, field, answer, correct from quality_answer where reply_id = any($1::bigint[])

-- name: verdicts_of_rows
select row_id, field, verdict from quality_verdict where row_id = any($1::bigint[])

-- name: counties
-- Rows of the ledger, rows drawn, and what these came to.
select stratum.county, place_label(stratum.county) as place_label, stratum.rows, stratum.drawn,
  coalesce(found.right_, 0) as right_, coalesce(found.wrong, 0) as wrong,
  coalesce(found.split, 0) as split, coalesce(found.unreached, 0) as unreached
from (select town / 1000000 * 1000000 as county, sum(rows)::bigint as rows,
        sum(drawn)::bigint as drawn
      from quality_stratum where check_id = $1 group by 1) stratum
left join (
  select place / 1000000 * 1000000 as county, count(*) filter (where verdict = 'right') as right_,
    count(*) filter (where verdict = 'wrong') as wrong,
    count(*) filter (where verdict = 'split') as split,
    count(*) filter (where verdict = 'unreached') as unreached
  from quality_row where check_id = $1 group by 1) found on found.county = stratum.county
order by stratum.county

-- name: fields
select item.place / 1000000 * 1000000 as county, field.field,
  count(*) filter (where field.verdict = 'right') as right_,
  count(*) filter (where field.verdict = 'wrong') as wrong,
  count(*) filter (where field.verdict = 'split') as split,
  count(*) filter (where field.verdict = 'unreached') as unreached
from quality_verdict field join quality_row item on item.id = field.row_id
where item.check_id = $1 group by 1, 2 order by 1, 2
