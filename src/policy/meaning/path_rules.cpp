#include "policy/meaning/path_rules.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace leye::policy {
namespace {

Error wrong(const Path& path, std::string what, std::string fix = {}) {
  return Error{ErrorCode::invalid_input,
               std::move(what),
               {fmt::format("path of {}", path.measure)},
               std::move(fix)};
}

bool decides(const Step& step) {
  return step.kind == StepKind::decide || step.kind == StepKind::pair ||
         step.kind == StepKind::meeting || step.kind == StepKind::outside;
}

bool has(const Step& step, Effect effect) {
  return std::find(step.effects.begin(), step.effects.end(), effect) != step.effects.end();
}

bool takes(const Step& step, Money amount) {
  return !(step.above && amount <= *step.above) && !(step.up_to && amount > *step.up_to);
}

Status check_steps(const Path& path) {
  std::vector<std::string> seen;
  const auto known = [&seen](const std::string& id) {
    return std::find(seen.begin(), seen.end(), id) != seen.end();
  };
  for (const Step& step : path.steps) {
    if (known(step.id)) return wrong(path, fmt::format("two steps are called '{}'", step.id));
    for (const std::string& earlier : step.return_to)
      if (!known(earlier))
        return wrong(path, fmt::format("step '{}' returns to '{}', which does not stand above it",
                                       step.id, earlier));
    for (const Effect effect : step.effects)
      if (!runs(effect))
        return wrong(path, fmt::format("step '{}' has the effect '{}', which this release does "
                                       "not run",
                                       step.id, name(effect)));
    const bool plans = has(step, Effect::plan) && has(step, Effect::pay);
    if (path.pays() && decides(step) && !plans)
      return wrong(path,
                   fmt::format("the deciding step '{}' plans no grant or no payment", step.id),
                   "give it the effects 计划 (plan) and 支付 (pay)");
    for (const Effect effect : {Effect::plan, Effect::pay, Effect::recover, Effect::release})
      if (!path.pays() && has(step, effect))
        return wrong(path,
                     fmt::format("step '{}' has the effect '{}', but nothing is paid", step.id,
                                 name(effect)),
                     "leave it out, or end with a step of kind 拨付 (pay)");
    seen.push_back(step.id);
  }
  for (const auto& [one, other] : path.apart)
    if (!known(one) || !known(other))
      return wrong(path,
                   fmt::format("'{}' and '{}' are kept apart but are not both steps", one, other));
  return Done{};
}

// Effects that need a line of their own above the table, and stand only where they make sense.
Status check_lines(const Path& path) {
  bool asks = false;
  bool recovers = false;
  for (const Step& step : path.steps) {
    const bool ask_here = has(step, Effect::ask);
    const bool recover_here = has(step, Effect::recover);
    if (ask_here && step.kind != StepKind::take_in && step.kind != StepKind::check)
      return wrong(
          path, fmt::format("step '{}' asks for facts, but neither takes in nor checks", step.id));
    if (recover_here && step.kind != StepKind::pay)
      return wrong(path, fmt::format("step '{}' recovers, but does not pay", step.id),
                   "write 追缴 (recover) on the paying step");
    asks |= ask_here;
    recovers |= recover_here;
  }
  if (asks && path.ask_working_days == 0)
    return wrong(path, "the path asks for facts without saying until when",
                 "write for example: 询问 10 工作日 (ask 10 working_days)");
  if (recovers != path.recovery.has_value())
    return wrong(path, "the effect 追缴 (recover) and the line 追缴 (recovery) go together",
                 "write both, or neither");
  for (const Remedy& remedy : path.remedies)
    if (find_remedy(path, remedy.kind) != &remedy)
      return wrong(path, fmt::format("the remedy '{}' is written twice", name(remedy.kind)));
  return Done{};
}

// Each amount meets exactly one deciding step: tried at, just below and just above each limit.
Status check_decisions(const Path& path) {
  std::vector<Money> amounts = {Money::fen(1)};
  for (const Step& step : path.steps)
    for (const auto& limit : {step.above, step.up_to})
      if (limit)
        for (const int off : {-1, 0, 1}) amounts.push_back(Money::fen(limit->fen() + off));
  for (const Money amount : amounts) {
    const auto deciding = std::count_if(path.steps.begin(), path.steps.end(), [&](const Step& s) {
      return decides(s) && takes(s, amount);
    });
    if (!path.pays() && deciding == 0) continue;
    if (deciding != 1)
      return wrong(path,
                   fmt::format("an amount of {} yuan meets {} deciding steps, not one",
                               to_text(amount), deciding),
                   "let the conditions of the deciding steps cover each amount once");
  }
  return Done{};
}

}  // namespace

bool runs(Effect effect) {
  switch (effect) {
    case Effect::publish:
    case Effect::plan:
    case Effect::pay:
    case Effect::issue:
    case Effect::notify:
    case Effect::release:
    case Effect::recover:
    case Effect::ask: return true;
    case Effect::record:
    case Effect::open_spell:
    case Effect::close_spell:
    case Effect::open_flow:
    case Effect::schedule: return false;
  }
  return false;
}

Status check_path(const Path& path) {
  if (path.steps.empty()) return wrong(path, "the path has no steps");
  const StepKind first = path.steps.front().kind;
  if (first != StepKind::confirm && first != StepKind::take_in)
    return wrong(path, "the first step neither confirms nor takes in");
  if (!path.pays() && path.steps.back().kind != StepKind::close)
    return wrong(path, "the last step neither pays nor closes",
                 "end with a step of kind 拨付 (pay) or 办结 (close)");
  if (path.jurisdiction.empty() && path.basis == PlaceBasis::unsaid)
    return wrong(path, "the path has no jurisdiction (管辖)");
  if (path.pays() && path.channel.empty())
    return wrong(path, "the path has no payment channel (渠道)");
  if (path.pays() != (path.payee != PathPayee::none))
    return wrong(path,
                 path.pays() ? "the path pays without saying whom (收款)"
                             : "the path says whom it pays (收款), but nothing is paid",
                 "write 收款 单位 (payee employer) on a path that ends with 拨付 (pay)");
  const auto count = [&path](StepKind kind) {
    return std::count_if(path.steps.begin(), path.steps.end(),
                         [kind](const Step& step) { return step.kind == kind; });
  };
  if (count(StepKind::take_in) != 1) return wrong(path, "a path has exactly one take-in step");
  if (count(StepKind::pay) + count(StepKind::close) != 1)
    return wrong(path, "a path pays or closes exactly once, at its end");
  if (count(StepKind::notice) > 0 && path.notice.kind == NoticeKind::none)
    return wrong(path, "a public notice step stands without a notice rule (公示)");
  TRY(check_steps(path));
  TRY(check_lines(path));
  return check_decisions(path);
}

}  // namespace leye::policy
