#include "reports/reporters.hpp"

#include "reports/reporters.sql.hpp"

namespace leye::reports {

Result<std::optional<Reporter>> reporter_of_body(store::Transaction& transaction,
                                                 const PostOfBody& post, Day today) {
  const auto rows = TRY(
      transaction.query(sql::names_of_body, post.account, post.place, post.body, today));
  if (rows.empty()) return std::optional<Reporter>{};
  Reporter reporter;
  reporter.by = post.body;
  reporter.name = reporter.value = rows[0].get<std::string>("name");
  for (const store::Row row : rows) reporter.of.names.push_back(row.get<std::string>("name"));
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
