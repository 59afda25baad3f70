// The inbox (待办, 已办, 我发起, 即将超期) and the list of cases, by role and place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/bureau.hpp"
#include "flows/transitions.hpp"

namespace leye::flows {

enum class InboxView { todo, done, mine, due_soon };
std::optional<InboxView> find_inbox_view(std::string_view name);

struct InboxLine {
  std::int64_t task_id = 0;  // 0 in `mine` and in the list of cases
  std::int64_t case_id = 0;
  std::string number;
  std::string measure;
  std::string measure_label;
  std::string step;
  std::string step_label;
  std::string applicant;
  std::int64_t place = 0;
  std::string place_name;
  Money amount;
  std::int64_t rows = 0;
  CaseState state = CaseState::open;
  Instant opened_at{};
  Instant since{};  // waiting, or done
  std::optional<Day> due_on;
  std::optional<int> days_left;  // working days; negative: overdue; none: no clock or unknown
  bool due_unknown = false;      // the clock runs beyond the known calendar: 尚不可知
  std::optional<std::int64_t> claimed_by;
};

struct InboxPage {
  std::vector<InboxLine> lines;
  std::int64_t total = 0;
};

struct InboxFilter {
  InboxView view = InboxView::todo;
  std::string measure = {};
  std::int64_t page = 1;
  std::int64_t size = 20;
};

Result<InboxPage> inbox(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                        const InboxFilter& filter);

struct CaseFilter {
  std::string measure = {};
  std::string state = {};
  std::optional<std::int64_t> organisation = {};
  std::optional<std::int64_t> person = {};
  std::int64_t page = 1;
  std::int64_t size = 20;
};
// Of the actor's places; of an applicant only its own.
Result<InboxPage> list_cases(store::Connection& connection, const Bureau& bureau,
                             const Actor& actor, const CaseFilter& filter);

}  // namespace leye::flows
