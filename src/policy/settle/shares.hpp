// What several entitlements of one owner share: 累计至多 (money in all) and 最长 (months in all).
#pragma once

#include <map>
#include <tuple>

#include "policy/settle/settle.hpp"

namespace leye::policy {

class Shares {
 public:
  // What is left for an entitlement after those that took theirs: granted with its amount and
  // months, perhaps less than it was entitled to; limited if nothing is left.
  Settled left_for(const Measure& measure, const Entitlement& wanted, std::size_t index) const;
  void take(const Measure& measure, const Entitlement& wanted, const Settled& settled,
            std::size_t index);

 private:
  struct Used {
    Fraction sum;  // fen, or months
    std::size_t by = 0;
  };
  // Measure, number of the cap (-1: months), owner, year.
  using Key = std::tuple<std::string, int, std::int64_t, std::int64_t, int>;

  const Used* used(const std::optional<Key>& key) const;
  void add(const std::optional<Key>& key, Fraction more, std::size_t by);

  std::map<Key, Used> used_;
};

}  // namespace leye::policy
