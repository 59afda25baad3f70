// Recognitions looked at again (年度复核), and who is to be recognised or to leave (认定、退出).
//
//   const auto counts = TRY(count(transaction, review, today));
//   const auto page = TRY(list(transaction, review, {"overdue", today, 20, 0}));
//   const auto due = TRY(take_review(transaction, review, record, today));   // … the record is
//   stored … TRY(keep_answer(transaction, due, {…})); const auto id = TRY(propose(transaction,
//   review, {…}));     // by a community worker … const auto move = TRY(take_move(transaction, id,
//   account));  // … decided by another one TRY(decide(transaction, id, {…}));
//
// Whose review is due follows from the recognition and the day
// (docs/decisions/0058-due-by-the-day.md). What the rules hint at is what screening found of the
// category (benefits/category_findings.hpp). Lists run in the caller's scope; the rest bypasses
// row-level security and is bound by `Worker`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "recognitions/rules.hpp"
#include "store/transaction.hpp"

namespace leye::recognitions {

struct Worker {
  std::int64_t account = 0;
  std::string name;
  std::int64_t place_lo = 0, place_hi = -1;
  Instant now;
};

struct Counts {
  std::int64_t soon = 0;       // due within the days of warning
  std::int64_t overdue = 0;    // due, and still to be answered in time
  std::int64_t escalated = 0;  // nobody answered in time
  std::int64_t entries = 0;    // the rules hold, and there is no recognition
  std::int64_t exits = 0;      // the rules say that the recognition should end, or it lapses
  std::int64_t open = 0;       // proposed by somebody, to be decided by another
};
Result<Counts> count(store::Transaction& transaction, const Review& review, Day today);

struct Line {
  std::int64_t id = 0;  // of the move, where there is one
  std::int64_t person = 0, place = 0;
  std::string who, place_label;
  std::optional<std::int64_t> record;
  std::optional<Day> recognised_on, reviewed_on, valid_until, due_on;
  std::string kind;     // hardship_kind
  std::string move;     // entry, exit; of a review empty
  std::string because;  // group_exit; of the rules: should_leave, lapses_soon
  std::string evidence, note, state, opinion;
  std::string proposed_by, decided_by;
  std::int64_t proposer = 0;
};
struct Page {
  std::vector<Line> lines;
  std::int64_t total = 0;
};
struct Asked {
  std::string list;  // soon | overdue | escalated | entries | exits | open | done
  Day today;
  std::int64_t limit = 20, offset = 0;
};
Result<Page> list(store::Transaction& transaction, const Review& review, const Asked& asked);

// A recognition that is due or will be within the days of warning; it is held until the end of the
// transaction. not_found: none of the worker's; conflict: it was reviewed, or is to be left.
struct Due {
  std::int64_t record = 0, person = 0, place = 0;
  Day recognised_on, due_on;
  std::string category;
};
Result<Due> take_review(store::Transaction& transaction, const Review& review, std::int64_t record,
                        const Worker& worker);
struct Answer {
  std::string kind, evidence;
};
// conflict: somebody else answered at the same time.
Status keep_answer(store::Transaction& transaction, const Due& due, const Answer& answer,
                   const Worker& worker);

struct Proposal {
  std::int64_t person = 0;
  std::string move;     // entry, exit
  std::string kind;     // of an entry
  std::string because;  // of an exit
  std::string evidence, note;
  bool drop = false;  // the rules' hint is not followed; nobody else decides
};
// not_found: the person lives elsewhere. conflict: something of the person is open already, an
// entry of somebody who is recognised, an exit of somebody who is not, a hint that is none.
Result<std::int64_t> propose(store::Transaction& transaction, const Review& review,
                             const Proposal& proposal, const Worker& worker, Day today);

struct Move {
  std::int64_t id = 0, person = 0, place = 0;
  std::string category, move, kind, because, evidence, note;
  std::optional<Day> recognised_on;  // of an exit
};
// Held until the end of the transaction. conflict: decided, of one's own, or no longer so:
// recognised meanwhile, or left.
Result<Move> take_move(store::Transaction& transaction, std::int64_t id, const Worker& worker,
                       Day today);
Status decide(store::Transaction& transaction, const Move& move, bool confirmed,
              const std::string& opinion, const Worker& worker);

}  // namespace leye::recognitions
