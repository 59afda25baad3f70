-- What is owed back (追缴): a sixth kind of account in each fund and year. A claim moves what was paid
-- wrongly there; each repayment moves a part of it on, to its indicator in the year it was paid in, to
-- the treasury later.

alter table ledger_account drop constraint ledger_account_kind_check;
alter table ledger_account add constraint ledger_account_kind_check check (kind in
  ('source', 'indicator', 'in_transit', 'paid', 'treasury', 'receivable'));
insert into ledger_account (fund_account_id, kind) select id, 'receivable' from fund_account;

alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add constraint ledger_entry_kind_check check (kind in
  ('allot', 'move', 'pend', 'post', 'void', 'recover', 'claim', 'repay'));
comment on column ledger_entry.about is
  'recoveries and claims: what was posted, settle:… without the word; repayments: their claim';
