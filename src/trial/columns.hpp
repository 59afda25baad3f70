// The whole register in memory, as rules look at it: loaded once, asked many times.
//
// Blocks of people and of organisations as the screening meets them (benefits/sweep.hpp), of one
// moment, with no more facts than the rules at hand and the groups of a report look at. Immutable
// once loaded.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "base/clock.hpp"
#include "benefits/queues.hpp"
#include "policy/facts/facts.hpp"
#include "policy/plan/plan.hpp"
#include "registers/facts_loader.hpp"
#include "store/pool.hpp"

namespace leye::trial {

// What a plan looks at.
struct Needs {
  std::map<registers::Swept, registers::Reach> reach;
  std::set<std::pair<policy::EntityIndex, policy::FactIndex>> facts;

  bool covers(const Needs& other) const;
  void join(const Needs& other);
};
Needs needs_of(const policy::Plan& plan, const Vocabulary& vocabulary);

struct LoadingOrder {
  std::string area_schema;
  Day on;       // the day of application that is assumed
  Instant now;  // what is known by now
  std::int64_t account = 0;
  std::size_t block = 100'000;  // people or organisations in one block
  std::size_t readers = 2;      // connections that read at the same time
  std::size_t bytes_max = std::size_t{6} << 30;
  const std::atomic<bool>* stop = nullptr;  // set by another thread: loading ends with conflict
};

struct Block {
  registers::Swept swept;
  policy::Facts facts;
  std::vector<std::size_t> own_rows;  // by entity: those that belong to this block
};

class Columns {
 public:
  // From blocks that somebody made; for tests.
  Columns(Needs needs, Day on, std::vector<Block> blocks, benefits::Applications applications);

  // overloaded: more than `bytes_max`. Progress: people and organisations read, and of how many.
  static Result<std::shared_ptr<const Columns>> load(
      store::Pool& pool, const Vocabulary& vocabulary, const Needs& needs,
      const LoadingOrder& order,
      const std::function<void(std::int64_t done, std::int64_t total)>& progress);

  const Needs& needs() const { return needs_; }
  Day on() const { return on_; }
  const std::vector<Block>& blocks() const { return blocks_; }
  std::size_t bytes() const { return bytes_; }         // about
  std::int64_t subjects() const { return subjects_; }  // people and organisations
  // What settling must know that no subject's facts say: the cases that are not decided yet, and
  // what was granted.
  const benefits::Applications& applications() const { return applications_; }
  const std::vector<policy::Taken>& taken() const { return taken_; }

 private:
  class Loading;
  Columns() = default;

  Needs needs_;
  Day on_;
  std::vector<Block> blocks_;
  std::size_t bytes_ = 0;
  std::int64_t subjects_ = 0;
  benefits::Applications applications_;
  std::vector<policy::Taken> taken_;
};

}  // namespace leye::trial
