#include "policy/explain/change.hpp"

#include <algorithm>
#include <functional>

namespace leye::policy {
namespace {

struct Change {
  int cost = 0;              // distance_none: no change helps
  int held = 0;              // leaves that are not known to fail
  std::uint64_t leaves = 0;  // to change
};

class Chooser {
 public:
  Chooser(const Measure& measure, std::uint64_t failed, const Choices& choices)
      : measure_(measure), failed_(failed), choices_(choices) {}

  // `unwanted`: below an odd number of none-of groups. The failed leaves are marked accordingly,
  // so that a group is either to be met in all its parts or in one of them.
  Change of(std::int32_t index, bool unwanted) const {
    const auto& asked = measure_.conditions[static_cast<std::size_t>(index)];
    auto change = whole(asked, unwanted);
    if (asked.fixed && change.cost > 0) change.cost = distance_none;
    return change;
  }

 private:
  Change whole(const Condition& asked, bool unwanted) const {
    if (asked.kind == ConditionKind::leaf) return leaf(asked);
    if (asked.kind == ConditionKind::by_option) {
      const auto option = static_cast<std::size_t>(asked.option);
      return of(asked.children[choices_.values[option]], unwanted);
    }
    const bool below = unwanted != (asked.kind == ConditionKind::none);
    const bool every = unwanted == (asked.kind == ConditionKind::any);
    return every ? sum(asked, below) : least(asked, below);
  }

  Change leaf(const Condition& asked) const {
    const auto bit = asked.bit < 0 ? 0 : std::uint64_t{1} << asked.bit;
    const bool fails = (failed_ & bit) != 0;
    return {fails ? 1 : 0, fails ? 0 : 1, fails ? bit : 0};
  }

  Change sum(const Condition& asked, bool below) const {
    Change total;
    for (const auto child : asked.children) {
      const auto part = of(child, below);
      total.cost = std::min<int>(total.cost + part.cost, distance_none);
      total.held += part.held;
      total.leaves |= part.leaves;
    }
    return total;
  }

  Change least(const Condition& asked, bool below) const {
    Change best{distance_none, -1, 0};
    for (const auto child : asked.children) {
      const auto part = of(child, below);
      const bool better =
          part.cost < best.cost || (part.cost == best.cost && part.held > best.held);
      if (better) best = part;
    }
    best.held = std::max(best.held, 0);
    return best;
  }

  const Measure& measure_;
  std::uint64_t failed_;
  const Choices& choices_;
};

}  // namespace

std::uint64_t conditions_to_change(const Measure& measure, std::uint64_t failed,
                                   const Choices& choices) {
  if (measure.conditions.empty()) return 0;
  return Chooser(measure, failed, choices).of(0, false).leaves;
}

std::string label_of(const Condition& condition, bool unwanted, Language language) {
  const bool chinese = language == Language::zh || condition.label_en.empty();
  const auto& label = chinese ? condition.label_zh : condition.label_en;
  if (!unwanted) return label;
  return (language == Language::zh ? "不得: " : "must not: ") + label;
}

std::vector<Reason> reasons_of(const Measure& measure, std::uint64_t leaves, Language language) {
  std::vector<Reason> reasons;
  const std::function<void(std::int32_t, bool)> read = [&](std::int32_t index, bool unwanted) {
    const auto& asked = measure.conditions[static_cast<std::size_t>(index)];
    const bool below = unwanted != (asked.kind == ConditionKind::none);
    for (const auto child : asked.children) read(child, below);
    if (asked.bit < 0 || (leaves >> asked.bit & 1) == 0) return;
    reasons.push_back({label_of(asked, unwanted, language), asked.clause});
  };
  if (!measure.conditions.empty()) read(0, false);
  return reasons;
}

}  // namespace leye::policy
