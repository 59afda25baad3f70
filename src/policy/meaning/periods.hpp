// Benefits by month: 按月 自 … 至 …, 最长 … 每 …, 按日折算, 整月. And caps over several claims:
// 累计至多 … 每 … 每年. Both look at what was already granted under the measure.
//
// How months are counted (docs/semantics.md): every calendar month that is touched; with 整月 the
// complete months from the first day on; with 按日折算 of each calendar month the share of its
// days.
#pragma once

#include <vector>

#include "policy/meaning/conditions.hpp"

namespace leye::policy {

class Periods {
 public:
  Periods(Expressions& expressions, Conditions& conditions, Measure& measure)
      : expressions_(expressions), conditions_(conditions), measure_(measure) {}

  // Reads one of the lines; false if the block is none of them.
  bool read(const Block& block);

  bool by_month() const { return from_.ok() && until_.ok(); }
  // Whether what was granted before limits what is due: 最长, 累计至多.
  bool limited() const { return max_line_ != nullptr || !caps_.empty(); }
  // From the money of a month to that of all months. Sets the measure's period and adds conditions.
  Typed all_months(const Typed& monthly, std::vector<Draft>& drafts);
  // Not more than the caps leave; adds a condition for each.
  Typed capped(const Typed& amount, std::vector<Draft>& drafts);

 private:
  using Counting = MonthCount;
  struct CapLine {
    const Block* block = nullptr;
    Typed limit;
    Typed owner;
    bool yearly = false;
  };

  void months(const Block& block);
  void longest(const Block& block);
  void cap(const Block& block);
  void counting(const Block& block, Counting counting);
  Typed owner(const Tree& path, Span at);
  Typed count(const Typed& from, const Typed& until);
  std::int32_t last_day(std::int32_t months, std::int32_t left);
  std::int32_t used_months(std::vector<Draft>& drafts);

  Expressions& expressions_;
  Conditions& conditions_;
  Measure& measure_;
  const Block* line_ = nullptr;  // of 按月
  Typed from_;
  Typed until_;
  Counting counting_ = Counting::touched;
  const Block* max_line_ = nullptr;
  Typed max_;
  Typed max_owner_;
  std::vector<CapLine> caps_;
};

}  // namespace leye::policy
