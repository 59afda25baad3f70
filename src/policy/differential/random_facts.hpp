// Facts drawn at random for any plan and vocabulary, close to the limits of the plan: exactly at
// them and one beside, at the ends of months, a limit's length away from another day of the same
// draw; unknown and none; rows with no related rows, with some and with very many; lists that are
// complete and lists that are not; numbers near the end of 64 bits.
#pragma once

#include <deque>
#include <vector>

#include "policy/differential/draw.hpp"
#include "policy/differential/limits.hpp"
#include "policy/facts/facts.hpp"

namespace leye::policy::differential {

class RandomFacts {
 public:
  // For the measures about `subject`.
  RandomFacts(const Plan& plan, EntityIndex subject, const Vocabulary& vocabulary,
              std::uint64_t seed);

  // A world with `rows` rows of the subject. Linked.
  Facts world(std::size_t rows);
  // Draws one fact anew in `percent` of the rows. Link afterwards.
  void mend(Facts& facts, EntityIndex entity, int percent);
  // Which lists are complete, and what persons decided.
  void close_some(Facts& facts);
  void judge(Facts& facts, int percent);

  Draw& draw() { return draw_; }
  const Limits& limits() const { return limits_; }
  const Used& used() const { return used_; }

 private:
  void fill(Facts& facts, const UsedFact& used, Row row);
  void refer(Facts& facts, const UsedFact& used, Row row);
  std::int64_t day();
  std::int64_t number(const std::vector<std::int64_t>& of_limits);
  Fraction ratio();
  std::int64_t place();
  std::string text();
  std::string name_of_a_row(const Facts& facts, Row beside);

  const Vocabulary& vocabulary_;
  Limits limits_;
  Draw draw_;
  Used used_;
  std::deque<std::int64_t> days_, numbers_;  // drawn lately
};

}  // namespace leye::policy::differential
