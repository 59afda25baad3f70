// What PostgreSQL's five-character SQLSTATE means to us. Constraint names are never looked at:
// they differ between a single server and a spread one (docs/decisions). The caller knows which
// statement failed and says what the conflict is about.
//
//   23505, 23P01             conflict       the same key, or an overlapping period
//   23503                    conflict       refers to a row that is gone, or is still referred to
//   40001, 40P01, 55P03      overloaded     two at once; run_in_transaction tries again
//   57014                    overloaded     took longer than the scope's time limit
//   22xxx, 23502, 23514      invalid_input  a value outside its domain
//   42501, RLS               forbidden
//   everything else          unavailable    away, full, not migrated …
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye::store {

ErrorCode meaning_of(std::string_view sqlstate);

// True when the same transaction may well succeed if run again.
bool worth_retrying(std::string_view sqlstate);

// `message` is the server's primary message; its detail, which may hold data, is left out.
Error error_from(std::string_view sqlstate, std::string_view message, std::string_view statement);

}  // namespace leye::store
