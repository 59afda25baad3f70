-- What a release is of beside its kind: of a ledger, the question whose rows go out (JSON as the
-- caller asked it). Empty: a whole register.
alter table export_request add column asked_of text not null default '';
