// The outbox of systems that are reached by workbooks in their own import template
// (sheet_template.hpp): items become a file, a clerk carries it over, and what that system gives
// back is read.
//
//   const auto sheet = TRY(make_sheet(transaction, desk, kind, {…}));
//   TRY(take_sheet(transaction, sheet, {…}));
//   const auto file = TRY(read_sheet(transaction, desk, sheet, {…}));      // the same each time
//   const auto read = TRY(read_answer(transaction, desk, kind, answer, {…}));
//
// A file holds one operation (add, change or withdraw) and of each person or organisation one item,
// the first that waits: the next goes into a file when the one before was answered. Answers settle
// items as those of an interface do (outbox.hpp): numbers are stored, refusals return to the clerk
// whose work it was. The transactions' scope must bypass row-level security; what is touched lies
// within the worker's places.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exchange/courier.hpp"
#include "exchange/sheet_template.hpp"

namespace leye::exchange {

// A kind and the template in which it goes out.
struct SheetKind {
  const Arrangement& arrangement;
  const SheetTemplate& sheet;
};

struct SheetWorker {
  std::int64_t account = 0;
  std::int64_t place = 0;  // of the post
  std::int64_t place_lo = 0, place_hi = 0;
  Day today;    // of business: what is overdue
  Instant now;  // by the machine's clock
};

// Its id. conflict: nothing waits, or nothing that may go before something else is answered.
Result<std::int64_t> make_sheet(store::Transaction& transaction, const Desk& desk,
                                const SheetKind& kind, const SheetWorker& worker);

// The first time its rows are on their way, and who took it owes the answer (a task of the desk)
// within the template's days; later nothing changes. not_found: no such file in the worker's
// places.
Status take_sheet(store::Transaction& transaction, std::int64_t sheet, const SheetWorker& worker);

struct SheetFile {
  std::string name;   // "岗位推荐导入模板-新增-17.xlsx"
  std::string bytes;  // the same each time
};
// conflict: nobody took it yet.
Result<SheetFile> read_sheet(store::Transaction& transaction, const Desk& desk, std::int64_t sheet,
                             const SheetWorker& worker);

struct AnswerFile {
  std::string name;
  std::string bytes;        // a workbook or CSV
  std::int64_t sheet = 0;   // the file that it answers; 0: whichever its rows are of
};
struct AnswerProblem {
  std::int64_t row = 0;
  std::string what, fix;
};
struct AnswerRead {
  std::int64_t id = 0;
  std::int64_t rows = 0;
  std::int64_t accepted = 0, refused = 0, renumbered = 0;
  std::int64_t unchanged = 0;  // said before
  std::int64_t open = 0;       // without an answer yet
  std::int64_t not_understood = 0;
  std::vector<AnswerProblem> problems;  // the first hundred of those
};
// invalid_input: no table with the template's headings, or too long. Rows that cannot be understood
// are told one by one; the others are taken.
Result<AnswerRead> read_answer(store::Transaction& transaction, const Desk& desk,
                               const SheetKind& kind, const AnswerFile& file,
                               const SheetWorker& worker);

// What people see.
struct SheetsWaiting {
  std::string system, entity;
  std::int64_t items = 0;
  Instant oldest;
};
struct SheetLine {
  std::int64_t id = 0;
  std::string system, entity, operation, file_name, place_label;
  std::int64_t rows = 0, waiting = 0, accepted = 0, refused = 0;
  std::int64_t made_by = 0;
  Instant made_at;
  std::optional<std::int64_t> taken_by;
  std::optional<Instant> taken_at;
  std::optional<Day> due_on;
  std::string state;  // made, taken, overdue, answered
};
struct AnswerLine {
  std::string system, entity, file_name;
  AnswerRead read;
  std::int64_t read_by = 0;
  Instant read_at;
};
Result<std::vector<SheetsWaiting>> waiting_for_sheets(store::Transaction& transaction,
                                                      const SheetTemplates& templates,
                                                      const SheetWorker& worker);
// `sheet`: one of them, or 0.
Result<std::vector<SheetLine>> list_sheets(store::Transaction& transaction,
                                           const SheetWorker& worker, std::int64_t sheet = 0);
Result<std::vector<AnswerLine>> list_answers(store::Transaction& transaction,
                                             const SheetWorker& worker);

}  // namespace leye::exchange
