-- Which registers this database holds, and the places of the country.

-- One row for each body that owns registers (统筹区). Its tables are in the schema of that name.
create table area (
  place bigint primary key,
  schema_name text not null unique check (schema_name ~ '^area_[0-9]{6,12}$'),
  name text not null
);

-- Divisions (GB/T 2260 and its extension to villages) by their 12-digit code, so that a province,
-- a city, a county, a township is a range of codes. A code that was abolished stays, with its end.
create table place (
  code bigint not null check (code between 110000000000 and 999999999999
                              or code between 0 and 999999),  -- 000000…: made-up, for tests
  name text not null,
  level smallint not null check (level between 1 and 5),  -- province city county township village
  parent bigint,
  valid daterange not null default '(,)',
  primary key (code)
);
create index place_parent on place (parent);

-- "西峰区南街街道东大街社区": the names from the county down; of a larger division its own name.
create function place_label(wanted bigint) returns text
language sql stable as $$
  select string_agg(name, '' order by code)
  from place
  where code in (wanted, wanted / 1000 * 1000, wanted / 1000000 * 1000000)
    and (level >= 3 or code = wanted)
$$;
