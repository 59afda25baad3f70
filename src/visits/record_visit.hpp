// One visit (走访登记), on its way into the registers.
//
//   const auto taken = TRY(record_visit(transaction, desk, visit));
//   if (taken.state == VisitState::conflict) … show taken.differences, let the visitor choose …
//
// A visit carries what the visitor saw of the file. Where the file says something else by now and
// the visit says a third thing, nothing is stored until the visitor has chosen. The services given,
// the answers, a new phone number and a referral become records of the registers, with their own
// history; the visit itself keeps when it was, when it came in and both sides of every difference.
// The same visit sent again (device_key) is stored once.
#pragma once

#include "exchange/arrangements.hpp"
#include "visits/person_file.hpp"

namespace leye::visits {

struct Visit {
  std::string device_key;  // the device's own name for it
  std::optional<std::int64_t> task;
  std::int64_t person = 0;
  std::string way, outcome;  // codes of survey_way, visit_outcome
  Instant visited_at;
  std::string note;
  std::string phone;     // a new one; empty: as it is
  std::string told;      // work that the person told of, not registered yet; empty: none
  std::vector<std::string> services;  // codes of service_kind, beside the visit
  std::string referral;  // a code of referral_result; empty: no post was offered
  std::string provider;  // credit code of the body that gives the services
  std::string level;     // a code of service_level
  std::string survey;    // whose questions were asked; may be empty
  Fields answers;        // by fact
  Fields seen;           // of the file, when it was taken along
  std::map<std::string, std::string> chosen;  // by field: "mine" or "file"
};

enum class VisitState { stored, conflict, set_aside };

struct VisitTaken {
  VisitState state = VisitState::stored;
  std::int64_t id = 0;                  // none at a conflict
  std::vector<Difference> differences;  // `task`: somebody else did the task meanwhile
  std::int64_t closed = 0;              // tasks
};

// Who records it, and where that goes.
struct VisitClerk {
  const exchange::Arrangements& arrangements;
  std::string name;
};

// The transaction's scope bypasses row-level security; the person must live within the desk's
// places (not_found). invalid_input: a code, a day to come or longer ago than the desk's late_days,
// or what an import would refuse, `where` naming the field.
Result<VisitTaken> record_visit(store::Transaction& transaction, const VisitDesk& desk,
                                const VisitClerk& clerk, const Visit& visit);

}  // namespace leye::visits
