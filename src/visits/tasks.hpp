// Who is to be visited until when (走访任务): made from the pack's plans and from surveys, given to
// visitors, and listed.
//
//   TRY(renew_tasks(transaction, desk));      // of all plans; asked again it changes nothing
//   TRY(assign_tasks(transaction, desk, {3, 7}, visitor));
//   const auto page = TRY(list_tasks(transaction, asked, 50, 0));
//
// Everything runs in the caller's own scope: tasks are those of people who live in his places.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "registers/identity_cipher.hpp"
#include "store/transaction.hpp"
#include "visits/plans.hpp"

namespace leye::visits {

struct VisitDesk {
  const Vocabulary& vocabulary;
  const ledgers::Ledgers& ledgers;
  const Plans& plans;
  const registers::IdentityCipher& cipher;
  std::int64_t account = 0;
  std::int64_t place = 0;  // of the post
  std::int64_t place_lo = 0, place_hi = -1;
  Instant now;          // of the trade
  Instant recorded_at;  // of the machine
  int late_days = 0;    // after a visit, within which it is taken in (Numbers::visit_taken_late)
  Day today() const { return business_day(now); }
};

struct Renewed {
  std::int64_t made = 0;
  std::int64_t gone = 0;  // open ones of people whom the plan no longer means
};
// Everyone whom a plan means has one open task: due so many months after the last contact, or so
// many days from today where there was none. A contact is a visit of ours that reached the person
// in a way that counts, or a service record of the kind `visit`.
Result<Renewed> renew_tasks(store::Transaction& transaction, const VisitDesk& desk);

// The people of a ledger or category whom the transaction's scope sees.
Result<std::vector<std::int64_t>> people_of(store::Transaction& transaction, const VisitDesk& desk,
                                            const std::string& people);

inline constexpr std::size_t tasks_at_once = 500;

// To `visitor`, or to nobody. conflict: one of them is closed or none of the caller's.
Result<std::int64_t> assign_tasks(store::Transaction& transaction, const VisitDesk& desk,
                                  std::vector<std::int64_t> ids,
                                  std::optional<std::int64_t> visitor);

struct Visitor {
  std::int64_t account = 0;
  std::string name;
  std::int64_t open = 0;  // tasks given to him, within the caller's places
};
// Accounts that may visit within these places, by name.
Result<std::vector<Visitor>> list_visitors(store::Transaction& transaction, const VisitDesk& desk,
                                           const std::string& area_schema);

struct TaskQuestion {
  std::string state;  // overdue | soon | later | open | done
  std::string plan;   // empty: all
  std::optional<std::int64_t> batch, visitor;
  bool unassigned = false;
  std::int64_t place_lo = 0, place_hi = 999'999'999'999;
  Day today;
};

struct TaskLine {
  std::int64_t id = 0, person = 0, place = 0;
  std::string who, place_label, plan, batch_label, state;
  std::optional<std::int64_t> batch, visitor;
  Day due_on;
  std::int64_t tries = 0;  // visits for it that reached nobody
  std::optional<Day> last_on;  // of the person's latest visit
  std::string last_outcome, last_way, last_told, last_note;
};
struct TaskPage {
  std::vector<TaskLine> lines;
  std::int64_t total = 0;
};
Result<TaskPage> list_tasks(store::Transaction& transaction, const TaskQuestion& asked,
                            std::int64_t limit, std::int64_t offset);

// How many are overdue, due within thirty days, due later, and done within the last thirty days.
struct TaskCounts {
  std::int64_t overdue = 0, soon = 0, later = 0, done = 0;
};
struct PlaceCounts {
  std::int64_t place = 0;
  std::string label;
  TaskCounts counts;
};
Result<std::map<std::string, TaskCounts>> count_by_plan(store::Transaction& transaction, Day today);
// At most two hundred places, the most overdue first; of one batch or of all plans.
Result<std::vector<PlaceCounts>> count_by_place(store::Transaction& transaction, Day today,
                                                std::optional<std::int64_t> batch);

struct Provider {
  std::string uscc, name;
};
// Who gives services here: those who run a service station, then those who gave the most services.
Result<std::vector<Provider>> list_providers(store::Transaction& transaction);

}  // namespace leye::visits
