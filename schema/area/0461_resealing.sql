-- Sealing anew what lies under older keys (cli/resealing.hpp): a stretch of a table at a time,
-- found by the four bytes that lead what is sealed. What was sealed anew is not found again, so that
-- it may stop anywhere and go on.

create function blocks_of(of_table text) returns bigint
language sql stable set search_path from current as $$
  select pg_relation_size(of_table::regclass) / current_setting('block_size')::bigint
$$;

-- From `after` on, within so many blocks of its block, what is not led by `key`. `salt` and `owner`
-- are columns; no salt: ''.
create function sealed_otherwise(of_table text, sealed text, salt text, owner text, key bytea,
                                 after tid, until tid, count_max integer)
returns table (at text, row_id bigint, value bytea, under bytea)
language plpgsql stable security definer set search_path from current as $$
begin
  return query execute format(
    'select ctid::text, %1$I::bigint, %2$I, %3$s from %4$I
     where ctid > $1 and ctid < $2 and octet_length(%2$I) > 4 and substr(%2$I, 1, 4) <> $3
     order by ctid limit $4',
    owner, sealed, case when salt = '' then 'null::bytea' else quote_ident(salt) end, of_table)
    using after, until, key, count_max;
end $$;

-- What was changed or erased since it was read stays as it is now.
create function put_resealed(of_table text, sealed text, places text[], before bytea[],
                             after bytea[])
returns bigint
language plpgsql security definer set search_path from current as $$
declare
  done bigint;
begin
  execute format(
    'update %1$I t set %2$I = said.after
     from unnest($1, $2, $3) as said (place, before, after)
     where t.ctid = said.place::tid and t.%2$I = said.before', of_table, sealed)
    using places, before, after;
  get diagnostics done = row_count;
  return done;
end $$;

-- How many values each key has sealed, by the eight digits of its id.
create function sealed_by_key(of_table text, sealed text)
returns table (key text, found bigint)
language plpgsql stable security definer set search_path from current as $$
begin
  return query execute format(
    'select encode(substr(%2$I, 1, 4), ''hex''), count(*) from %1$I
     where octet_length(%2$I) > 4 group by 1 order by 1', of_table, sealed);
end $$;

do $$
declare
  opened regprocedure;
begin
  foreach opened in array array[
    'sealed_otherwise(text, text, text, text, bytea, tid, tid, integer)'::regprocedure,
    'put_resealed(text, text, text[], bytea[], bytea[])'::regprocedure,
    'sealed_by_key(text, text)'::regprocedure]
  loop
    execute format('revoke execute on function %s from public, leye_app', opened);
    execute format('grant execute on function %s to leye_screen', opened);
  end loop;
end $$;
