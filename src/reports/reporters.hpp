// In whose name an account reports: a body's account in the name of the body at which its post is
// held (schema/global/0530_bodies.sql), an employer's in its unit's. A body keeps what it reported
// under the names it bore before.
#pragma once

#include "reports/words.hpp"

namespace leye::reports {

struct Reporter {
  std::string by;     // as Report::by
  std::string name;   // of the body, or of the unit
  std::string value;  // that the bound fact must say: the body's name today, the unit's credit code
  ReportedOf of;      // the reporter's own lines
};

struct PostOfBody {
  std::int64_t account = 0, place = 0;
  std::string body;  // its kind: a code of the table body
};
Result<std::optional<Reporter>> reporter_of_body(store::Transaction& transaction,
                                                 const PostOfBody& post, Day today);
Result<std::optional<Reporter>> reporter_of_employer(store::Transaction& transaction,
                                                     std::int64_t organisation);

}  // namespace leye::reports
