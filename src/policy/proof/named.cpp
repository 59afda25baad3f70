#include "policy/proof/named.hpp"

#include <algorithm>
#include <set>

#include "policy/plan/place.hpp"

namespace leye::policy::proof {
namespace {

constexpr std::int64_t of_province = 10'000'000'000;  // by this a code is told apart
constexpr std::int64_t of_city = 100'000'000;
constexpr std::int64_t of_county = 1'000'000;
constexpr int years_around = 2;

class Reading {
 public:
  Reading(const Plan& plan, std::span<const Measure* const> measures) {
    if (plan.place != 0) areas_.insert(plan.place);
    for (const auto* measure : measures) read(plan, *measure);
    here_ = plan.place;
  }

  Named result() {
    for (const auto area : areas_) note_within(area);
    if (here_ != 0) note_outside(here_ / of_province * of_province, {1'02, 2'02, 3'02});
    note_outside(0, {33'01'06, 44'01'06, 51'01'07, 11'01'05});
    std::sort(named_.places.begin(), named_.places.end());
    unique(named_.places);
    std::sort(named_.month_ends.begin(), named_.month_ends.end());
    unique(named_.month_ends);
    return std::move(named_);
  }

 private:
  template <class T>
  static void unique(std::vector<T>& all) {
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }

  void read(const Plan& plan, const Measure& measure) {
    for (const auto& node : measure.nodes) {
      if (node.op == Op::constant && node.type == Type::day)
        note(Day::from_number(static_cast<std::int32_t>(node.constant.top)));
      if (node.op == Op::constant && node.type == Type::place && node.constant.top != 0)
        areas_.insert(node.constant.top);
      if (node.op != Op::parameter) continue;
      for (const auto& value : plan.parameters[static_cast<std::size_t>(node.symbol)].values) {
        if (value.place != 0) areas_.insert(value.place);
        note(value.from);
        if (value.until) note(*value.until);
      }
    }
    for (const auto& text : measure.texts) {
      named_.texts.push_back(text);
      named_.texts.push_back(text + "000");
    }
  }

  void note(Day day) {
    const auto civil = day.civil();
    if (civil.day > 28) named_.month_ends.push_back(day);
    named_.first_year = std::min(named_.first_year, civil.year - years_around);
    named_.last_year = std::max(named_.last_year, civil.year + years_around);
  }

  void note_within(std::int64_t area) {
    if (area % of_province == 0) {
      named_.places.insert(named_.places.end(), {area + 1'02 * of_county, area + 2'02 * of_county});
    } else if (area % of_city == 0) {
      named_.places.insert(named_.places.end(), {area + 2 * of_county, area + 21 * of_county});
    } else {
      named_.places.push_back(area);
    }
  }

  // The first of these counties that lies in nothing that is named.
  void note_outside(std::int64_t within, std::initializer_list<std::int64_t> counties) {
    for (const auto county : counties) {
      const auto place = within + county * of_county;
      const bool inside = std::any_of(areas_.begin(), areas_.end(), [&](std::int64_t area) {
        return area != within && lies_in(place, area);
      });
      const bool at_home = within == 0 && here_ / of_province == place / of_province;
      if (inside || at_home) continue;
      return named_.places.push_back(place);
    }
  }

  std::set<std::int64_t> areas_;
  std::int64_t here_ = 0;
  Named named_;
};

}  // namespace

Named named_by(const Plan& plan, std::span<const Measure* const> measures) {
  auto named = Reading(plan, measures).result();
  named.texts.insert(named.texts.begin(), {"示例", "91621000示例"});
  return named;
}

}  // namespace leye::policy::proof
