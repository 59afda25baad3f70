// What a draft would change, over the whole register: cost, and who gains and who loses.
//
//   const auto needs = …                                  // of the plan in force and of the draft
//   const auto columns = TRY(Columns::load(pool, vocabulary, needs, order, progress));
//   const auto baseline = TRY(Baseline::make(columns, plan, vocabulary, threads));
//   const Report report = TRY(compare(*baseline, draft_plan, threads));
//
// Both sides are screened alike and settled alike (exclusions, limits, caps, queues). Only measures
// whose rule differs are read again, and only what they compete with is settled again.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "trial/entitled.hpp"

namespace leye::trial {

struct Granted {  // what one entitlement comes to after settling
  bool granted = true;
  Money amount;
  std::int32_t last_month = -1;
};

// The last six of the twelve digits of a place tell apart what lies in a county.
inline constexpr std::int64_t county_size = 1'000'000;

// What an answer is counted in: measures are told apart, and so are months and counties.
struct CostKey {
  std::size_t measure = 0;
  std::int32_t month = -1;  // year × 12 + month − 1; -1: not known
  std::int64_t county = 0;  // a place by county_size; 0: not known
  friend auto operator<=>(const CostKey&, const CostKey&) = default;
};
using Costs = std::map<CostKey, Money>;

// The version in force, screened and settled.
class Baseline {
 public:
  static Result<std::shared_ptr<const Baseline>> make(std::shared_ptr<const Columns> columns,
                                                      policy::Plan plan,
                                                      const Vocabulary& vocabulary,
                                                      std::size_t threads);

  const Columns& columns() const { return *columns_; }
  const policy::Plan& plan() const { return plan_; }
  const Vocabulary& vocabulary() const { return *vocabulary_; }
  const Categories& categories() const { return categories_; }
  const Found& found() const { return found_; }
  const std::vector<std::vector<Granted>>& granted() const { return granted_; }
  const Costs& costs() const { return costs_; }

 private:
  Baseline() = default;

  std::shared_ptr<const Columns> columns_;
  policy::Plan plan_;
  const Vocabulary* vocabulary_ = nullptr;
  Categories categories_;
  Found found_;
  std::vector<std::vector<Granted>> granted_;  // of each entitlement in found_
  Costs costs_;
};

struct Sum {
  std::int64_t granted = 0;  // entitlements, after settling
  Money amount;
  std::int64_t refused = 0;  // entitled, but excluded, limited or without a place in the queue
  std::int64_t undetermined = 0;
};

struct MeasureChange {
  std::string id, label, label_en, fund, fund_label;
  Sum before, after;
  std::int64_t gained = 0;  // entitlements that are new,
  std::int64_t lost = 0;    // that are gone,
  std::int64_t more = 0;    // that are worth more,
  std::int64_t less = 0;    // and less
};

struct CostLine {  // of a fund, in a month, in a county
  std::string fund, fund_label;
  std::int32_t month = -1;
  std::int64_t county = 0;
  Money before, after;
};

enum class Dimension : std::uint8_t { age, hukou, category, size };
const char* name(Dimension dimension);

// People (age, hukou, category) or employers (size) of one group. Somebody gains whose entitlements
// together come to more money, or to more of them if money stays the same.
struct GroupChange {
  Dimension dimension = Dimension::age;
  std::string code;  // "25-34", of a code table, a category's id; "": not known, or none
  std::int64_t gain = 0;
  std::int64_t lose = 0;
  Money change;
};

// A case that is not decided yet, whose answer on the day differs.
struct CaseChange {
  std::string measure, label, label_en;
  std::int64_t subject = 0;  // key
  bool had = false, has = false;
  Money before, after;
};

struct Report {
  Day on;
  std::vector<std::string> changed;     // ids of measures whose rule differs
  std::vector<MeasureChange> measures;  // of both versions, in the order of the draft
  std::vector<CostLine> costs;          // only where money is
  std::vector<GroupChange> groups;
  std::vector<CaseChange> cases;
  std::int64_t people_gain = 0, people_lose = 0;
  std::int64_t employers_gain = 0, employers_lose = 0;
  Money before, after;
  std::int64_t subjects = 0;  // people and organisations in the register
  std::int64_t milliseconds = 0;
};

// invalid_input: the columns do not hold what the draft looks at.
Result<Report> compare(const Baseline& baseline, const policy::Plan& draft, std::size_t threads);

}  // namespace leye::trial
