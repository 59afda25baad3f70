// A scratch area: the facts that a plan looks at, as tables of one session, and queries over them.
//
//   auto scratch = TRY(Scratch::open(dsn));
//   TRY(scratch.load(plan, facts));
//   const auto answers = TRY(scratch.answers(query, today));
//   answers[0][17]                                      // of its first measure, row 17
//
// The tables have the shape of FactsLayout and go with the session. Ids are the facts' rows.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "policy/explain/explain.hpp"
#include "policy/facts/facts.hpp"
#include "policy/sql/sql.hpp"
#include "store/connection.hpp"

namespace leye::policy::sql {

class Scratch {
 public:
  static Result<Scratch> open(const std::string& dsn);

  // Instead of what was loaded before.
  Status load(const Plan& plan, const Facts& facts);
  // Of each measure of the query: an answer for each row of its subject, in order; without event,
  // period and missing facts.
  Result<std::vector<std::vector<Answer>>> answers(const Query& query, Day today);
  // Of the first measure, by the id of the subject: also over tables or views that are not ours.
  Result<std::map<std::int64_t, Answer>> answers_by_subject(const Query& query, Day today);
  // Of a query for sums: its columns.
  Result<std::map<std::string, std::int64_t>> sums(const Query& query, Day today);

  store::Connection& connection() { return connection_; }

 private:
  explicit Scratch(store::Connection connection) : connection_(std::move(connection)) {}
  Status run(const char* table, const Query& query, Day today);

  store::Connection connection_;
  std::vector<std::string> tables_;
};

}  // namespace leye::policy::sql
