-- Whose places a delivery is about, and who sees it. The refused rows of a file tell in their
-- messages what stood there (0152 says otherwise), and of a row that could not be read nobody knows
-- the place: they are for those who may see all the places that the delivery is about. That there
-- was a delivery, with its counts, is for everybody with a place among them.
alter table feed_delivery
  add column place_lo bigint not null default 0,
  add column place_hi bigint not null default 999999999999;

do $$
declare
  -- The area's own range: a file for all places is for the whole area, and for no more.
  area_lo constant bigint := rpad(substr(current_schema(), 6), 12, '0')::bigint;
  size bigint;
begin
  foreach size in array array[10000000000, 100000000, 1000000, 1000, 1]::bigint[] loop
    exit when area_lo % size = 0;
  end loop;
  alter table feed_delivery enable row level security;
  create policy by_place on feed_delivery to leye_app using (
    place_lo <= nullif(current_setting('leye.place_hi', true), '')::bigint
    and place_hi >= nullif(current_setting('leye.place_lo', true), '')::bigint);
  alter table feed_refusal enable row level security;
  execute format(
    'create policy by_place on feed_refusal to leye_app using (exists (
       select from feed_delivery d where d.id = delivery_id
         and greatest(d.place_lo, %s)
             >= nullif(current_setting(''leye.place_lo'', true), '''')::bigint
         and least(d.place_hi, %s)
             <= nullif(current_setting(''leye.place_hi'', true), '''')::bigint))',
    area_lo, area_lo + size - 1);
end $$;
