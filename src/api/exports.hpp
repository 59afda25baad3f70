// Exports of many rows: asked for, released by a second person, fetched once.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct AskExport {
  std::string kind;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(AskExport, (), (kind, reason))

struct ExportRequestLine {
  Id id;
  std::string kind;
  std::string kind_label;
  std::string ledger;    // whose rows; empty: a whole register
  std::string asked_of;  // of a ledger: as of which day, under how many conditions, masked or not
  std::int64_t rows = 0;
  std::string reason;
  std::string asked_by;
  std::string asked_at;
  std::string state;
  std::string state_label;
  std::string decided_by;
  bool mine = false;
};
BOOST_DESCRIBE_STRUCT(ExportRequestLine, (),
                      (id, kind, kind_label, ledger, asked_of, rows, reason, asked_by, asked_at,
                       state, state_label, decided_by, mine))

struct ExportRequests {
  std::int64_t rows_alone_max = 0;  // that need no second person
  std::vector<ExportRequestLine> items;
};
BOOST_DESCRIBE_STRUCT(ExportRequests, (), (rows_alone_max, items))

struct DecideExport {
  bool release = false;
};
BOOST_DESCRIBE_STRUCT(DecideExport, (), (release))

}  // namespace leye::api
