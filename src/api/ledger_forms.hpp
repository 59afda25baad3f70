// A ledger's rows as the sheet that offices hand in. For ledgers.cpp and ledger_copies.cpp.
#pragma once

#include "api/call.hpp"
#include "intake/xlsx_form.hpp"
#include "ledgers/ledger.hpp"

namespace leye::api {

struct LedgerPaper {
  struct Heading {
    std::string label, group;
    std::string use;  // text; number; count and money are added up below
  };
  policy::Language language = policy::Language::zh;
  std::string name, title, unit;
  std::vector<std::string> signs;
  std::vector<Heading> columns;
  std::vector<std::vector<std::string>> rows;  // of numbers the canonical values
};

// What of a column is added up: the amounts that the rows themselves bear, and what is counted for
// each of them.
const char* use_of(const ledgers::Column& column);

// With the numbers of the rows, the sum and the places to sign; without head and mark.
Result<intake::FormSheet> ledger_form(const LedgerPaper& paper);

}  // namespace leye::api
