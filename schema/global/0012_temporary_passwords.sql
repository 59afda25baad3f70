-- A password that somebody else gave: until its owner sets one, the account may do nothing else.
alter table account add column password_temporary boolean not null default false;
