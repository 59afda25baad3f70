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
    if (known(step.id))
      return wrong(path, fmt::format("有两步叫“{0}” / two steps are called '{0}'", step.id));
    for (const std::string& earlier : step.return_to)
      if (!known(earlier))
        return wrong(
            path, fmt::format("步骤“{0}”退回“{1}”, 它不在前面 / step '{0}' returns to '{1}', which "
                              "does not stand above it",
                              step.id, earlier));
    for (const Effect effect : step.effects)
      if (!runs(effect))
        return wrong(
            path, fmt::format("步骤“{0}”的效果 {1} 还不会执行 / step '{0}' has the effect '{1}', "
                              "which this release does not run",
                              step.id, name(effect)));
    const bool plans = has(step, Effect::plan) && has(step, Effect::pay);
    if (path.pays() && decides(step) && !plans)
      return wrong(
          path,
          fmt::format("审批的步骤“{0}”没有 计划 或 支付 / the deciding step '{0}' plans no grant "
                      "or no payment",
                      step.id),
          "效果写 计划 支付 / give it the effects plan and pay");
    for (const Effect effect : {Effect::plan, Effect::pay, Effect::recover, Effect::release})
      if (!path.pays() && has(step, effect))
        return wrong(
            path,
            fmt::format("步骤“{0}”有效果 {1}, 但这里不付款 / step '{0}' has the effect '{1}', but "
                        "nothing is paid",
                        step.id, name(effect)),
            "去掉它, 或最后一步写 拨付 / leave it out, or end with a step of kind pay");
    seen.push_back(step.id);
  }
  for (const auto& [one, other] : path.apart)
    if (!known(one) || !known(other))
      return wrong(
          path,
          fmt::format("另须分开的“{0}”和“{1}”不都是步骤 / '{0}' and '{1}' are kept apart but are "
                      "not both steps",
                      one, other));
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
          path, fmt::format("步骤“{0}”要询问, 但它不是受理或审核 / step '{0}' asks for facts, but "
                            "neither takes in nor checks",
                            step.id));
    if (recover_here && step.kind != StepKind::pay)
      return wrong(
          path,
          fmt::format("步骤“{0}”有 追缴, 但它不付款 / step '{0}' recovers, but does not pay",
                      step.id),
          "追缴 写在拨付的那一步 / write recover on the paying step");
    asks |= ask_here;
    recovers |= recover_here;
  }
  if (asks && path.ask_working_days == 0)
    return wrong(path, "流程要询问, 没有写期限 / the path asks for facts without saying until when",
                 "如 询问 10 工作日 / such as: ask 10 working_days");
  if (recovers != path.recovery.has_value())
    return wrong(
        path,
        "效果 追缴 和上面的 追缴 一行要一起写 / the effect recover and the line recovery go "
        "together",
        "都写, 或都不写 / write both, or neither");
  for (const Remedy& remedy : path.remedies)
    if (find_remedy(path, remedy.kind) != &remedy)
      return wrong(path, fmt::format("救济 {0} 写了两次 / the remedy '{0}' is written twice",
                                     name(remedy.kind)));
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
      return wrong(
          path,
          fmt::format("{0} 元的金额遇到 {1} 个审批步骤, 应为一个 / an amount of {0} yuan meets {1} "
                      "deciding steps, not one",
                      to_text(amount), deciding),
          "让审批步骤的条件不重不漏 / let the conditions of the deciding steps cover each "
          "amount once");
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
  if (path.steps.empty()) return wrong(path, "流程没有步骤 / the path has no steps");
  const StepKind first = path.steps.front().kind;
  if (first != StepKind::confirm && first != StepKind::take_in)
    return wrong(path, "第一步既不是确认也不是受理 / the first step neither confirms nor takes in");
  if (!path.pays() && path.steps.back().kind != StepKind::close)
    return wrong(path, "最后一步既不是拨付也不是办结 / the last step neither pays nor closes",
                 "以 拨付 或 办结 结束 / end with a step of kind pay or close");
  if (path.jurisdiction.empty() && path.basis == PlaceBasis::unsaid)
    return wrong(path, "流程没有写管辖 / the path has no jurisdiction");
  if (path.pays() && path.channel.empty())
    return wrong(path, "流程没有写渠道 / the path has no payment channel");
  if (path.pays() != (path.payee != PathPayee::none))
    return wrong(
        path,
        path.pays() ? "流程付款, 没有写收款 / the path pays without saying whom"
                    : "流程写了收款, 但不付款 / the path says whom it pays, but nothing is "
                      "paid",
        "以 拨付 结束的流程写 收款 单位 / write payee employer on a path that ends with pay");
  const auto count = [&path](StepKind kind) {
    return std::count_if(path.steps.begin(), path.steps.end(),
                         [kind](const Step& step) { return step.kind == kind; });
  };
  if (count(StepKind::take_in) != 1)
    return wrong(path, "流程要有且只有一步受理 / a path has exactly one take-in step");
  if (count(StepKind::pay) + count(StepKind::close) != 1)
    return wrong(path,
                 "流程只在最后拨付或办结一次 / a path pays or closes exactly once, at its end");
  if (count(StepKind::notice) > 0 && path.notice.kind == NoticeKind::none)
    return wrong(
        path, "有公示的步骤, 没有写公示几天 / a public notice step stands without a notice rule");
  TRY(check_steps(path));
  TRY(check_lines(path));
  return check_decisions(path);
}

}  // namespace leye::policy
