// Measures about one subject that can be had together, where the document says nothing of both.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "policy/proof/asking.hpp"

namespace leye::policy::proof {
namespace {

bool names(const Exclusion& exclusion, const Measure& measure) {
  const auto& all = exclusion.measures;
  return std::find(all.begin(), all.end(), measure.name.id) != all.end();
}

// The item of both is the one that the exclusion rests on: the document itself says it of both.
bool says_it(const Exclusion& exclusion, const Measure& a, const Measure& b) {
  const auto rests_on = [&](const Measure& measure) {
    return exclusion.clause.starts_with(measure.clause);
  };
  return rests_on(a) && rests_on(b);
}

const Exclusion* exclusion_of(const Plan& plan, const Measure& a, const Measure& b) {
  for (const auto& each : plan.exclusions)
    if (names(each, a) && names(each, b)) return &each;
  return nullptr;
}

Finding pair_of(const Measure& a, const Measure& b, const Exclusion* exclusion) {
  auto made = finding_of(Kind::pair, fmt::format("pair {} {}", a.name.id, b.name.id), {&a, &b});
  if (exclusion == nullptr) {
    made.title_zh =
        fmt::format("“{}”和“{}”可以同时符合, 没有写能不能都享受", a.name.label, b.name.label);
    made.title_en = fmt::format("'{}' and '{}' can be had together, and nothing says whether both",
                                a.name.id, b.name.id);
    return made;
  }
  made.title_zh = fmt::format("“{}”和“{}”可以同时符合; 不得重复只依据 {}, 另一条没有写",
                              a.name.label, b.name.label, exclusion->clause);
  made.title_en = fmt::format(
      "'{}' and '{}' can be had together; that they exclude each other rests on {} alone",
      a.name.id, b.name.id, exclusion->clause);
  return made;
}

// Of what is worth nothing nobody asks whether it can be had twice.
Term worth(Asking& asking, std::size_t index) {
  auto& l = asking.logic();
  auto& measure = asking.encoding(index);
  const auto any = measure.unset() ? l.truth(true) : l.less(l.number(0), measure.amount());
  return l.both(measure.eligible(), any);
}

bool paid(const Answer& answer) {
  return met(answer) && (answer.outcome != Outcome::eligible || answer.amount > Money{});
}

}  // namespace

std::vector<std::vector<const Measure*>> pairs_of(const Plan& plan) {
  std::map<EntityIndex, std::vector<const Measure*>> groups;  // in the order of the document
  for (const auto& measure : plan.measures)
    if (measure.amount >= 0) groups[measure.subject].push_back(&measure);
  std::vector<std::vector<const Measure*>> pairs;
  for (const auto& [subject, group] : groups)
    for (std::size_t i = 0; i < group.size(); ++i)
      for (std::size_t j = i + 1; j < group.size(); ++j) {
        const auto* exclusion = exclusion_of(plan, *group[i], *group[j]);
        if (exclusion == nullptr || !says_it(*exclusion, *group[i], *group[j]))
          pairs.push_back({group[i], group[j]});
      }
  return pairs;
}

void find_pair(Asking& asking) {
  const auto& a = asking.encoding(0).measure();
  const auto& b = asking.encoding(1).measure();
  const auto example = asking.example(
      {worth(asking, 0), worth(asking, 1)},
      [&](const Draft& draft, const Facts& facts) {
        return paid(asking.answer(draft, facts, a)) && paid(asking.answer(draft, facts, b));
      },
      /*or_proof=*/true);
  if (!example) {
    if (!asking.none_at_all())
      asking.no_example(a, fmt::format("pair {} {}", a.name.id, b.name.id));
    return;
  }
  auto made = pair_of(a, b, exclusion_of(asking.plan(), a, b));
  made.witness = asking.witness(*example, {&a, &b});
  asking.found(std::move(made));
}

}  // namespace leye::policy::proof
