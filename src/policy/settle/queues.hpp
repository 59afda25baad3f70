// 总名额 and 总预算: the queue of each measure that has one, and where it ends.
#pragma once

#include <map>
#include <tuple>

#include "policy/settle/settle.hpp"

namespace leye::policy {

class Queues {
 public:
  Queues(const Plan& plan, std::span<const Entitlement> wanted, std::span<const Taken> taken);

  // Whether the queue ended before it.
  bool refuses(std::size_t index) const;
  // Counts those who were granted; whether a queue now ends earlier than it did.
  bool refuse_more(const std::vector<Settled>& settled);
  // All that were refused, in the order of the queues.
  std::vector<std::size_t> refused() const;
  // Whether there is room after all; ends the queue there if not, counts it if it is granted.
  bool admits(std::size_t index, const Settled& settled);
  // The place of each who was granted or refused.
  void number(std::vector<Settled>& settled) const;

 private:
  struct Use {
    std::int64_t grants = 0;
    std::int64_t fen = 0;
  };
  using Key = std::tuple<std::string, std::size_t, int>;  // measure, number of the quota, year

  const Measure& measure_of(std::size_t index) const;
  Key key_of(std::size_t index, std::size_t quota) const;
  bool before(std::size_t a, std::size_t b) const;
  Use used_before(const Key& key, const Quota& quota) const;
  bool fits(std::size_t index, std::size_t quota, Money amount, const Use& use) const;

  const Plan& plan_;
  std::span<const Entitlement> wanted_;
  std::span<const Taken> taken_;
  std::vector<std::size_t> members_;  // of all queues, in their order
  std::map<Key, std::size_t> ends_;   // the first that was refused
  std::map<Key, Use> uses_;           // by those who were granted last time
  std::map<Key, bool> closed_;        // while room is given anew
};

}  // namespace leye::policy
