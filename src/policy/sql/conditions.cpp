// The lines of a measure, its validity and its answer: as explain/evaluate.cpp, in SQL.
#include <fmt/format.h>

#include "policy/sql/compiler.hpp"

namespace leye::policy::sql {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

}  // namespace

Id Compiler::plus(Id a, Id b) { return e_.least(e_.add(a, b), e_.number(distance_none)); }

Compiler::Standing Compiler::judge(std::int32_t condition, bool unwanted, Selected& out) {
  const auto& asked = measure_->conditions[place(condition)];
  const auto zero = e_.number(0), one = e_.number(1), never = e_.number(distance_none);
  Standing standing{e_.truth(true), zero, never};
  if (asked.kind == ConditionKind::leaf) {
    const auto holds = truth(asked.node);
    out.lines.emplace_back(holds, fmt::format("{} {}", asked.clause, asked.label_zh));
    if (asked.bit >= 0) {
      // Each bit is set at most once, so the bits are joined, not added.
      const auto bit = e_.cast(e_.number(static_cast<std::int64_t>(std::uint64_t{1} << asked.bit)),
                               Sort::bigint);
      const auto mark = [&](Id mask, Id when) {
        if (e_.is(when, false)) return mask;
        const auto set = e_.choose(when, bit, e_.cast(zero, Sort::bigint));
        if (mask < 0) return set;
        return e_.make("\1 | \1", {mask, set}, Sort::bigint, {INT64_MIN, INT64_MAX}, false);
      };
      out.unknown = mark(out.unknown, e_.is_null(holds));
      out.failed = mark(out.failed, unwanted ? e_.is_true(holds) : e_.is_false(holds));
    }
    standing = {holds, e_.choose(e_.is_false(holds), one, zero),
                e_.choose(e_.is_true(holds), one, zero)};
  } else if (asked.kind == ConditionKind::by_option) {
    const auto chosen = choices_.values[place(asked.option)];
    standing = judge(asked.children[chosen], unwanted, out);
  } else {
    // all: every child true; none: every child false; any: not every child false.
    const bool false_wanted = asked.kind != ConditionKind::all;
    const bool below = unwanted != (asked.kind == ConditionKind::none);
    for (const auto child : asked.children) {
      auto part = judge(child, below, out);
      if (false_wanted) part = {e_.negate(part.verdict), part.holds_firm, part.falls_short};
      standing.verdict = e_.both(standing.verdict, part.verdict);
      standing.falls_short = plus(standing.falls_short, part.falls_short);
      standing.holds_firm = e_.least(standing.holds_firm, part.holds_firm);
    }
    if (asked.kind == ConditionKind::any)
      standing = {e_.negate(standing.verdict), standing.holds_firm, standing.falls_short};
  }
  if (asked.fixed) {
    const auto fixed = [&](Id cost) { return e_.choose(e_.less(zero, cost), never, cost); };
    standing.falls_short = fixed(standing.falls_short);
    standing.holds_firm = fixed(standing.holds_firm);
  }
  return standing;
}

Id Compiler::in_force() {
  if (measure_->event_on < 0) return e_.truth(true);
  const auto event = bounds(measure_->event_on);
  auto holds = e_.truth(true);
  if (measure_->valid_from >= 0)
    holds = e_.both(holds, a_.at_most(bounds(measure_->valid_from), event));
  if (measure_->valid_until >= 0)
    holds = e_.both(holds, a_.at_most(event, bounds(measure_->valid_until)));
  const auto unknown = e_.null(Sort::truth);
  // Not known when: not in force only if it surely is not.
  const auto known = a_.is_known(event);
  const auto perhaps = e_.choose(e_.is_false(holds), e_.truth(false), unknown);
  return e_.choose(event.none, unknown, e_.choose(known, holds, perhaps));
}

void Compiler::conclude(Selected& out, Id in_force, Id met, Id distance) {
  const auto zero = e_.number(0);
  const auto expired = e_.is_false(in_force);
  const auto refused = e_.is_false(met);
  const auto surely = e_.both(e_.is_true(in_force), e_.is_true(met));
  Bounds amount = measure_->amount < 0 ? a_.known(zero) : bounds(measure_->amount);
  out.eligible = e_.both(surely, a_.is_known(amount));
  out.outcome =
      e_.choose(out.eligible, zero,
                e_.choose(expired, e_.number(3), e_.choose(refused, e_.number(1), e_.number(2))));
  const auto unsure = e_.either(amount.none, amount.maybe);
  const auto low = e_.greatest(e_.coalesce(amount.low.top, zero), zero);
  out.due = low;
  out.low = e_.choose(e_.both(surely, e_.negate(unsure)), low, zero);
  const auto bounded = e_.is_given(amount.high.top);
  const auto high = e_.choose(bounded, e_.greatest(amount.high.top, zero), e_.null(Sort::bigint));
  const auto nothing = e_.either(e_.either(expired, refused), amount.none);
  out.high = e_.choose(nothing, zero, high);
  out.distance = e_.choose(expired, e_.number(distance_none), distance);
  const auto mask = [&](Id lines) {
    const auto empty = e_.cast(zero, Sort::bigint);
    return lines < 0 ? empty : e_.choose(expired, empty, lines);
  };
  out.failed = mask(out.failed);
  out.unknown = mask(out.unknown);
}

}  // namespace leye::policy::sql
