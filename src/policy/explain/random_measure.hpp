// For tests: measures and facts drawn at random. The same seed gives the same; what is hidden is
// drawn apart, so that one world can be had with and without its gaps.
#pragma once

#include <random>
#include <span>
#include <vector>

#include "policy/explain/plan_builder.hpp"

namespace leye::policy {

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  // What a fuzzer thought of, a byte for each number; zeros after the last.
  explicit Dice(std::span<const std::uint8_t> bytes)
      : bytes_(bytes.begin(), bytes.end()), from_bytes_(true) {}

  int below(int end) {
    if (!from_bytes_) return static_cast<int>(engine_() % static_cast<unsigned>(end));
    return at_ < bytes_.size() ? bytes_[at_++] % end : 0;
  }
  bool chance(int percent) { return below(100) < percent; }

 private:
  std::mt19937 engine_;
  std::vector<std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool from_bytes_ = false;
};

struct Gaps {
  int percent = 0;  // of the facts and references that are not known
  bool open_lists = false;
  unsigned seed = 0;
};

// One more employment with its person, its employer, and the employer's years. Link afterwards.
inline void add_at_random(Facts& facts, unsigned seed, const Gaps& gaps) {
  Dice dice(seed);
  Dice hidden(gaps.seed);
  const auto year = facts.entity("organisation_year");
  if (!gaps.open_lists) facts.close(year);
  const auto fill = [&](EntityIndex entity, Row row) {
    const auto& declared = facts.vocabulary().entities()[static_cast<std::size_t>(entity)].facts;
    for (FactIndex fact = 0; fact < static_cast<FactIndex>(declared.size()); ++fact) {
      const auto type = declared[static_cast<std::size_t>(fact)].type;
      const int number = dice.below(40);
      const bool none = dice.chance(15);
      if (hidden.chance(gaps.percent) || type == FactType::reference) continue;
      if (none) {
        facts.set_none(entity, row, fact);
      } else if (type == FactType::day) {
        facts.set(entity, row, fact, on("2022-12-01") + number * 17);
      } else if (type == FactType::boolean) {
        facts.set(entity, row, fact, number % 2 == 0);
      } else if (type == FactType::count || type == FactType::money || type == FactType::ratio) {
        facts.set(entity, row, fact, std::int64_t{number});
      }
    }
  };
  const auto added = [&](const char* id) {
    const auto row = facts.add(facts.entity(id));
    fill(facts.entity(id), row);
    return row;
  };
  const auto person = added("person");
  const auto employer = added("organisation");
  const auto hire = added("employment");
  const auto employment = facts.entity("employment");
  for (const auto& [id, target] : {std::pair("person", person), std::pair("employer", employer)}) {
    if (!hidden.chance(gaps.percent / 2)) {
      facts.set_reference(employment, hire, facts.fact(employment, id), target);
    }
  }
  for (int left = dice.below(4); left > 0; --left) {
    const auto row = facts.add(year);
    fill(year, row);
    const bool listed = !gaps.open_lists || hidden.chance(70);
    if (listed) facts.set_reference(year, row, facts.fact(year, "organisation"), employer);
  }
}

// Row 0 of each is the subject's.
inline void fill_at_random(Facts& facts, unsigned seed, const Gaps& gaps) {
  add_at_random(facts, seed, gaps);
  facts.link();
}

class RandomMeasure {
 public:
  using Index = PlanBuilder::Index;

  RandomMeasure(const Facts& facts, unsigned seed) : RandomMeasure(facts, Dice(seed)) {}
  RandomMeasure(const Facts& facts, Dice dice)
      : build(facts, "employment"), dice_(std::move(dice)) {
    hire_ = build.subject();
    person_ = build.fact(hire_, "person");
    employer_ = build.fact(hire_, "employer");
    row_ = hire_;
    build.in_force(build.fact(hire_, "start_date"), "2023-01-01", "2024-06-30");
    std::vector<Index> conditions;
    for (int i = 1 + dice_.below(3); i > 0; --i) conditions.push_back(condition(2));
    build.root(std::move(conditions));
    build.pay(number(Type::money, 3));
  }

  PlanBuilder build;

 private:
  Index condition(int depth) {
    using enum ConditionKind;
    if (depth == 0 || dice_.chance(40)) return build.leaf(truth(3), "leaf", dice_.chance(15));
    std::vector<Index> children;
    for (int i = 1 + dice_.below(3); i > 0; --i) children.push_back(condition(depth - 1));
    constexpr ConditionKind kinds[] = {all, any, none};
    return build.group(kinds[dice_.below(3)], std::move(children));
  }

