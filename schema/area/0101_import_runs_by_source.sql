-- Two imports may be stored at the same moment where the clock stands still, as in a demo; their
-- sources differ.
alter table import_run drop constraint import_run_stored_at_key;
alter table import_run add constraint import_run_rows_are_its_own unique (stored_at, source);
