// Public notices (公示) and objections (异议).
//
// What was on the board is kept as it was, masked. A notice runs for the path's working days, the
// day of publication not counted; it closes only when its last day is over and every objection has
// an answer. Anyone may object while it runs; a row whose objection is upheld is refused, the
// others go on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flows/bureau.hpp"

namespace leye::flows {

struct NoticeRow {
  std::int64_t row = 0;
  std::string name;
  std::string id_number;  // masked
  std::string employer;
  std::string place;
  Money amount;
};

struct Notice {
  std::int64_t id = 0;
  std::int64_t case_id = 0;
  std::int64_t place = 0;
  std::string place_name;
  std::string number;
  std::string measure;
  std::string title;
  std::string body;
  std::string kind;  // names, units, counts
  std::vector<std::string> columns;
  std::string state;  // published, closed, withdrawn
  Day published_on;
  Day until;
  int working_days = 0;
  std::int64_t objections = 0;
  std::vector<NoticeRow> rows;
};

struct Objection {
  std::int64_t id = 0;
  std::int64_t notice = 0;
  std::optional<std::int64_t> row;
  std::string text;
  std::string contact;
  Instant made_at{};
  std::string state;  // open, upheld, dismissed
  std::string answer;
};

// Also for those who are not signed in; rows only of kinds that show them.
Result<Notice> find_notice(store::Connection& connection, const Bureau& bureau, std::int64_t id);
struct NoticePage {
  std::vector<Notice> notices;  // without rows
  std::int64_t total = 0;
};
Result<NoticePage> list_notices(store::Connection& connection, const Bureau& bureau,
                                std::int64_t page, std::int64_t size);
// The last notice of a case, if any. The transaction is the reader's.
Result<std::optional<Notice>> notice_of(store::Transaction& transaction, std::int64_t case_id);
Result<std::vector<Objection>> objections_of(store::Transaction& transaction, std::int64_t case_id);

// conflict: the notice is over.
Result<std::int64_t> object(store::Connection& connection, const Bureau& bureau,
                            std::int64_t notice, std::optional<std::int64_t> row,
                            const std::string& text, const std::string& contact);

// By whoever works on the notice step. Upheld: the row is refused for that reason.
struct ObjectionAnswer {
  std::int64_t objection = 0;
  bool upheld = false;
  std::string answer;
};
Status answer_objection(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                        const ObjectionAnswer& answer, const BeforeCommit& before_commit = {});

}  // namespace leye::flows
