-- Which delivery of a feed named somebody last, whether it said anything new or not: what is laid beside a file
-- when it is checked now (src/exchange/check_now.hpp). One row for each feed and subject; it has no place, so
-- that only the program's own work sees it.
create table feed_mention (
  feed text not null,
  of_organisation boolean not null,
  subject_id bigint not null,
  delivery_id bigint not null references feed_delivery,
  primary key (feed, of_organisation, subject_id)
);
alter table feed_mention enable row level security;
