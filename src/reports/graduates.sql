-- Graduates by school and county: graduates.hpp. graduates_of: schema/area/0550_reports.sql; its
-- parameters are $1 to $9 here.

-- name: count_graduates
-- $10: by school, else by county
select key, max(label) as label, count(*) as part_all, count(*) filter (where is_placed) as part_placed,
  count(*) filter (where confirmed) as part_confirmed,
  count(*) filter (where difference = 'no_work') as part_no_work,
  count(*) filter (where difference = 'has_work') as part_has_work,
  count(*) filter (where not is_placed and not works) as part_leavers,
  count(*) filter (where not is_placed and not works and helper is null) as part_no_helper,
  count(*) filter (where not is_placed and not works and not served) as part_unserved,
  count(*) filter (where not is_placed and not works and due_on < $7::date) as part_overdue
from (
  select g.*,
    case when $10::boolean then g.school else (g.place / 1000000 * 1000000)::text end as key,
    case when $10::boolean then g.school
         else coalesce(place_label(g.place / 1000000 * 1000000), '') end as label
  from graduates_of($1::date, $2::date, $3::text[], $4::text[], $5::bigint[]::integer[],
    $6::text[], $7::date, $8::bigint, $9::bigint) g) graduate
group by key
order by part_all desc, key
limit 200

-- name: list_graduates
-- $10: part, $11: school or null, $12: county or 0, $13, $14: limit, offset
select g.*, coalesce(place_label(g.place), '') as place_label, coalesce(a.name, '') as helper_name,
  count(*) over () as total
from graduates_of($1::date, $2::date, $3::text[], $4::text[], $5::bigint[]::integer[], $6::text[],
  $7::date, $8::bigint, $9::bigint) g
left join account a on a.id = g.helper
where ($11::text is null or g.school = $11::text)
  and ($12::bigint = 0 or g.place / 1000000 * 1000000 = $12::bigint)
  and case $10 when 'placed' then g.is_placed when 'confirmed' then g.confirmed
        when 'no_work' then g.difference = 'no_work' when 'has_work' then g.difference = 'has_work'
        when 'leavers' then not g.is_placed and not g.works
        when 'no_helper' then not g.is_placed and not g.works and g.helper is null
        when 'unserved' then not g.is_placed and not g.works and not g.served
        when 'overdue' then not g.is_placed and not g.works and coalesce(g.due_on < $7::date, false)
        else true end
order by g.graduated_on desc, g.record
limit $13::bigint offset $14::bigint

-- name: open_difference_tasks
-- $10: now
insert into desk_task (about, kind, place, role, title, detail, address, created_at)
select 'graduate_difference:' || g.record, 'graduate_difference', g.place, 'window_clerk',
  case g.difference when 'no_work' then '学校报已就业，登记里没有就业和参保'
       else '学校报未就业，登记里已在岗或参保' end,
  g.who || ' ' || g.school, '/persons/' || g.person, $10
from graduates_of($1::date, $2::date, $3::text[], $4::text[], $5::bigint[]::integer[], $6::text[],
  $7::date, $8::bigint, $9::bigint) g
where g.difference <> ''
on conflict (about) where done_at is null do nothing

-- name: close_difference_tasks
-- $10: now, $11: account
update desk_task set done_at = $10, done_by = $11
where kind = 'graduate_difference' and done_at is null and place between $8::bigint and $9::bigint
  and about in (select 'graduate_difference:' || g.record
    from graduates_of($1::date, $2::date, $3::text[], $4::text[], $5::bigint[]::integer[],
      $6::text[], $7::date, $8::bigint, $9::bigint) g
    where g.difference = '')
