-- How often in a row an item brought no answer that can be read; attempts goes on counting how often
-- it was taken up, answered or not.
alter table outgoing add column unanswered integer not null default 0;

-- The items of one import, for undoing it.
create index outgoing_import on outgoing (entity, source, known_at);