  Index truth(int depth) {
    const auto two = [&](Op op) {
      const auto a = truth(depth - 1);
      return build.of(op, Type::boolean, a, truth(depth - 1));
    };
    const auto compare = [&](Op op) {
      const bool days = dice_.chance(40);
      const auto a = days ? day(depth - 1) : number(Type::count, depth - 1);
      return build.of(op, Type::boolean, a, days ? day(depth - 1) : number(Type::count, depth - 1));
    };
    if (depth == 0) return truth_fact();
    switch (dice_.below(9)) {
      case 0: return two(Op::both);
      case 1: return two(Op::either);
      case 2: return build.of(Op::negate, Type::boolean, truth(depth - 1));
      case 3: return compare(Op::less);
      case 4: return compare(Op::at_most);
      case 5: return compare(Op::equal);
      case 6: return build.of(Op::is_none, Type::boolean, day(depth - 1));
      case 7: return row_ == hire_ ? relation(Op::exists, Type::boolean, depth) : truth_fact();
      default: return truth_fact();
    }
  }

  Index number(Type type, int depth) {
    const auto again = [&] { return number(type, depth - 1); };
    const auto two = [&](Op op) {
      const auto a = again();
      return build.of(op, type, a, again());
    };
    if (depth <= 0) {
      return dice_.chance(40) ? build.constant(type, dice_.below(30)) : number_fact();
    }
    switch (dice_.below(16)) {
      case 13: {
        const auto from = day(depth - 1);
        return build.of(Op::month_share, type, from, day(depth - 1));
      }
      case 14: {
        const auto from = day(depth - 1);
        return build.of(Op::full_months, type, from, day(depth - 1));
      }
      case 15: {
        constexpr Op ways[] = {Op::round_half, Op::round_down, Op::round_up};
        const auto way = ways[dice_.below(3)];
        return build.add({.op = way, .type = type, .a = again(), .constant = {7, 1}});
      }
      case 0: return two(Op::add);
      case 1: return two(Op::subtract);
      case 2: return two(Op::multiply);
      case 3: return two(Op::divide);
      case 4: return two(Op::least);
      case 5: return two(Op::greatest);
      case 6: {
        const auto which = truth(depth - 1);
        const auto a = again();
        return build.of(Op::select, type, which, a, again());
      }
      case 7: return build.of(Op::year_of, type, day(depth - 1));
      case 8: {
        const auto from = day(depth - 1);
        return build.of(Op::full_years, type, from, day(depth - 1));
      }
      case 9:
      case 10: {
        constexpr Op ops[] = {Op::sum, Op::smallest, Op::largest, Op::count, Op::distinct};
        return row_ == hire_ ? relation(ops[dice_.below(5)], type, depth) : number_fact();
      }
      default: return number_fact();
    }
  }

  Index day(int depth) {
    const auto fact = [&] {
      if (row_ != hire_) return build.day("2023-08-01");
      constexpr const char* ids[] = {"start_date", "end_date", "contract_end", "signed_on"};
      return dice_.chance(20) ? build.fact(person_, "birth_date")
                              : build.fact(hire_, ids[dice_.below(4)]);
    };
    if (depth <= 0) return fact();
    switch (dice_.below(5)) {
      case 0: {
        const auto from = day(depth - 1);
        return build.of(Op::add_months, Type::day, from, number(Type::count, 0));
      }
      case 1: {
        const auto from = day(depth - 1);
        return build.of(Op::add, Type::day, from, number(Type::count, 0));
      }
      case 2:
        return build.of(Op::year_end, Type::day,
                        build.of(Op::year_of, Type::count, day(depth - 1)));
      default: return fact();
    }
  }

  Index truth_fact() {
    if (row_ != hire_) {
      const auto a = number_fact();
      return build.of(Op::less, Type::boolean, a, build.count(dice_.below(40)));
    }
    constexpr const char* ids[] = {"insured_as_unit", "zombie", "joint_sanction"};
    return dice_.chance(30) ? build.fact(person_, "veteran")
                            : build.fact(employer_, ids[dice_.below(3)]);
  }

  Index number_fact() {
    constexpr const char* ids[] = {"layoffs", "headcount_year_end", "premium_unit_paid",
                                   "insured_months"};
    return row_ == hire_ ? build.fact(hire_, "wage") : build.fact(row_, ids[dice_.below(4)]);
  }

  Index relation(Op op, Type type, int depth) {
    return build.aggregate(op, type, employer_, "organisation_year", "organisation",
                           [&](Index item) {
                             PlanBuilder::Part part;
                             row_ = item;
                             part.filter = truth(std::min(depth - 1, 1));
                             if (op != Op::exists && op != Op::count) {
                               part.value = number(type, std::min(depth - 1, 1));
                             }
                             row_ = hire_;
                             return part;
                           });
  }

  Dice dice_;
  Index hire_ = -1;
  Index person_ = -1;
  Index employer_ = -1;
  Index row_ = -1;  // whose facts are drawn: the hire's, or an item's inside a body
};

}  // namespace leye::policy
