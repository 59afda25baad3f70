// The whole register, read by several threads at once: each takes the next block of keys, loads it
// on a connection of its own and reads it by all measures. All connections see one moment.
//
// Findings come out of a bounded queue, a block at a time and in no order; memory does not depend
// on how many people there are.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "benefits/block_reader.hpp"
#include "benefits/bounded_queue.hpp"

namespace leye::benefits {

class Sweep {
 public:
  struct Block {
    std::vector<Finding> kept;
    std::int64_t read = 0;  // people and organisations
  };

  // One thread for each transaction; these must be snapshots of one moment (Scope::same_moment)
  // and outlive the sweep. `block`: people or organisations in memory at once, of one thread.
  Sweep(std::vector<store::Transaction>& transactions, const ReadingOrder& order,
        std::size_t block);
  Sweep(const Sweep&) = delete;
  ~Sweep();  // stops what still runs

  // The next block; none at the end. The first failure of a thread ends the sweep.
  Result<std::optional<Block>> next();

  // When next() has answered none:
  std::int64_t answers() const { return answers_; }
  ReadingTimes times() const { return times_; }  // of all threads together

 private:
  struct Phase {
    Phase(registers::Swept what, std::size_t block, const registers::Reach& reach)
        : swept(what), ranges(what, block, reach) {}
    registers::Swept swept;
    registers::KeyRanges ranges;
  };
  void work(store::Transaction& transaction);
  Status work_through(store::Transaction& transaction, Phase& phase);
  Status share_organisations(BlockReader& reader);
  void add_up(const BlockReader& reader);

  const ReadingOrder order_;
  std::vector<std::unique_ptr<Phase>> phases_;
  BoundedQueue<Block> blocks_;
  std::mutex mutex_;  // of all that follows
  std::shared_ptr<const registers::FactsLoader::Organisations> organisations_;
  std::optional<Error> failure_;
  std::int64_t answers_ = 0;
  ReadingTimes times_;
  std::size_t running_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace leye::benefits
