#include "flows/recovery_rules.hpp"

#include "base/check.hpp"

namespace leye::flows {
namespace {

struct StateWord {
  RecoveryState state;
  const char* name;
  const char* label;
};
constexpr StateWord states[] = {
    {RecoveryState::found, "found", "已立案"},
    {RecoveryState::notified, "notified", "已告知"},
    {RecoveryState::decided, "decided", "待缴还"},
    {RecoveryState::closed, "closed", "已追回"},
    {RecoveryState::dropped, "dropped", "不予追缴"},
};

struct ActionWord {
  RecoveryAction action;
  const char* name;
  const char* label;
};
constexpr ActionWord actions[] = {
    {RecoveryAction::notify, "notify", "发出告知书"}, {RecoveryAction::state, "state", "陈述申辩"},
    {RecoveryAction::decide, "decide", "决定追缴"},   {RecoveryAction::drop, "drop", "不予追缴"},
    {RecoveryAction::remind, "remind", "催缴"},       {RecoveryAction::close, "close", "办结"},
};

const StateWord& word(RecoveryState state) {
  for (const StateWord& row : states)
    if (row.state == state) return row;
  check_failed("a recovery's state has a word", __FILE__, __LINE__);
}

const ActionWord& word(RecoveryAction action) {
  for (const ActionWord& row : actions)
    if (row.action == action) return row;
  check_failed("an action has a word", __FILE__, __LINE__);
}

}  // namespace

const char* name(RecoveryState state) { return word(state).name; }
const char* label(RecoveryState state) { return word(state).label; }
const char* name(RecoveryAction action) { return word(action).name; }
const char* label(RecoveryAction action) { return word(action).label; }

std::optional<RecoveryAction> find_recovery_action(std::string_view text) {
  for (const ActionWord& row : actions)
    if (text == row.name) return row.action;
  return std::nullopt;
}

RecoveryState recovery_state(std::string_view text) {
  for (const StateWord& row : states)
    if (text == row.name) return row.state;
  check_failed("a stored state is known", __FILE__, __LINE__);
}

}  // namespace leye::flows
