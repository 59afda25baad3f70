#include "workbench/touched.hpp"

#include "workbench/touched.sql.hpp"

namespace leye::workbench {

std::int64_t Touched::total() const {
  std::int64_t sum = 0;
  for (const auto& each : counts) sum += each.rows;
  return sum;
}

Result<Touched> touched(store::Transaction& transaction, const std::set<std::string>& measures,
                        int rows_max) {
  Touched found;
  const std::vector<std::string> wanted(measures.begin(), measures.end());
  if (wanted.empty()) return found;
  for (const store::Row row : TRY(transaction.query(sql::touched_counts, wanted)))
    found.counts.push_back({row.get<std::string>("measure"), row.get<std::int64_t>("rows_touched"),
                            row.get<std::int64_t>("cases_touched")});
  for (const store::Row row : TRY(transaction.query(sql::touched_rows, wanted, rows_max)))
    found.rows.push_back({row.get<std::int64_t>("id"), row.get<std::int64_t>("case_id"),
                          row.get<std::string>("measure"), row.get<std::string>("label"),
                          row.get<std::string>("number"), row.get<std::string>("applicant"),
                          row.get<std::string>("step"), row.get<Money>("amount_fen"),
                          row.get<std::optional<std::int64_t>>("policy_version")});
  return found;
}

}  // namespace leye::workbench
