#include "access/erased_accounts.hpp"

#include <fmt/format.h>

#include "access/erased_accounts.sql.hpp"

namespace leye::access {

Status erase_accounts(store::Transaction& transaction, const Subject& subject,
                      const std::string& name, Instant now) {
  TRY(transaction.execute(sql::forget_answers, now - std::chrono::hours(24), name,
                          fmt::format("\"{}\"", subject.id)));
  TRY(transaction.execute(sql::forget_bindings, subject.area_schema, subject.kind, subject.id,
                          now));
  TRY(transaction.execute(sql::end_second_factors, subject.area_schema, subject.kind, subject.id));
  TRY(transaction.execute(sql::end_sessions_of, subject.area_schema, subject.kind, subject.id,
                          now));
  TRY(transaction.execute(sql::erase_accounts, subject.area_schema, subject.kind, subject.id, now));
  return Done{};
}

}  // namespace leye::access
