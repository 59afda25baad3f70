#include "reports/reporters.hpp"

#include "reports/reporters.sql.hpp"

namespace leye::reports {

Result<std::optional<Reporter>> reporter_of_body(store::Transaction& transaction,
                                                 std::int64_t account, std::int64_t place,
                                                 const std::string& body) {
  const auto rows = TRY(transaction.query(sql::name_of_body, account, place, body));
  if (rows.empty()) return std::optional<Reporter>{};
  Reporter reporter;
  reporter.by = body;
  reporter.name = reporter.value = reporter.of.name = rows[0].get<std::string>("body_name");
  return std::optional(std::move(reporter));
}

Result<std::optional<Reporter>> reporter_of_employer(store::Transaction& transaction,
                                                     std::int64_t organisation) {
  const auto rows = TRY(transaction.query(sql::unit, organisation));
  if (rows.empty()) return std::optional<Reporter>{};
  Reporter reporter;
  reporter.by = by_employer;
  reporter.name = rows[0].get<std::optional<std::string>>("name").value_or("");
  reporter.value = rows[0].get<std::string>("uscc");
  reporter.of.organisation = organisation;
  return std::optional(std::move(reporter));
}

}  // namespace leye::reports
