#include "benefits/sweep.hpp"

#include "benefits/reach.hpp"

namespace leye::benefits {
namespace {

using registers::Swept;

constexpr std::size_t waiting_blocks_max = 4;
constexpr std::size_t texts_max = 1'000'000;  // then a thread begins with empty tables

}  // namespace

Sweep::Sweep(std::vector<store::Transaction>& transactions, const ReadingOrder& order,
             std::size_t block)
    : order_(order), blocks_(waiting_blocks_max), running_(transactions.size()) {
  CHECK(!transactions.empty());
  for (const Swept swept : {Swept::persons, Swept::organisations, Swept::unowned}) {
    const auto measures = met_in(swept, order.plan, order.vocabulary);
    if (measures.empty()) continue;
    phases_.push_back(std::make_unique<Phase>(swept, block, reach_of(measures, order.vocabulary)));
  }
  for (store::Transaction& transaction : transactions)
    threads_.emplace_back([this, &transaction] { work(transaction); });
}

Sweep::~Sweep() {
  blocks_.close();
  for (std::thread& thread : threads_) thread.join();
}

Result<std::optional<Sweep::Block>> Sweep::next() {
  auto block = blocks_.pop();
  if (block) return block;
  const std::lock_guard lock(mutex_);
  if (failure_) return Error(*failure_);
  return block;
}

void Sweep::work(store::Transaction& transaction) {
  Status done = Done{};
  for (auto& phase : phases_)
    if (done.ok()) done = work_through(transaction, *phase);
  const std::lock_guard lock(mutex_);
  if (!done.ok() && !failure_) failure_ = std::move(done).error();
  if (--running_ == 0 || failure_) blocks_.close();
}

Status Sweep::work_through(store::Transaction& transaction, Phase& phase) {
  std::unique_ptr<BlockReader> reader;
  while (const auto range = TRY(phase.ranges.next(transaction))) {
    if (reader && reader->texts() > texts_max) {
      add_up(*reader);
      reader.reset();
    }
    if (!reader) {
      reader = TRY(BlockReader::make(transaction, order_, phase.swept));
      if (phase.swept == Swept::persons) TRY(share_organisations(*reader));
    }
    Block block;
    const std::int64_t before = reader->people_or_organisations();
    TRY(reader->read(*range, block.kept));
    block.read = reader->people_or_organisations() - before;
    if (!blocks_.push(std::move(block))) return Done{};
  }
  if (reader) add_up(*reader);
  return Done{};
}

// Who comes first reads them; the others wait.
Status Sweep::share_organisations(BlockReader& reader) {
  const std::lock_guard lock(mutex_);
  if (!organisations_) organisations_ = TRY(reader.loader().read_organisations());
  reader.loader().share(organisations_);
  return Done{};
}

void Sweep::add_up(const BlockReader& reader) {
  const std::lock_guard lock(mutex_);
  answers_ += reader.answers();
  times_.load += reader.times().load;
  times_.batch += reader.times().batch;
  times_.explain += reader.times().explain;
}

}  // namespace leye::benefits
