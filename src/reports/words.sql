-- What was reported, and the words about it: words.hpp. A line's word is the last about what the
-- record says now (word_of_record, schema/area/0550_reports.sql).

-- name: lines
-- $1: entity, $2: report, $3: facts asked, $4: fact that must be given or '', $5, $6: fact with a
-- body's name and its names or none, $7: employer or 0, $8: person or 0, $9: state or '', $10: today,
-- $11: days to confirm, $12, $13: limit, offset, $14: record or 0
with line as (
  select r.id, r.person_id, r.organisation_id, r.valid, r.facts, r.source, r.known_from,
    word.id as word, coalesce(word.said, '') as said, coalesce(word.meant, '{}')::text as meant,
    word.said_at, coalesce(word.outcome, '') as outcome,
    coalesce(word.settled_by_name, '') as settled_by, word.settled_at,
    (r.known_from at time zone 'Asia/Shanghai')::date + $11::int as due,
    case when cardinality($3::text[]) = 0 then '' when word.id is null then 'reported'
         when word.agrees then 'confirmed' when word.settled_at is null then 'contested'
         else 'upheld' end as state
  from register_record r
  left join lateral word_of_record($2, r.id, r.facts, $3::text[]) word
    on cardinality($3::text[]) > 0
  where r.entity = $1 and r.known_to = 'infinity'
    and ($4 = '' or coalesce(r.facts->>$4, '') <> '')
    and (cardinality($6::text[]) = 0 or r.facts->>$5 = any($6::text[]))
    and ($7::bigint = 0 or r.organisation_id = $7::bigint)
    and ($8::bigint = 0 or r.person_id = $8::bigint)
    and ($14::bigint = 0 or r.id = $14::bigint)
), chosen as (
  select *, state = 'reported' and due < $10::date as late, count(*) over () as total from line
  where $9 = '' or state = $9 or ($9 = 'late' and state = 'reported' and due < $10::date)
  order by id desc limit $12::bigint offset $13::bigint
)
select chosen.*, facts_asked(facts, $3::text[])::text as asked,
  md5(facts_asked(facts, $3::text[])::text) as version,
  coalesce(identity.name, '') as person_shown,
  coalesce(place_label(identity.place), '') as place_label,
  organisation_name(chosen.organisation_id) as organisation_shown,
  (select max(sent_on) from report_reminder sent
   where sent.report = $2 and sent.record_id = chosen.id) as reminded_on
from chosen left join person_identity identity on identity.person_id = chosen.person_id
order by chosen.id desc

-- name: count_lines
-- As lines, $1 to $8; $9: today, $10: days to confirm
select state, count(*) as lines, count(*) filter (where state = 'reported' and due < $9::date) as late
from (
  select (r.known_from at time zone 'Asia/Shanghai')::date + $10::int as due,
    case when cardinality($3::text[]) = 0 then '' when word.id is null then 'reported'
         when word.agrees then 'confirmed' when word.settled_at is null then 'contested'
         else 'upheld' end as state
  from register_record r
  left join lateral word_of_record($2, r.id, r.facts, $3::text[]) word
    on cardinality($3::text[]) > 0
  where r.entity = $1 and r.known_to = 'infinity'
    and ($4 = '' or coalesce(r.facts->>$4, '') <> '')
    and (cardinality($6::text[]) = 0 or r.facts->>$5 = any($6::text[]))
    and ($7::bigint = 0 or r.organisation_id = $7::bigint)
    and ($8::bigint = 0 or r.person_id = $8::bigint)) line
group by state

-- name: lock_line
-- $1: record, $2: person, $3: entity, $4: facts asked, $5: fact that must be given or ''
select i.place, i.name, facts_asked(r.facts, $4::text[])::text as facts,
  md5(facts_asked(r.facts, $4::text[])::text) as version
from register_record r join person_identity i on i.person_id = r.person_id
where r.id = $1 and r.person_id = $2 and r.entity = $3 and r.known_to = 'infinity'
  and ($5 = '' or coalesce(r.facts->>$5, '') <> '')
for update of r

-- name: last_word
-- $1: report, $2: record, $3: facts asked
select word.id, word.agrees, word.settled_at is not null as settled
from register_record r cross join lateral word_of_record($1, r.id, r.facts, $3::text[]) word
where r.id = $2

-- name: add_word
insert into record_word (report, record_id, place, agrees, facts, meant, said, stamp, account, said_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
returning id

-- name: open_at_desk
-- $1: word, $2: place, $3: title, $4: detail, $5: person, $6: now
insert into desk_task (about, kind, place, role, title, detail, address, created_at)
values ('record_word:' || $1::bigint, 'record_word', $2, 'window_clerk', $3, $4,
  '/persons/' || $5::bigint, $6)
on conflict (about) where done_at is null do nothing

-- name: close_at_desk
update desk_task set done_at = $2, done_by = $3
where about = 'record_word:' || $1::bigint and done_at is null

-- name: settle_word
update record_word set outcome = $2, settled_by = $3, settled_by_name = $4, settled_at = $5
where id = $1 and not agrees and settled_at is null

-- name: find_contested
select w.id, w.report, w.record_id, w.account, w.facts::text as facts, w.meant::text as meant,
  r.person_id, i.place
from record_word w
join register_record r on r.id = w.record_id and r.known_to = 'infinity'
join person_identity i on i.person_id = r.person_id
where w.id = $1 and not w.agrees and w.settled_at is null
  and w.facts = facts_asked(r.facts, array(select jsonb_object_keys(w.facts)))
for update of w, r

-- name: facts_now
-- $1: record, $2: facts asked
select facts_asked(r.facts, $2::text[])::text as facts from register_record r where r.id = $1

-- name: remind
-- $1: entity, $2: report, $3: facts asked, $4: fact that must be given or '', $5: today,
-- $6: days to confirm, $7: account, $8, $9: places of the people
insert into report_reminder (report, record_id, sent_on, place, sent_by)
select $2, r.id, $5::date, i.place, $7
from register_record r
join person_identity i on i.person_id = r.person_id and i.place between $8 and $9
where r.entity = $1 and r.known_to = 'infinity'
  and ($4 = '' or coalesce(r.facts->>$4, '') <> '')
  and (r.known_from at time zone 'Asia/Shanghai')::date + $6::int < $5::date
  and not exists (select from word_of_record($2, r.id, r.facts, $3::text[]))
  and not exists (select from report_reminder sent where sent.report = $2
    and sent.record_id = r.id and sent.sent_on > $5::date - $6::int)
on conflict do nothing
returning record_id, place,
  (select person_id from register_record where id = record_id) as person_id
