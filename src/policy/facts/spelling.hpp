// The spelling of a fact's value in cases, JSON and traces, and back.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "policy/plan/value.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {

struct Spelled {
  State state = State::unknown;
  Fraction number = {};  // of a text: 0, the spelling is the value
};

// "?", "" → unknown; "none", 无 → none; else by the fact's type. References are not spelled.
Result<Spelled> read_spelling(const Vocabulary& vocabulary, const Fact& fact,
                              std::string_view spelling);

// A value that is not text, for people: "2023-08-01", "1,000.00 元", "大型", "是", "未知", "无".
std::string write_spelling(const Vocabulary& vocabulary, const Fact& fact, const Value& value);

// As write_spelling for a bare type: no code tables.
std::string write_number(Type type, Fraction number);

Result<std::int64_t> read_month(std::string_view text);  // "2023-08" → year × 12 + month − 1
std::string write_month(std::int64_t month);             // "2023-08"

// "12", "5.5%", "0.6", "13/60"
Result<Fraction> read_fraction(std::string_view text);

}  // namespace leye::policy
