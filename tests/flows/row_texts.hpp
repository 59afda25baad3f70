// For tests: what stands on a row of a case, as words.
#pragma once

#include <string>

#include <fmt/ranges.h>

#include "flows/case_view.hpp"
#include "flows/office.hpp"

namespace leye::flows {

// CHECKs that the case has a row of that name.
inline RowRecord row_of(Office& office, std::int64_t id, const std::string& name) {
  const auto scope = office.bureau().own_scope(store::Access::read);
  auto transaction = store::Transaction::begin(office.connection(), scope).value();
  const auto rows = rows_of(transaction, id).value();
  const auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const RowRecord& row) { return row.label == name; });
  if (found == rows.end()) fmt::print(stderr, "no row '{}'\n", name);
  CHECK(found != rows.end());
  return *found;
}

inline std::string row_text(Office& office, std::int64_t id, const std::string& name) {
  const auto row = row_of(office, id, name);
  return fmt::format("{} {} {} {}", row.state, row.finding, to_text(row.amount),
                     fmt::join(row.refused_clauses, "；"));
}

// Its place in the queue of the measure.
inline std::string row_queue(Office& office, std::int64_t id, const std::string& name) {
  const auto row = row_of(office, id, name);
  return row.queue.empty() ? "nothing" : row.queue;
}

// What people decided of it in earlier cases, as the actor sees it.
inline std::string known_text(Office& office, const Actor& actor, std::int64_t id,
                              const std::string& name) {
  const auto row = row_of(office, id, name).id;
  const auto view = view_case(office.connection(), office.bureau(), actor, id).value();
  std::string text;
  for (const auto& one : view.known)
    if (one.row == row)
      text +=
          fmt::format("{} {} {} {} {} {}\n", one.judgement, one.holds ? "yes" : "no", one.decider,
                      to_text(business_day(one.decided_at)), one.reason, one.case_number);
  return text.empty() ? "nothing" : text;
}

}  // namespace leye::flows
