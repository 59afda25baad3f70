// A value, or the reason there is none.
//
// Return Result<T> from anything that can fail because of what the outside
// world handed us: a policy text, an import row, a request, a database. Use
// CHECK (check.hpp) for what can only fail because our own code is wrong.
//
//   Result<Day> born = Day::parse(cell);
//   if (!born.ok()) return std::move(born).error();   // or: Day born = TRY(Day::parse(cell));
//
// A refusal that is an answer ("not eligible, clause 8") is never an Error.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.hpp"

namespace leye {

// Stable: documented in docs/errors.md and shown to API clients.
enum class ErrorCode {
  invalid_input,  // what was sent cannot be read or breaks a rule; the sender can mend it
  unauthenticated,
  forbidden,
  not_found,    // also what the caller may not know to exist
  conflict,     // true at another moment: already paid, changed meanwhile, excluded by a grant
  overloaded,   // try again later
  unavailable,  // the database or another needed service is away
};

const char* name(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::invalid_input;
  std::string what;                     // One sentence for the person who can act on it.
  std::vector<std::string> where = {};  // Innermost first: "row 17", "column 身份证号".
  std::string fix = {};                 // What to do about it, if more is known than `what` says.
};

// "row 17, persons.csv: the ID number's check digit is wrong"
std::string to_text(const Error& error);

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  const T& value() const& {
    CHECK(ok());
    return std::get<0>(state_);
  }
  T& value() & {
    CHECK(ok());
    return std::get<0>(state_);
  }
  T&& value() && {
    CHECK(ok());
    return std::get<0>(std::move(state_));
  }
  const Error& error() const& {
    CHECK(!ok());
    return std::get<1>(state_);
  }
  Error&& error() && {
    CHECK(!ok());
    return std::get<1>(std::move(state_));
  }

  // Says where the error passed through; a value is untouched.
  Result at(std::string place) && {
    if (!ok()) std::get<1>(state_).where.push_back(std::move(place));
    return std::move(*this);
  }

 private:
  std::variant<T, Error> state_;
};

// Success without a value: `return Done{};`
struct Done {};
using Status = Result<Done>;

}  // namespace leye

// The value of a Result, or leave the function with its error. One per statement, and not among
// the parts of a braced value: leaving from there, g++ forgets the parts already made.
#define TRY(expression)                                           \
  __extension__({                                                 \
    auto try_result_ = (expression);                              \
    if (!try_result_.ok()) return std::move(try_result_).error(); \
    std::move(try_result_).value();                               \
  })
