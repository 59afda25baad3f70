// What can happen to a recovery (追缴), as a table checked while compiling. Money moves in two acts
// only: `decide` books the claim, and repayments (recovery.hpp) bring it back.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace leye::flows {

enum class RecoveryState {
  found,     // a finding is written, nobody outside has been told
  notified,  // the payee was told and may state its view
  decided,   // owed: booked in the ledger
  closed,    // repaid in full
  dropped,   // not recovered; the grant stays
};

enum class RecoveryAction {
  notify,  // 告知
  state,   // 陈述申辩
  decide,  // 决定追缴
  drop,    // 不予追缴
  remind,  // 催缴
  close,   // 办结
};

enum class RecoveryHand { finder, payee, decider };  // payee: or the finder for it

struct RecoveryTransition {
  RecoveryAction action;
  RecoveryState from;
  RecoveryState to;
  RecoveryHand hand;
  bool needs_text;
};

inline constexpr std::array recovery_transitions = [] {
  using enum RecoveryState;
  using enum RecoveryHand;
  return std::array{
      RecoveryTransition{RecoveryAction::notify, found, notified, finder, false},
      RecoveryTransition{RecoveryAction::state, notified, notified, payee, true},
      RecoveryTransition{RecoveryAction::decide, notified, decided, decider, true},
      RecoveryTransition{RecoveryAction::drop, notified, dropped, decider, true},
      RecoveryTransition{RecoveryAction::remind, decided, decided, finder, false},
      RecoveryTransition{RecoveryAction::close, decided, closed, finder, false},
  };
}();

constexpr std::optional<RecoveryTransition> find_recovery_transition(RecoveryAction action,
                                                                     RecoveryState from) {
  for (const RecoveryTransition& row : recovery_transitions)
    if (row.action == action && row.from == from) return row;
  return std::nullopt;
}

// Nothing is owed before the payee was heard, and what is decided is decided by the decider alone.
constexpr bool heard_before_owed() {
  for (const RecoveryTransition& row : recovery_transitions) {
    if (row.from == RecoveryState::closed || row.from == RecoveryState::dropped) return false;
    const bool decides = row.from == RecoveryState::notified && row.to != row.from;
    if (decides != (row.hand == RecoveryHand::decider)) return false;
    if (row.to == RecoveryState::decided && row.from != RecoveryState::decided && !decides)
      return false;
  }
  return true;
}
static_assert(heard_before_owed());

const char* name(RecoveryState state);    // "found"
const char* label(RecoveryState state);   // 已立案
const char* name(RecoveryAction action);  // "notify"
const char* label(RecoveryAction action);
std::optional<RecoveryAction> find_recovery_action(std::string_view name);
RecoveryState recovery_state(std::string_view name);  // CHECKs: from our own column

}  // namespace leye::flows
