-- What a second person releases is an export of these places and of so many rows; how many went out
-- stands beside it.
alter table export_request add column rows_fetched bigint;
