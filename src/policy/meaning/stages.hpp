// 拨付 … 于 …: an amount that is paid in parts, each on a day of its own, perhaps on conditions of
// its own. And 总名额, 总预算: how many, how much for all together.
#pragma once

#include <vector>

#include "policy/meaning/conditions.hpp"

namespace leye::policy {

class Stages {
 public:
  Stages(Expressions& expressions, Conditions& conditions, Measure& measure)
      : expressions_(expressions), conditions_(conditions), measure_(measure) {}

  // Reads one of the lines; false if the block is none of them.
  bool read(const Block& block);

  bool any() const { return !lines_.empty(); }
  // From the whole amount, which is rounded, to what is due of it: the parts whose conditions hold.
  // Each part but the last is rounded in the same way; the last is what the others leave.
  Typed due(const Typed& whole, Op way, std::int64_t grain);

 private:
  struct Line {
    const Block* block = nullptr;
    Typed part;  // a ratio, or money; not ok: the rest
    Typed day;
    Draft when;
  };

  void stage(const Block& block);
  void quota(const Block& block);
  void order(const Tree& order);
  bool complete() const;
  std::int32_t part_of(const Line& line, std::int32_t whole, std::int32_t before, Op way,
                       std::int64_t grain);

  Expressions& expressions_;
  Conditions& conditions_;
  Measure& measure_;
  std::vector<Line> lines_;
  bool broken_ = false;  // a line was refused: nothing is said of their sum
};

}  // namespace leye::policy
