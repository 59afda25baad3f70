-- The twelve rules as one would write them by hand, for PostgreSQL and for DuckDB: eligible rows and
-- fen of each rule, no reasons. Born on 29 February: a year older on 1 March, hence `born - 1`. Tables: bench_person, bench_firm (bench/sql_rows.cpp).
-- name: sum_persons
select
  count(*) filter (where absorb) as absorb_n,
  count(*) filter (where absorb) * 100000 as absorb_fen,
  count(*) filter (where expand) as expand_n,
  count(*) filter (where expand) * 150000 as expand_fen,
  count(*) filter (where absorb or expand) as hire_payable_n,
  sum(case when expand then 150000 when absorb then 100000 else 0 end) as hire_payable_fen,
  count(*) filter (where young) as trainee_n,
  sum(case when young then trainee_rate * least(trainee_months, 12) else 0 end) as trainee_fen,
  count(*) filter (where skilled) as skill_n,
  sum(case when skilled then case certificate when 5 then 100000 when 4 then 150000
                                              when 3 then 200000 else 0 end
      else 0 end) as skill_fen,
  count(*) filter (where started and category between 1 and 4) as startup_n,
  count(*) filter (where started and category between 1 and 4) * 500000 as startup_fen,
  count(*) filter (where borrows) as loan_n,
  sum(case when borrows then least(loan, case when partnership then 22000000 else 20000000 end)
      else 0 end) as loan_fen,
  count(*) filter (where passed) as appraisal_n,
  sum(case when passed then least(fee, 30000) else 0 end) as appraisal_fen,
  count(*) filter (where category = 5) as travel_n,
  sum(case when category = 5
      then least(travel_cost, case zone when 2 then 60000 when 1 then 30000 else 0 end)
      else 0 end) as travel_fen,
  count(*) filter (where category = 5 and local and workshop_months >= 6) as workshop_n,
  count(*) filter (where category = 5 and local and workshop_months >= 6) * 300000
    as workshop_fen,
  count(*) filter (where hardship and date_part('year', graduated) = date_part('year', hired))
    as jobseek_n,
  count(*) filter (where hardship and date_part('year', graduated) = date_part('year', hired))
    * 100000 as jobseek_fen
from (
  select *,
    young and hired <= date '2023-12-31' and contract_months >= 12 as absorb,
    young and hired <= date '2023-12-31' and contract_months >= 1 and insured_months >= 1
      as expand,
    (ui_months >= 12 or receiving) and claims < 3 and not same_claim as skilled,
    category >= 1 and started and loan_months <= 36 as borrows
  from (
    select person.*, trainee_rate,
      coalesce(hired >= graduated and hired <= graduated + interval '24 months', false)
        or (registered and hired >= born + interval '16 years'
          and (hired < born + interval '25 years'
            or hired <= (born - 1) + interval '25 years')) as young
    from bench_person as person
    join (
      select id, case when 10 * kept >= 7 * trainees then 150000
                      when 10 * kept >= 6 * trainees then 135000
                      when 2 * kept >= trainees then 120000
                      else 100000 end as trainee_rate
      from bench_firm) as employer on employer.id = person.firm) as told) as decided;

-- name: sum_firms
select
  count(*) filter (where few) as stability_refund_n,
  cast(sum(case when few then (fen - fen % 100) / 100 else 0 end) as bigint)
    as stability_refund_fen
from (
  select cast(premium as bigint) * case when size = 0 then 30 else 60 end + 50 as fen,
    1000 * laid_off <= 55 * staff or (staff <= 30 and 10 * laid_off <= 2 * staff) as few
  from bench_firm) as asked;
