// In whose name an account reports: a body's account in the name that its role bears, an employer's
// in its unit's.
#pragma once

#include "reports/words.hpp"

namespace leye::reports {

struct Reporter {
  std::string by;     // as Report::by
  std::string name;   // of the body, or of the unit
  std::string value;  // that the bound fact must say: the body's name, the unit's credit code
  ReportedOf of;      // the reporter's own lines
};

// `body`: the code of the body for which the account acts at the place.
Result<std::optional<Reporter>> reporter_of_body(store::Transaction& transaction,
                                                 std::int64_t account, std::int64_t place,
                                                 const std::string& body);
Result<std::optional<Reporter>> reporter_of_employer(store::Transaction& transaction,
                                                     std::int64_t organisation);

}  // namespace leye::reports
