#include "store/sqlstate.hpp"

#include <fmt/format.h>

namespace leye::store {

ErrorCode meaning_of(std::string_view sqlstate) {
  if (sqlstate == "23505" || sqlstate == "23P01" || sqlstate == "23503") return ErrorCode::conflict;
  if (worth_retrying(sqlstate) || sqlstate == "57014" || sqlstate == "53300")
    return ErrorCode::overloaded;
  if (sqlstate == "42501") return ErrorCode::forbidden;
  if (sqlstate.starts_with("22") || sqlstate == "23502" || sqlstate == "23514")
    return ErrorCode::invalid_input;
  return ErrorCode::unavailable;
}

bool worth_retrying(std::string_view sqlstate) {
  return sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03";
}

Error error_from(std::string_view sqlstate, std::string_view message, std::string_view statement) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' '))
    message.remove_suffix(1);
  Error error{meaning_of(sqlstate), std::string(message)};
  if (!statement.empty()) error.where.push_back(fmt::format("statement {}", statement));
  error.where.push_back(
      fmt::format("database (SQLSTATE {})", sqlstate.empty() ? "08006" : sqlstate));
  return error;
}

}  // namespace leye::store
