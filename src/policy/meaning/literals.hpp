// Numbers with units, as written: 20 万元, 5.5%, 12 个月, 30 人, 2023-12-31.
#pragma once

#include "base/result.hpp"
#include "policy/meaning/nodes.hpp"
#include "policy/syntax/tree.hpp"

namespace leye::policy {

struct Literal {
  Type type = Type::count;
  Fraction value;
  DurationUnit unit = DurationUnit::none;
};

// Money in fen, dates as day numbers, years as twelve months. The error says "中文 / English".
Result<Literal> read_literal(const Tree& quantity);

}  // namespace leye::policy
