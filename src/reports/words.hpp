// What was reported and what the person concerned said to it.
//
// A word rests on what the record said of the facts that are asked about: it holds while the record
// says the same. So the state of a line is never stored:
//
//   reported   nobody said anything yet; `late` once the days are over
//   confirmed  the person says it is so
//   contested  the person says it is otherwise, and it is a task of the window and of the reporter
//   upheld     it was looked into and stays as reported, with the reason
//
// Whoever changes the record asks anew. The transaction's scope decides what is seen; what a
// reporter may see is `ReportedOf`, checked by the caller.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "registers/record.hpp"
#include "reports/rules.hpp"
#include "store/transaction.hpp"

namespace leye::reports {

// Whose lines: those of a body by its names, those of an employer, those of a person, or all the
// scope shows.
struct ReportedOf {
  std::vector<std::string> names;
  std::int64_t organisation = 0;
  std::int64_t person = 0;
};

struct Line {
  const Report* report = nullptr;
  std::int64_t record = 0, person = 0, organisation = 0;
  std::string who, place_label, organisation_label;
  registers::Record facts;
  std::string state;    // reported, confirmed, contested, upheld; "" where nobody is asked
  std::string version;  // of what is asked; goes back with the answer
  Day due;              // to confirm until; of lines that nobody answered
  bool late = false;
  std::int64_t word = 0;  // the last one that holds
  std::string said;       // by the person
  std::map<std::string, std::string> meant;  // what is right, by fact
  std::string outcome, settled_by;
  std::optional<Instant> said_at, settled_at;
  std::optional<Day> reminded_on;
};

struct LinePage {
  std::vector<Line> lines;  // latest first
  std::int64_t total = 0;
};

// `state` may also be `late`, or "" for all.
struct LinesWanted {
  ReportedOf of;
  std::string state;
  Day today;
  std::int64_t limit = 50, offset = 0;
  std::int64_t record = 0;  // that one alone
};
Result<LinePage> list_lines(store::Transaction& transaction, const Vocabulary& vocabulary,
                            const Report& report, const LinesWanted& wanted);

// How many lines are in each state; those that are late also as `late`.
Result<std::map<std::string, std::int64_t>> count_lines(store::Transaction& transaction,
                                                        const Report& report, const ReportedOf& of,
                                                        Day today);

struct Answer {
  std::int64_t record = 0, person = 0;
  std::string version;
  bool agrees = true;
  std::string said;                          // what is otherwise
  std::map<std::string, std::string> meant;  // by fact, canonical
  std::int64_t account = 0;
  Instant now;
};
// Stores the word; of an agreement the caller writes the stamp. A word to the contrary opens a task
// of the window where the person lives. not_found: no such line of the person. conflict: the record
// says something else by now, or it was answered. invalid_input: nothing is said to be right.
Status answer_line(store::Transaction& transaction, const Report& report, const Answer& answer);

struct Contested {
  std::int64_t word = 0, record = 0, person = 0, account = 0, place = 0;
  std::string report;
  std::map<std::string, std::string> facts, meant;  // as reported; what is right
};
// One that waits, and its record still says what was contested; nothing else. Locks it.
Result<std::optional<Contested>> find_contested(store::Transaction& transaction,
                                                std::int64_t word);
struct Settlement {
  std::int64_t word = 0, account = 0;
  std::string outcome;  // 2 to 500 characters
  std::string by;
  Instant now;
};
Status settle(store::Transaction& transaction, const Settlement& settlement);
// The person told what is right, and it was taken: that is a confirmation of what stands now.
Status confirm_for(store::Transaction& transaction, const Report& report, const Contested& word,
                   Instant now);

struct Reminded {
  std::int64_t person = 0, place = 0, record = 0;
};
struct Desk {
  std::int64_t account = 0;
  std::int64_t place_lo = 0, place_hi = -1;  // where the people live
  Day today;
};
// The lines that are late and had no reminder for as many days; each is noted as reminded today.
Result<std::vector<Reminded>> remind(store::Transaction& transaction, const Report& report,
                                     const Desk& desk);

}  // namespace leye::reports
