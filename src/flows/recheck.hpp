// Looking at the facts again before anything is published or decided.
//
// A row whose answer is no longer the one that was last looked at is marked; the case stands still
// until someone has acknowledged the change.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "benefits/assessment.hpp"
#include "benefits/queues.hpp"
#include "flows/case_store.hpp"

namespace leye::flows {

struct RowCheck {
  bool exists = false;         // the subject is still in the register
  RowRecord now;               // only what set_finding() sets
  std::string change;          // empty: nothing changed for the row
  benefits::QueuePlace queue;  // of a measure with a quota or a budget
  std::string queue_note;      // the same for people; "": it stands in none

  bool eligible() const { return exists && now.eligible(); }
};

// By row id, of the pending rows. Reads in a transaction of its own that sees all places.
Result<std::map<std::int64_t, RowCheck>> recheck(store::Connection& connection,
                                                 const Bureau& bureau,
                                                 const policy::Measure& measure,
                                                 const CaseRecord& record,
                                                 const std::vector<RowRecord>& rows);

// Writes on each pending row what changed, or that nothing has any longer, and its place in the
// queue.
Status mark_rows(store::Transaction& transaction, std::vector<RowRecord>& rows,
                 const std::map<std::int64_t, RowCheck>& checks);

}  // namespace leye::flows
