#include "trial/changes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "trial/settled.hpp"

namespace leye::trial {
namespace {

// Of a sum over both sides; entitlements are worth less than 2^40 fen, so that millions add up.
Status add_granted(Sum& sum, const std::vector<Granted>& granted) {
  for (const auto& one : granted) {
    if (!one.granted) {
      ++sum.refused;
      continue;
    }
    ++sum.granted;
    sum.amount = TRY(add(sum.amount, one.amount));
  }
  return Done{};
}

// The costs of one measure of a plan, under another number.
Status take_costs(Costs& to, std::size_t as, const Costs& from, std::size_t measure) {
  for (auto at = from.lower_bound({measure, INT32_MIN, INT64_MIN});
       at != from.end() && at->first.measure == measure; ++at) {
    auto& sum = to[{as, at->first.month, at->first.county}];
    sum = TRY(add(sum, at->second));
  }
  return Done{};
}

std::string age_band(std::int8_t band) {
  if (band == not_known) return {};
  const auto at = static_cast<std::size_t>(band);
  if (at == 0) return fmt::format("0-{}", age_bounds[0] - 1);
  if (at == age_bounds.size()) return fmt::format("{}+", age_bounds.back());
  return fmt::format("{}-{}", age_bounds[at - 1], age_bounds[at] - 1);
}

}  // namespace

Changes::Changes(const Baseline& baseline, const policy::Plan& draft)
    : baseline_(baseline), draft_(draft) {
  for (const auto& measure : draft.measures) line(measure);
  for (const auto& measure : baseline.plan().measures) line(measure);
}

MeasureChange& Changes::line(const policy::Measure& measure) {
  const auto [at, fresh] = places_.try_emplace(measure.name.id, measures_.size());
  if (fresh) {
    auto& change = measures_.emplace_back();
    change.id = measure.name.id;
    change.label = measure.name.label;
    change.label_en = measure.name.label_en;
    change.fund = measure.fund;
    change.fund_label = measure.fund_label;
  }
  return measures_[at->second];
}

Status Changes::same(std::size_t of_plan, std::size_t of_draft) {
  const auto& measure = draft_.measures[of_draft];
  auto& change = line(measure);
  TRY(add_granted(change.before, baseline_.granted()[of_plan]));
  change.before.undetermined = baseline_.found()[of_plan].undetermined;
  change.after = change.before;
  const auto as = places_.at(measure.name.id);
  TRY(take_costs(before_, as, baseline_.costs(), of_plan));
  TRY(take_costs(after_, as, baseline_.costs(), of_plan));
  return Done{};
}

Status Changes::differ(const policy::Measure& measure, const Half* before, const Half* after) {
  auto& change = line(measure);
  const auto as = places_.at(measure.name.id);
  const std::vector<Entitled> nobody;
  const std::vector<Granted> nothing;
  const Half none{nobody, nothing};
  if (before != nullptr) {
    TRY(add_granted(change.before, before->granted));
    change.before.undetermined = before->undetermined;
    TRY(add_costs(before_, as, before->entitled, before->granted));
  }
  if (after != nullptr) {
    TRY(add_granted(change.after, after->granted));
    change.after.undetermined = after->undetermined;
    TRY(add_costs(after_, as, after->entitled, after->granted));
  }
  compare(change, before == nullptr ? none : *before, after == nullptr ? none : *after);
  return Done{};
}

// Both sides side by side, by subject. Whoever keeps what he has is passed over.
void Changes::compare(MeasureChange& change, const Half& before, const Half& after) {
  std::size_t b = 0, a = 0;
  while (b < before.entitled.size() || a < after.entitled.size()) {
    const bool has_before =
        b < before.entitled.size() &&
        (a == after.entitled.size() || before.entitled[b].subject <= after.entitled[a].subject);
    const bool has_after =
        a < after.entitled.size() &&
        (b == before.entitled.size() || after.entitled[a].subject <= before.entitled[b].subject);
    const bool had = has_before && before.granted[b].granted;
    const bool has = has_after && after.granted[a].granted;
    const auto from = had ? before.granted[b].amount.fen() : 0;
    const auto to = has ? after.granted[a].amount.fen() : 0;
    if (has && !had) ++change.gained;
    if (had && !has) ++change.lost;
    if (had && has && to > from) ++change.more;
    if (had && has && to < from) ++change.less;
    if (had != has || from != to) {
      const auto& one = has_after ? after.entitled[a] : before.entitled[b];
      note(one, to - from, int{has} - int{had});
      note_case(change, {{}, {}, {}, one.subject, had, has, Money::fen(from), Money::fen(to)});
    }
    b += has_before ? 1 : 0;
    a += has_after ? 1 : 0;
  }
}

void Changes::note_case(const MeasureChange& change, CaseChange found) {
  if (!baseline_.columns().applications().contains({change.id, found.subject})) return;
  found.measure = change.id;
  found.label = change.label;
  found.label_en = change.label_en;
  cases_.push_back(std::move(found));
}

void Changes::note(const Entitled& one, std::int64_t fen, std::int64_t number) {
  const auto add = [&](Differences& all, std::int64_t key) {
    if (key == 0) return;
    auto& difference = all[key];
    difference.fen += fen;
    difference.number += number;
    difference.groups = one.groups;
  };
  add(people_, one.person);
  add(employers_, one.organisation);
}

std::string Changes::code_of(const char* entity, const char* fact, std::int8_t position) const {
  if (position == not_known) return {};
  const auto& known = *baseline_.vocabulary().find_entity(entity)->find_fact(fact);
  return baseline_.vocabulary().code_table(known)->codes()[static_cast<std::size_t>(position)].code;
}

void Changes::add_groups(Report& report) const {
  std::map<std::pair<Dimension, std::string>, GroupChange> groups;
  const auto count = [&](Dimension dimension, const std::string& code, const Difference& one) {
    auto& group = groups[{dimension, code}];
    group.dimension = dimension;
    group.code = code;
    const auto sign = one.fen != 0 ? one.fen : one.number;
    if (sign > 0) ++group.gain;
    if (sign < 0) ++group.lose;
    group.change = Money::fen(group.change.fen() + one.fen);
  };
  const auto total = [](const Difference& one, std::int64_t& gain, std::int64_t& lose) {
    const auto sign = one.fen != 0 ? one.fen : one.number;
    if (sign > 0) ++gain;
    if (sign < 0) ++lose;
    return sign != 0;
  };
  for (const auto& [key, one] : people_) {
    if (!total(one, report.people_gain, report.people_lose)) continue;
    count(Dimension::age, age_band(one.groups.age), one);
    count(Dimension::hukou, code_of("person", "hukou_kind", one.groups.hukou), one);
    if (one.groups.categories == 0) count(Dimension::category, {}, one);
    for (std::size_t bit = 0; bit < baseline_.categories().size() && bit < 64; ++bit)
      if ((one.groups.categories >> bit & 1) != 0)
        count(Dimension::category, baseline_.categories()[bit], one);
  }
  for (const auto& [key, one] : employers_) {
    if (!total(one, report.employers_gain, report.employers_lose)) continue;
    count(Dimension::size, code_of("organisation", "size_class", one.groups.size), one);
  }
  for (auto& [key, group] : groups) report.groups.push_back(std::move(group));
}

Result<std::vector<CostLine>> Changes::cost_lines() const {
  std::map<std::tuple<std::string, std::int32_t, std::int64_t>, CostLine> lines;
  const auto take = [&](const Costs& costs, Money CostLine::*side) -> Status {
    for (const auto& [key, amount] : costs) {
      const auto& measure = measures_[key.measure];
      auto& line = lines[{measure.fund, key.month, key.county}];
      line.fund = measure.fund;
      line.fund_label = measure.fund_label;
      line.month = key.month;
      line.county = key.county;
      line.*side = TRY(add(line.*side, amount));
    }
    return Done{};
  };
  TRY(take(before_, &CostLine::before));
  TRY(take(after_, &CostLine::after));
  std::vector<CostLine> all;
  for (auto& [key, line] : lines) all.push_back(std::move(line));
  return all;
}

Result<Report> Changes::report() {
  Report report;
  add_groups(report);
  report.costs = TRY(cost_lines());
  for (const auto& change : measures_) {
    report.before = TRY(add(report.before, change.before.amount));
    report.after = TRY(add(report.after, change.after.amount));
  }
  report.measures = std::move(measures_);
  report.cases = std::move(cases_);
  return report;
}

}  // namespace leye::trial
