// For tests: every program of up to two operations over three facts and three constants, and every
// combination of the values at which they turn.
#pragma once

#include <optional>

#include <gtest/gtest.h>

#include "policy/explain/plan_builder.hpp"

namespace leye::policy::small_programs {

using Index = PlanBuilder::Index;
inline const Day today = on("2024-03-01");

// An expression as the operations that make it, written into a builder when it is needed.
struct Program {
  Type type;
  std::function<Index(PlanBuilder&, Index hire)> write;
};
using Programs = std::vector<Program>;

inline Programs leaves() {
  const auto fact = [](Type type, const char* id) {
    return Program{type, [id](PlanBuilder& build, Index hire) { return build.fact(hire, id); }};
  };
  const auto constant = [](Type type, std::int64_t number) {
    return Program{type, [=](PlanBuilder& build, Index) { return build.constant(type, number); }};
  };
  return {fact(Type::boolean, "is_owner"), fact(Type::money, "wage"),
          fact(Type::day, "start_date"),   constant(Type::money, 3),
          constant(Type::count, 2),        constant(Type::day, today.number())};
}

inline bool number(Type type) { return type == Type::money || type == Type::count; }

// What the operation gives for operands of these types; nothing if it takes others.
inline std::optional<Type> result_of(Op op, Type a, Type b) {
  switch (op) {
    case Op::both:
    case Op::either:
      return a == Type::boolean && b == Type::boolean ? std::optional(Type::boolean) : std::nullopt;
    case Op::less:
    case Op::at_most:
    case Op::equal:
      return (number(a) && number(b)) || (a == Type::day && b == Type::day)
                 ? std::optional(Type::boolean)
                 : std::nullopt;
    case Op::add:
    case Op::subtract:
      if (a == Type::day && b == Type::count) return Type::day;
      [[fallthrough]];
    case Op::multiply:
    case Op::divide:
    case Op::least:
    case Op::greatest: return number(a) && number(b) ? std::optional(a) : std::nullopt;
    case Op::add_months:
      return a == Type::day && b == Type::count ? std::optional(a) : std::nullopt;
    case Op::full_months:
    case Op::full_years:
    case Op::month_share:
      return a == Type::day && b == Type::day ? std::optional(Type::count) : std::nullopt;
    default: return std::nullopt;
  }
}

inline std::optional<Type> result_of(Op op, Type a) {
  switch (op) {
    case Op::negate: return a == Type::boolean ? std::optional(a) : std::nullopt;
    case Op::is_none:
    case Op::is_known: return a == Type::boolean ? std::nullopt : std::optional(Type::boolean);
    case Op::year_of: return a == Type::day ? std::optional(Type::count) : std::nullopt;
    case Op::round_half:
    case Op::round_down:
    case Op::round_up: return number(a) ? std::optional(a) : std::nullopt;
    default: return std::nullopt;
  }
}

// One more operation on top of `inner`; the other operand is one of `others`, on either side.
inline void extend(const Program& inner, const Programs& others, Programs& out) {
  for (int at = 0; at <= static_cast<int>(Op::negate); ++at) {
    const auto op = static_cast<Op>(at);
    if (const auto type = result_of(op, inner.type)) {
      out.push_back({*type, [=](PlanBuilder& build, Index hire) {
                       const auto a = inner.write(build, hire);
                       return build.add({.op = op, .type = *type, .a = a, .constant = {2, 1}});
                     }});
    }
    for (const auto& other : others) {
      for (const bool first : {true, false}) {
        const auto& left = first ? inner : other;
        const auto& right = first ? other : inner;
        const auto type = result_of(op, left.type, right.type);
        if (!type) continue;
        out.push_back({*type, [=](PlanBuilder& build, Index hire) {
                         const auto a = left.write(build, hire);
                         return build.of(op, *type, a, right.write(build, hire));
                       }});
      }
    }
  }
}

inline Facts every_combination() {
  Facts facts(test_vocabulary());
  const auto hire = facts.entity("employment");
  const auto put = [&](Row row, const char* id, const std::string& spelling) {
    ASSERT_TRUE(facts.set_spelling(hire, row, facts.fact(hire, id), spelling).ok()) << spelling;
  };
  for (const char* operates : {"?", "none", "yes", "no"})
    for (const char* wage : {"?", "none", "0", "0.01", "0.02", "0.03", "0.04", "90000000000000"})
      for (const char* start :
           {"?", "none", "2024-02-29", "2024-03-01", "2024-03-02", "2023-12-31", "2020-02-29"}) {
        const auto row = facts.add(hire);
        put(row, "is_owner", operates);
        put(row, "wage", wage);
        put(row, "start_date", start);
      }
  facts.link();
  return facts;
}

// All of them.
inline Programs all_programs() {
  const auto simple = leaves();
  Programs all = simple;
  for (const auto& leaf : simple) extend(leaf, simple, all);
  const auto of_one = all.size();
  for (std::size_t i = simple.size(); i < of_one; ++i) extend(Program(all[i]), simple, all);
  return all;
}

// A measure that holds, or pays, what the program gives.
inline Measure measure_of(const Program& program, const Facts& facts) {
  PlanBuilder build(facts, "employment");
  const auto hire = build.subject();
  const auto node = program.write(build, hire);
  if (program.type == Type::boolean) {
    build.root({build.leaf(node, "program")});
  } else if (program.type == Type::day) {
    build.root({build.leaf(build.of(Op::at_most, Type::boolean, node, build.day("2024-03-01")),
                           "program")});
  } else {
    build.pay(node);
  }
  return build.plan.measures[0];
}

}  // namespace leye::policy::small_programs
