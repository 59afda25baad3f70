-- Why the last comparison of a kind's lists could not be made, until one is made again.
create table comparison_failure (
  system text not null,
  entity text not null,
  failure text not null,
  failing_since timestamptz not null,
  next_try_at timestamptz not null,
  primary key (system, entity)
);
