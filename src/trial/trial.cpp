#include "trial/trial.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <unordered_map>

#include "trial/changes.hpp"
#include "trial/settled.hpp"

namespace leye::trial {
namespace {

using policy::Measure;
using policy::Plan;

std::vector<Side> sides_of(const Plan& plan, const Found& found) {
  std::vector<Side> sides;
  for (std::size_t m = 0; m < plan.measures.size(); ++m)
    sides.push_back({&plan.measures[m], &found[m].entitled});
  return sides;
}

bool same(const policy::Exclusion& a, const policy::Exclusion& b) {
  return a.name.id == b.name.id && a.measures == b.measures && a.scope == b.scope &&
         a.choice == b.choice;
}

// Exclusions that one plan has and the other has not.
std::vector<const policy::Exclusion*> only_in(const Plan& plan, const Plan& other) {
  std::vector<const policy::Exclusion*> found;
  for (const auto& mine : plan.exclusions) {
    const bool known = std::any_of(other.exclusions.begin(), other.exclusions.end(),
                                   [&](const auto& theirs) { return same(mine, theirs); });
    if (!known) found.push_back(&mine);
  }
  return found;
}

// The measures whose rule differs, and those of which an exclusion differs.
struct Touched {
  std::set<std::string> rules;
  std::set<std::string> settling;  // these, and all that compete with one of them
};

Touched touched(const Baseline& baseline, const Plan& draft) {
  const Plan& plan = baseline.plan();
  Touched found;
  for (const auto& measure : draft.measures) {
    const auto* before = plan.find_measure(measure.name.id);
    if (before == nullptr || before->name.id != measure.name.id ||
        !same_rule(plan, *before, draft, measure, baseline.vocabulary()))
      found.rules.insert(measure.name.id);
  }
  for (const auto& measure : plan.measures) {
    const auto* after = draft.find_measure(measure.name.id);
    if (after == nullptr || after->name.id != measure.name.id) found.rules.insert(measure.name.id);
  }
  found.settling = found.rules;
  for (const auto& [mine, theirs] : {std::pair(&plan, &draft), std::pair(&draft, &plan)})
    for (const auto* exclusion : only_in(*mine, *theirs))
      found.settling.insert(exclusion->measures.begin(), exclusion->measures.end());
  for (bool more = true; more;) {
    more = false;
    for (const auto* each : {&plan, &draft}) {
      for (const auto& exclusion : each->exclusions) {
        const bool meets = std::any_of(exclusion.measures.begin(), exclusion.measures.end(),
                                       [&](const auto& id) { return found.settling.contains(id); });
        for (const auto& id : exclusion.measures)
          if (meets && found.settling.insert(id).second) more = true;
      }
    }
  }
  return found;
}

// The draft with only the measures that have to be read again.
Plan to_read(const Plan& draft, const std::set<std::string>& ids) {
  Plan part = draft;
  std::erase_if(part.measures,
                [&](const Measure& measure) { return !ids.contains(measure.name.id); });
  return part;
}

std::size_t place_of(const Plan& plan, const std::string& id) {
  for (std::size_t m = 0; m < plan.measures.size(); ++m)
    if (plan.measures[m].name.id == id) return m;
  return plan.measures.size();
}

}  // namespace

const char* name(Dimension dimension) {
  switch (dimension) {
    case Dimension::age: return "age";
    case Dimension::hukou: return "hukou";
    case Dimension::category: return "category";
    case Dimension::size: return "size";
  }
  return "";
}

Result<std::shared_ptr<const Baseline>> Baseline::make(std::shared_ptr<const Columns> columns,
                                                       Plan plan, const Vocabulary& vocabulary,
                                                       std::size_t threads) {
  std::shared_ptr<Baseline> baseline(new Baseline());
  baseline->columns_ = std::move(columns);
  baseline->plan_ = std::move(plan);
  baseline->vocabulary_ = &vocabulary;
  const Plan& own = baseline->plan_;
  baseline->categories_ = categories_of(own);
  baseline->found_ = TRY(find_entitled(*baseline->columns_, own, baseline->categories_, threads));
  baseline->granted_ = settled(*baseline->columns_, own, sides_of(own, baseline->found_));
  for (std::size_t m = 0; m < own.measures.size(); ++m)
    TRY(add_costs(baseline->costs_, m, baseline->found_[m].entitled, baseline->granted_[m]));
  return std::shared_ptr<const Baseline>(std::move(baseline));
}

Result<Report> compare(const Baseline& baseline, const Plan& draft, std::size_t threads) {
  const auto started = std::chrono::steady_clock::now();
  if (!baseline.columns().needs().covers(needs_of(draft, baseline.vocabulary())))
    return Error{
        ErrorCode::invalid_input, "载入的数据里没有草案要看的事实", {}, "按草案重新载入登记库"};
  const auto differs = touched(baseline, draft);
  const Plan part = to_read(draft, differs.rules);
  const Found again = TRY(find_entitled(baseline.columns(), part, baseline.categories(), threads));

  // Of the draft, what is settled again: what was read again, else what the version in force found.
  std::vector<Side> sides;
  for (const auto& measure : draft.measures) {
    const auto& id = measure.name.id;
    if (!differs.settling.contains(id)) continue;
    const auto* entitled = differs.rules.contains(id)
                               ? &again[place_of(part, id)].entitled
                               : &baseline.found()[place_of(baseline.plan(), id)].entitled;
    sides.push_back({&measure, entitled});
  }
  const auto granted = settled(baseline.columns(), draft, sides);

  Changes changes(baseline, draft);
  for (std::size_t m = 0; m < baseline.plan().measures.size(); ++m) {
    const auto& id = baseline.plan().measures[m].name.id;
    if (differs.settling.contains(id)) continue;
    TRY(changes.same(m, place_of(draft, id)));
  }
  const auto now = [&](std::size_t m) {
    const auto& found = baseline.found()[m];
    return Changes::Half{found.entitled, baseline.granted()[m], found.undetermined};
  };
  for (std::size_t s = 0; s < sides.size(); ++s) {
    const auto& measure = *sides[s].measure;
    const auto before = place_of(baseline.plan(), measure.name.id);
    const bool is_new = before == baseline.plan().measures.size();
    const bool read_again = differs.rules.contains(measure.name.id);
    const Changes::Half after{*sides[s].entitled, granted[s],
                              read_again ? again[place_of(part, measure.name.id)].undetermined
                                         : now(before).undetermined};
    if (is_new) {
      TRY(changes.differ(measure, nullptr, &after));
    } else {
      const auto half = now(before);
      TRY(changes.differ(measure, &half, &after));
    }
  }
  // What the draft has no longer.
  for (std::size_t m = 0; m < baseline.plan().measures.size(); ++m) {
    const auto& measure = baseline.plan().measures[m];
    if (place_of(draft, measure.name.id) < draft.measures.size()) continue;
    const auto half = now(m);
    TRY(changes.differ(measure, &half, nullptr));
  }
  Report report = TRY(changes.report());
  report.changed.assign(differs.rules.begin(), differs.rules.end());
  report.on = baseline.columns().on();
  report.subjects = baseline.columns().subjects();
  report.milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(
                            std::chrono::steady_clock::now() - started)
                            .count();
  return report;
}

}  // namespace leye::trial
