// The twelve rules in plain C++, from the words of the clauses; shares nothing with the engine but
// the civil calendar of base/day.
#include <algorithm>

#include "base/day.hpp"
#include "hash_rows.hpp"

namespace leye::bench {
namespace {

constexpr std::int64_t yuan = 100;

class Oracle {
 public:
  explicit Oracle(const HashRows& rows) : rows_(rows) {}

  std::vector<RuleSum> sums() {
    for (row_ = 0; row_ < rows_.persons(); ++row_) person();
    for (row_ = 0; row_ < rows_.firms(); ++row_) refund();
    return sums_;
  }

 private:
  std::int64_t at(const char* fact) const { return rows_.at(fact, row_); }
  bool is(const char* fact) const { return at(fact) != 0; }
  YearMonthDay civil(const char* fact) const {
    return Day::from_number(static_cast<std::int32_t>(at(fact))).civil();
  }

  void pay(const char* measure, bool eligible, std::int64_t fen) {
    auto place = std::find_if(sums_.begin(), sums_.end(),
                              [&](const RuleSum& sum) { return sum.measure == measure; });
    if (place == sums_.end()) place = sums_.insert(sums_.end(), {measure, 0, 0});
    if (!eligible) return;
    ++place->eligible;
    place->fen += fen;
  }

  // Graduated no more than 24 months before, or registered and from 16 to 24 years old.
  bool young() const {
    const auto hired = civil("hired");
    if (at("graduated") != HashRows::none_day && at("hired") >= at("graduated")) {
      const auto left = civil("graduated");
      const int months = (hired.year - left.year) * 12 + hired.month - left.month;
      if (months < 24 || (months == 24 && hired.day <= left.day)) return true;
    }
    const auto born = civil("born");
    const bool before =
        hired.month < born.month || (hired.month == born.month && hired.day < born.day);
    const int age = hired.year - born.year - (before ? 1 : 0);
    return is("registered") && age >= 16 && age <= 24;
  }

  std::int64_t trainee_rate() const {
    const auto firm = static_cast<std::size_t>(at("firm"));
    const auto kept = rows_.at("kept", firm), all = rows_.at("trainees", firm);
    if (10 * kept >= 7 * all) return 1500 * yuan;
    if (10 * kept >= 6 * all) return 1350 * yuan;
    return (2 * kept >= all ? 1200 : 1000) * yuan;
  }

  void person() {
    const bool group = young();
    const bool in_force = at("hired") <= 19722;  // 2023-12-31
    const bool hire = group && in_force && at("contract_months") >= 12;
    const bool more = group && in_force && at("contract_months") >= 1 && at("insured_months") >= 1;
    pay("absorb", hire, 1000 * yuan);
    pay("expand", more, 1500 * yuan);
    pay("hire_payable", hire || more, (more ? 1500 : 1000) * yuan);
    pay("trainee", group, trainee_rate() * std::min<std::int64_t>(at("trainee_months"), 12));
    const auto level = at("certificate");
    const bool certified =
        (at("ui_months") >= 12 || is("receiving")) && at("claims") < 3 && !is("same_claim");
    const auto rate = level == 5 ? 1000 : level == 4 ? 1500 : level == 3 ? 2000 : 0;
    pay("skill", certified, rate * yuan);
    const auto category = at("category");
    pay("startup", category >= 1 && category <= 4 && is("started"), 5000 * yuan);
    const auto cap = (is("partnership") ? 220'000 : 200'000) * yuan;
    const bool lent = category >= 1 && is("started") && at("loan_months") <= 36;
    pay("loan", lent, std::min(at("loan"), cap));
    pay("appraisal", is("passed"), std::min(at("fee"), 300 * yuan));
    const auto zone = at("zone");
    const auto far = zone == 2 ? 600 * yuan : zone == 1 ? 300 * yuan : 0;
    pay("travel", category == 5, std::min(at("travel_cost"), far));
    pay("workshop", category == 5 && is("local") && at("workshop_months") >= 6, 3000 * yuan);
    const bool same_year =
        at("graduated") != HashRows::none_day && civil("graduated").year == civil("hired").year;
    pay("jobseek", is("hardship") && same_year, 1000 * yuan);
  }

  void refund() {
    const auto staff = at("staff"), laid_off = at("laid_off");
    const bool few = 1000 * laid_off <= 55 * staff || (staff <= 30 && 10 * laid_off <= 2 * staff);
    const auto percent = at("size") == 0 ? 30 : 60;
    pay("stability_refund", few, (at("premium") * percent + 50) / 100);
  }

  const HashRows& rows_;
  std::size_t row_ = 0;
  std::vector<RuleSum> sums_;
};

}  // namespace

std::vector<RuleSum> expected_sums(const HashRows& rows) { return Oracle(rows).sums(); }

}  // namespace leye::bench
