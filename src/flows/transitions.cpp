#include "flows/transitions.hpp"

#include "base/check.hpp"

namespace leye::flows {
namespace {

struct StateWord {
  CaseState state;
  const char* name;
  const char* label;
};
constexpr StateWord states[] = {
    {CaseState::open, "open", "办理中"},         {CaseState::paying, "paying", "待拨付"},
    {CaseState::decided, "decided", "待办结"},   {CaseState::closed, "closed", "已办结"},
    {CaseState::refused, "refused", "不予享受"}, {CaseState::withdrawn, "withdrawn", "已撤回"},
};

struct ActionWord {
  Action action;
  const char* name;
  const char* label;
};
constexpr ActionWord actions[] = {
    {Action::confirm, "confirm", "确认申报"},
    {Action::take_in, "take_in", "受理"},
    {Action::ask_correction, "ask_correction", "补正"},
    {Action::reject, "reject", "不予受理"},
    {Action::pass, "pass", "通过"},
    {Action::visit, "visit", "登记核查"},
    {Action::give_back, "return", "退回"},
    {Action::publish, "publish", "发布公示"},
    {Action::close_notice, "close_notice", "结束公示"},
    {Action::approve, "approve", "批准"},
    {Action::refuse, "refuse", "不予批准"},
    {Action::settle, "settle", "办结归档"},
    {Action::withdraw, "withdraw", "撤回"},
    {Action::acknowledge, "acknowledge", "核看变化"},
};

const StateWord& word(CaseState state) {
  for (const StateWord& row : states)
    if (row.state == state) return row;
  check_failed("a case state has a word", __FILE__, __LINE__);
}

const ActionWord& word(Action action) {
  for (const ActionWord& row : actions)
    if (row.action == action) return row;
  check_failed("an action has a word", __FILE__, __LINE__);
}

}  // namespace

const char* name(CaseState state) { return word(state).name; }
const char* label(CaseState state) { return word(state).label; }
const char* name(Action action) { return word(action).name; }
const char* label(Action action) { return word(action).label; }

std::optional<Action> find_action(std::string_view text) {
  for (const ActionWord& row : actions)
    if (text == row.name) return row.action;
  return std::nullopt;
}

CaseState case_state(std::string_view text) {
  for (const StateWord& row : states)
    if (text == row.name) return row.state;
  check_failed("a stored case state is known", __FILE__, __LINE__);
}

}  // namespace leye::flows
