// Graduates of a year by school and county: how many are placed, as a numerator over a declared
// denominator whose rows can be listed; where the school's word and registers disagree; whom the
// public employment service has taken over (离校未就业毕业生) and how it serves them.
//
//   in part        means
//   all            every graduate reported: the denominator of 毕业去向落实率
//   placed         the numerator: destinations that count (destinations.hpp)
//   confirmed      the graduate says it is so
//   no_work        said to be hired, and no register shows work when it should
//   has_work       said to be without, and the registers show work now
//   leavers        neither placed nor at work: to be served until work, study or the army
//   no_helper      leavers whom nobody is assigned to
//   unserved       leavers who had no visit and no service since leaving
//   overdue        leavers whose next contact is past its day
//
// Who works is read over the whole area: the transaction passes the places by, and `low` and `high`
// are those of the people.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registers/rows.hpp"
#include "reports/destinations.hpp"
#include "store/transaction.hpp"

namespace leye::reports {

inline constexpr std::array<std::string_view, 9> graduate_parts{
    "all",     "placed",    "confirmed", "no_work", "has_work",
    "leavers", "no_helper", "unserved",  "overdue"};

struct GraduatesWanted {
  const Destinations& destinations;
  std::vector<std::string> plans;  // of visits to those who are to be placed
  Day from, until;                 // of graduating
  Day today;
  std::int64_t low = 0, high = -1;
};

struct GraduateCounts {
  std::string key;  // a school's name, or a county's code
  std::string label;
  std::array<std::int64_t, graduate_parts.size()> parts{};  // in the order above
};
enum class By { school, county };
// The most graduates first; at most 200.
Result<std::vector<GraduateCounts>> count_graduates(store::Transaction& transaction,
                                                    const GraduatesWanted& wanted, By by);

struct GraduateRow {
  std::int64_t record = 0, person = 0;
  std::string who, place_label, school, destination, difference, helper;
  Day graduated_on;
  bool confirmed = false, works = false, served = false;
  std::optional<Day> due_on;
};
struct GraduateRows {
  std::vector<GraduateRow> rows;
  std::int64_t total = 0;
};
struct GraduatesListed {
  std::string part = "all";
  std::optional<std::string> school;
  std::int64_t county = 0;
  std::int64_t limit = 50, offset = 0;
};
Result<GraduateRows> list_graduates(store::Transaction& transaction, const GraduatesWanted& wanted,
                                    const GraduatesListed& listed);

struct DifferenceTasks {
  std::int64_t opened = 0, closed = 0;
};
// Every disagreement is one task of the window where the graduate lives; those that are over are
// closed. Asked again it changes nothing.
Result<DifferenceTasks> renew_difference_tasks(store::Transaction& transaction,
                                               const GraduatesWanted& wanted,
                                               std::int64_t account, Instant now);

}  // namespace leye::reports
