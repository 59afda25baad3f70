// What can happen to a case, as a table checked while compiling. The table is the rule; nothing
// else moves a case between states. Which steps a case walks through is data (policy/plan/path);
// what each kind of step allows stands here.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "policy/plan/path.hpp"

namespace leye::flows {

enum class CaseState {
  open,       // on its way to a decision
  paying,     // decided in favour; the money is on its way
  decided,    // decided in favour; nothing is paid, it is to be filed
  closed,     // paid, or carried out, and filed (办结归档)
  refused,    // decided against, or not taken in
  withdrawn,  // taken back by the applicant
};

enum class Action {
  confirm,         // 确认申报
  take_in,         // 受理
  ask_correction,  // 补正
  reject,          // 不予受理
  pass,            // 通过
  visit,           // 登记核查: what one person found on the spot
  give_back,       // 退回
  publish,         // 发布公示
  close_notice,    // 结束公示
  approve,         // 批准
  refuse,          // 不予批准
  settle,          // 办结归档
  withdraw,        // 撤回
  acknowledge,     // 核看变化
};

// Where a case goes on its path.
enum class Move {
  stay,
  next,
  back,  // to an earlier step that the step names
  end,
};

struct Transition {
  Action action;
  policy::StepKind kind;
  CaseState from;
  CaseState to;
  Move move;
  bool needs_opinion;
};

inline constexpr std::array transitions = [] {
  using policy::StepKind;
  using enum CaseState;
  return std::array{
      Transition{Action::confirm, StepKind::confirm, open, open, Move::next, false},
      Transition{Action::take_in, StepKind::take_in, open, open, Move::next, false},
      Transition{Action::ask_correction, StepKind::take_in, open, open, Move::back, true},
      Transition{Action::reject, StepKind::take_in, open, refused, Move::end, true},
      Transition{Action::pass, StepKind::check, open, open, Move::next, false},
      Transition{Action::give_back, StepKind::check, open, open, Move::back, true},
      Transition{Action::visit, StepKind::visit, open, open, Move::stay, true},
      Transition{Action::pass, StepKind::visit, open, open, Move::next, false},
      Transition{Action::give_back, StepKind::visit, open, open, Move::back, true},
      Transition{Action::publish, StepKind::notice, open, open, Move::stay, false},
      Transition{Action::close_notice, StepKind::notice, open, open, Move::next, false},
      Transition{Action::give_back, StepKind::notice, open, open, Move::back, true},
      Transition{Action::approve, StepKind::decide, open, paying, Move::next, false},
      Transition{Action::refuse, StepKind::decide, open, refused, Move::end, true},
      Transition{Action::give_back, StepKind::decide, open, open, Move::back, true},
      Transition{Action::approve, StepKind::meeting, open, paying, Move::next, false},
      Transition{Action::refuse, StepKind::meeting, open, refused, Move::end, true},
      Transition{Action::give_back, StepKind::meeting, open, open, Move::back, true},
      Transition{Action::settle, StepKind::pay, paying, closed, Move::end, false},
      Transition{Action::settle, StepKind::close, decided, closed, Move::end, false},
      Transition{Action::settle, StepKind::close, open, closed, Move::end, false},
      Transition{Action::refuse, StepKind::close, open, refused, Move::end, true},
      Transition{Action::give_back, StepKind::close, open, open, Move::back, true},
      Transition{Action::acknowledge, StepKind::check, open, open, Move::stay, false},
      Transition{Action::acknowledge, StepKind::visit, open, open, Move::stay, false},
      Transition{Action::acknowledge, StepKind::close, open, open, Move::stay, false},
      Transition{Action::acknowledge, StepKind::notice, open, open, Move::stay, false},
      Transition{Action::acknowledge, StepKind::decide, open, open, Move::stay, false},
      Transition{Action::acknowledge, StepKind::meeting, open, open, Move::stay, false},
      Transition{Action::withdraw, StepKind::confirm, open, withdrawn, Move::end, true},
      Transition{Action::withdraw, StepKind::take_in, open, withdrawn, Move::end, true},
      Transition{Action::withdraw, StepKind::check, open, withdrawn, Move::end, true},
      Transition{Action::withdraw, StepKind::visit, open, withdrawn, Move::end, true},
      Transition{Action::withdraw, StepKind::notice, open, withdrawn, Move::end, true},
      Transition{Action::withdraw, StepKind::decide, open, withdrawn, Move::end, true},
      Transition{Action::withdraw, StepKind::meeting, open, withdrawn, Move::end, true},
      Transition{Action::withdraw, StepKind::pay, paying, withdrawn, Move::end, true},
      Transition{Action::withdraw, StepKind::close, open, withdrawn, Move::end, true},
      Transition{Action::withdraw, StepKind::close, decided, withdrawn, Move::end, true},
  };
}();

// Where a transition leads on a path that pays, and on one that does not.
constexpr CaseState reached(const Transition& transition, bool pays) {
  return transition.to == CaseState::paying && !pays ? CaseState::decided : transition.to;
}

constexpr std::optional<Transition> find_transition(Action action, policy::StepKind kind,
                                                    CaseState from) {
  for (const Transition& row : transitions)
    if (row.action == action && row.kind == kind && row.from == from) return row;
  return std::nullopt;
}

// No action leads two ways from one state at one kind of step.
constexpr bool one_answer_each() {
  for (std::size_t a = 0; a < transitions.size(); ++a)
    for (std::size_t b = a + 1; b < transitions.size(); ++b)
      if (transitions[a].action == transitions[b].action &&
          transitions[a].kind == transitions[b].kind && transitions[a].from == transitions[b].from)
        return false;
  return true;
}
static_assert(one_answer_each());

constexpr bool is_end(CaseState state) {
  return state == CaseState::closed || state == CaseState::refused || state == CaseState::withdrawn;
}

// What has ended stays ended, and a case ends exactly where the table says so.
constexpr bool ends_are_ends() {
  for (const Transition& row : transitions)
    if (is_end(row.from) || is_end(row.to) != (row.move == Move::end)) return false;
  return true;
}
static_assert(ends_are_ends());

// Each kind of step can be left forward, and only a deciding step starts the payment.
constexpr bool each_kind_goes_on() {
  using policy::StepKind;
  for (const StepKind kind :
       {StepKind::confirm, StepKind::take_in, StepKind::check, StepKind::visit, StepKind::notice,
        StepKind::decide, StepKind::meeting}) {
    bool goes_on = false;
    for (const Transition& row : transitions) {
      const bool decides = kind == StepKind::decide || kind == StepKind::meeting;
      if (row.kind != kind) continue;
      goes_on |= row.move == Move::next;
      if ((row.to == CaseState::paying) != (decides && row.move == Move::next)) return false;
    }
    if (!goes_on) return false;
  }
  return true;
}
static_assert(each_kind_goes_on());

const char* name(CaseState state);   // "open"
const char* label(CaseState state);  // 办理中
const char* name(Action action);     // "take_in"
const char* label(Action action);    // 受理
std::optional<Action> find_action(std::string_view name);
CaseState case_state(std::string_view name);  // CHECKs: from our own column

}  // namespace leye::flows
