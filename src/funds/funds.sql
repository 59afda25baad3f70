-- name: find_fund_by_code
select id, code, label, level, place, place_lo, place_hi, channel, payer_name, payer_account
from fund where code = $1 and place = $2;

-- name: add_fund
insert into fund (code, label, level, place, place_lo, place_hi, channel, payer_name, payer_account)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (code, place) do nothing returning id;

-- name: fund_for_place
select id, code, label, level, place, place_lo, place_hi, channel, payer_name, payer_account
from fund
where code = $1 and $2 between place_lo and place_hi and ($3::text is null or level = $3)
order by place_hi - place_lo limit 1;

-- name: fund_by_id
select id, code, label, level, place, place_lo, place_hi, channel, payer_name, payer_account
from fund where id = $1;

-- name: find_fund_account
select id from fund_account where fund_id = $1 and year = $2;

-- name: add_fund_account
with account as (
  insert into fund_account (fund_id, year) values ($1, $2)
  on conflict (fund_id, year) do nothing returning id),
books as (
  insert into ledger_account (fund_account_id, kind)
  select account.id, kind from account, unnest(array['source', 'in_transit', 'paid', 'treasury',
                                              'receivable']) as kind
  returning id)
select id, (select count(*) from books) as books from account;

-- name: source_account
select id from ledger_account where fund_account_id = $1 and kind = 'source' for update;

-- name: find_indicator
select id, direct_fund, amount_fen, received_on from budget_indicator
where fund_account_id = $1 and document = $2 and source_level = $3 and functional_item = $4;

-- name: add_indicator
with account as (
  insert into ledger_account (fund_account_id, kind, balance_fen)
  values ($1, 'indicator', $6::bigint) returning id),
indicator as (
  insert into budget_indicator (fund_account_id, ledger_account_id, document, source_level,
                                functional_item, direct_fund, amount_fen, received_on)
  select $1, account.id, $2, $3, $4, $5, $6::bigint, $7::date from account
  returning id, ledger_account_id),
entry as (
  insert into ledger_entry (key, kind, debit_account, credit_account, amount_fen, business_day,
                            recorded_at)
  select 'allot:' || id, 'allot', ledger_account_id, $8::bigint, $6::bigint, $9::date,
         $10::timestamptz
  from indicator returning amount_fen),
given as (
  update ledger_account set balance_fen = balance_fen - $6::bigint where id = $8::bigint
  returning id)
select indicator.id from indicator, entry, given;

-- name: find_plan
select id, amount_fen from plan_of_use where indicator_id = $1 and month = $2 and purpose = $3;

-- name: add_plan
insert into plan_of_use (indicator_id, month, purpose, amount_fen) values ($1, $2, $3, $4)
on conflict (indicator_id, month, purpose) do nothing returning id;

-- name: list_fund_accounts
select a.id as fund_account_id, a.year, f.id, f.code, f.label, f.level, f.place, f.place_lo,
       f.place_hi, f.channel, f.payer_name, f.payer_account
from fund f join fund_account a on a.fund_id = f.id
where a.year = $1 order by f.code, f.place;

-- name: list_indicators
select i.id, i.fund_account_id, i.document, i.source_level, i.functional_item, i.direct_fund,
       i.amount_fen, i.received_on, l.balance_fen
from budget_indicator i join ledger_account l on l.id = i.ledger_account_id
where i.fund_account_id = $1 order by i.received_on, i.id;

-- name: list_plans
select p.id, p.indicator_id, p.month, p.purpose, p.amount_fen, p.used_fen
from plan_of_use p join budget_indicator i on i.id = p.indicator_id
where i.fund_account_id = $1 order by p.month, p.id;
