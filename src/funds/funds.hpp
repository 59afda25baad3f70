// Funds (资金) with their budget indicators (指标) and plans of use (用款计划).
//
// A fund is kept by one body at its own level, county, city or province, and pays for the places it
// pools: the unemployment insurance fund often for a whole city or province. Each year it has a
// fund account; a budget indicator document (指标文) puts money into it; a plan of use says how
// much of an indicator may go out in a month for a purpose. The insurance fund's approved budget is
// its indicator (source level `fund`).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "funds/acting.hpp"
#include "store/transaction.hpp"

namespace leye::funds {

struct Fund {
  std::int64_t id = 0;
  std::string code;   // the word packs use: "employment_subsidy"
  std::string label;  // 就业补助资金
  std::string level;  // county, city or province
  std::int64_t place = 0;
  std::int64_t place_lo = 0;  // the places it pays for
  std::int64_t place_hi = 0;
  std::string channel;  // treasury or insurance_agency
  std::string payer_name;
  std::string payer_account;
};

struct Indicator {
  std::int64_t id = 0;
  std::int64_t fund_account_id = 0;
  std::string document;         // 甘财社〔2025〕12号
  std::string source_level;     // central, province, city, county; fund for an insurance budget
  std::string functional_item;  // 功能科目: 2080799
  bool direct_fund = false;     // 直达资金
  Money amount;
  Day received_on;
  Money available = {};  // read only
};

struct PlanOfUse {
  std::int64_t id = 0;
  std::int64_t indicator_id = 0;
  Day month;  // its first day
  std::string purpose;
  Money amount;
  Money used = {};  // read only: pending or paid
};

struct FundYear {
  std::int64_t fund_account_id = 0;
  Fund fund;
  int year = 0;
  std::vector<Indicator> indicators;
  std::vector<PlanOfUse> plans;
  Money available, pending, paid, treasury;
};

// Each of these may be repeated: the same again answers the id it has, something else under the
// same name is a conflict.
Result<std::int64_t> open_fund(store::Transaction& transaction, const Fund& fund);
Result<std::int64_t> open_fund_account(store::Transaction& transaction, std::int64_t fund_id,
                                       int year);
Result<std::int64_t> add_indicator(store::Transaction& transaction, const Indicator& indicator,
                                   const Acting& acting);
Result<std::int64_t> add_plan(store::Transaction& transaction, const PlanOfUse& plan);

// The fund of this code that pays for `place`: of that level if one is given, else the one that
// pools the fewest places.
Result<Fund> fund_for(store::Transaction& transaction, const std::string& code, std::int64_t place,
                      const std::optional<std::string>& level = {});
Result<Fund> fund(store::Transaction& transaction, std::int64_t id);

// Every fund of the area with what it has in that year.
Result<std::vector<FundYear>> list_funds(store::Transaction& transaction, int year);

}  // namespace leye::funds
