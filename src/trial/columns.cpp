#include "trial/columns.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "benefits/block_reader.hpp"
#include "benefits/reach.hpp"
#include "benefits/screening.sql.hpp"
#include "trial/columns.sql.hpp"

namespace leye::trial {
namespace {

using policy::EntityIndex;
using policy::FactIndex;
using policy::Facts;
using policy::Row;
using registers::Swept;

constexpr Swept all_swept[] = {Swept::persons, Swept::organisations, Swept::unowned};

bool contains(const registers::Reach& all, const registers::Reach& some) {
  return std::includes(all.records.begin(), all.records.end(), some.records.begin(),
                       some.records.end(), all.records.key_comp()) &&
         std::includes(all.relations.begin(), all.relations.end(), some.relations.begin(),
                       some.relations.end());
}

EntityIndex index_of(const Vocabulary& vocabulary, const Entity& entity) {
  return static_cast<EntityIndex>(&entity - vocabulary.entities().data());
}

// References tell whom a row is about and where it belongs; the others make the groups.
bool always_kept(const Entity& entity, const Fact& fact) {
  if (fact.type == FactType::reference || fact.type == FactType::place) return true;
  if (entity.id == "person") return fact.id == "birth_date" || fact.id == "hukou_kind";
  if (entity.id == "organisation") return fact.id == "size_class";
  return entity.id == "recognition";
}

// Rows with the facts that are needed, and nothing else: names and numbers of people stay behind.
class Slimming {
 public:
  Slimming(const Vocabulary& vocabulary, const Needs& needs, const Facts& from)
      : vocabulary_(vocabulary), needs_(needs), from_(from), to_(vocabulary) {}

  Facts run() {
    const auto& entities = vocabulary_.entities();
    for (std::size_t e = 0; e < entities.size(); ++e) add_rows(static_cast<EntityIndex>(e));
    for (std::size_t e = 0; e < entities.size(); ++e) {
      const auto entity = static_cast<EntityIndex>(e);
      if (rows(entity) == 0) continue;
      for (std::size_t f = 0; f < entities[e].facts.size(); ++f) {
        const auto fact = static_cast<FactIndex>(f);
        if (needs_.facts.contains({entity, fact})) copy(entity, fact, entities[e].facts[f]);
      }
    }
    for (std::size_t e = 0; e < entities.size(); ++e) complete(static_cast<EntityIndex>(e));
    to_.link();
    return std::move(to_);
  }

  std::size_t bytes() const { return bytes_; }

 private:
  Row rows(EntityIndex entity) const { return static_cast<Row>(from_.size(entity)); }

  void add_rows(EntityIndex entity) {
    for (Row row = 0; row < rows(entity); ++row) to_.add(entity, from_.key(entity, row));
    bytes_ += from_.size(entity) * 12;
  }

  void copy(EntityIndex entity, FactIndex index, const Fact& fact) {
    const auto& cells = from_.cells(entity, index);
    for (std::size_t at = 0; at < cells.states.size(); ++at) {
      const auto row = static_cast<Row>(at);
      const auto number = cells.values[at];
      switch (cells.states[at]) {
        case policy::State::unknown: break;
        case policy::State::none: to_.set_none(entity, row, index); break;
        case policy::State::known:
          if (fact.type == FactType::text) {
            to_.set_text(entity, row, index, from_.text(number));
          } else if (fact.type == FactType::ratio) {
            const auto value = from_.value(entity, row, index);
            to_.set(entity, row, index, Ratio::make(value.low.top, value.low.bottom).value());
          } else if (fact.type == FactType::reference) {
            to_.set_reference(entity, row, index, static_cast<Row>(number));
          } else {
            to_.set(entity, row, index, number);
          }
          break;
      }
    }
    bytes_ += cells.states.size() * (fact.type == FactType::reference ? 17 : 9);
  }

  // Which relations are complete, and of which rows they are not.
  void complete(EntityIndex entity) {
    const auto& facts = vocabulary_.entities()[static_cast<std::size_t>(entity)].facts;
    for (std::size_t f = 0; f < facts.size(); ++f) {
      if (facts[f].type != FactType::reference) continue;
      const auto reference = static_cast<FactIndex>(f);
      const auto target = index_of(vocabulary_, *vocabulary_.find_entity(facts[f].refers_to));
      // Beyond its rows nothing was left open: whether the relation is closed at all.
      if (!from_.closed(entity, reference, rows(target))) continue;
      to_.close(entity, reference);
      for (Row row = 0; row < rows(target); ++row)
        if (!from_.closed(entity, reference, row)) to_.leave_open(entity, reference, row);
    }
  }

  const Vocabulary& vocabulary_;
  const Needs& needs_;
  const Facts& from_;
  Facts to_;
  std::size_t bytes_ = 0;
};

store::Scope program_scope(const LoadingOrder& order) {
  store::Scope scope = store::Scope::whole_area(order.area_schema);
  scope.bypass = true;
  scope.account = order.account;
  scope.time_limit = std::chrono::minutes(30);
  scope.access = store::Access::snapshot;
  return scope;
}

}  // namespace

bool Needs::covers(const Needs& other) const {
  for (const auto& [swept, wanted] : other.reach) {
    const auto found = reach.find(swept);
    if (found == reach.end() || !contains(found->second, wanted)) return false;
  }
  return std::includes(facts.begin(), facts.end(), other.facts.begin(), other.facts.end());
}

void Needs::join(const Needs& other) {
  for (const auto& [swept, more] : other.reach) {
    reach[swept].records.insert(more.records.begin(), more.records.end());
    reach[swept].relations.insert(more.relations.begin(), more.relations.end());
  }
  facts.insert(other.facts.begin(), other.facts.end());
}

Needs needs_of(const policy::Plan& plan, const Vocabulary& vocabulary) {
  Needs needs;
  for (const Swept swept : all_swept) {
    const auto measures = benefits::met_in(swept, plan, vocabulary);
    if (measures.empty()) continue;
    needs.reach[swept] = benefits::reach_of(measures, vocabulary);
    if (vocabulary.find_entity("recognition") != nullptr)
      needs.reach[swept].records.insert("recognition");
  }
  for (const auto& measure : plan.measures)
    for (const auto& node : measure.nodes)
      if (node.op == policy::Op::fact) needs.facts.insert({node.entity, node.symbol});
  for (const auto& entity : vocabulary.entities())
    for (const auto& fact : entity.facts)
      if (always_kept(entity, fact))
        needs.facts.insert(
            {index_of(vocabulary, entity), static_cast<FactIndex>(&fact - entity.facts.data())});
  return needs;
}

// Several threads that each take the next block of keys.
class Columns::Loading {
 public:
  Loading(Columns& columns, const Vocabulary& vocabulary, const LoadingOrder& order,
          const std::function<void(std::int64_t, std::int64_t)>& progress)
      : columns_(columns), vocabulary_(vocabulary), order_(order), progress_(progress) {}

  Status run(store::Pool& pool) {
    std::vector<store::Lease> leases;
    std::vector<store::Transaction> readers;
    TRY(begin(pool, leases, readers));
    TRY(count(readers.front()));
    for (const auto& [swept, reach] : columns_.needs_.reach) {
      registers::KeyRanges ranges(swept, order_.block, reach);
      std::vector<std::thread> threads;
      for (auto& reader : readers)
        threads.emplace_back([&, phase = swept] { work(reader, phase, ranges); });
      for (auto& thread : threads) thread.join();
      if (failure_) return Error(*failure_);
    }
    return Done{};
  }

 private:
  Status begin(store::Pool& pool, std::vector<store::Lease>& leases,
               std::vector<store::Transaction>& readers) {
    auto scope = program_scope(order_);
    leases.reserve(std::max<std::size_t>(order_.readers, 1));  // transactions point to them
    leases.push_back(TRY(pool.take()));
    readers.push_back(TRY(store::Transaction::begin(*leases.front(), scope)));
    scope.same_moment = TRY(readers.front().share_moment());
    while (readers.size() < order_.readers) {
      auto lease = pool.take(std::chrono::milliseconds(0));
      if (!lease.ok() && lease.error().code == ErrorCode::overloaded) return Done{};
      leases.push_back(TRY(std::move(lease)));
      readers.push_back(TRY(store::Transaction::begin(*leases.back(), scope)));
    }
    return Done{};
  }

  Status count(store::Transaction& transaction) {
    for (const auto& statement :
         {benefits::sql::count_persons, benefits::sql::count_organisations}) {
      const auto rows = TRY(transaction.query(statement));
      total_ += rows[0].get<std::int64_t>("n");
    }
    // A draft may give any measure a queue.
    policy::Plan queued;
    TRY(read_queues(transaction, queued));
    return Done{};
  }

  Status read_queues(store::Transaction& transaction, policy::Plan& queued) {
    for (const auto& id : TRY(transaction.query(sql::measures_with_claims))) {
      policy::Measure measure;
      measure.name.id = id.get<std::string>("measure");
      measure.quotas.emplace_back();
      queued.measures.push_back(std::move(measure));
    }
    columns_.applications_ = TRY(benefits::applications_in_queues(transaction, queued));
    columns_.taken_ = TRY(benefits::taken_of_quotas(transaction, queued));
    return Done{};
  }

  void work(store::Transaction& transaction, Swept swept, registers::KeyRanges& ranges) {
    const auto done = work_through(transaction, swept, ranges);
    const std::lock_guard lock(mutex_);
    if (!done.ok() && !failure_) failure_ = done.error();
  }

  Status work_through(store::Transaction& transaction, Swept swept, registers::KeyRanges& ranges) {
    const auto& reach = columns_.needs_.reach.at(swept);
    while (const auto range = TRY(ranges.next(transaction))) {
      Facts facts(vocabulary_);
      registers::FactsLoader loader(transaction, facts, {order_.on, order_.now}, reach);
      if (swept == Swept::persons) TRY(share_organisations(loader));
      TRY(loader.load_range(swept, *range));
      Slimming slimming(vocabulary_, columns_.needs_, facts);
      Block block{swept, slimming.run(), {}};
      for (std::size_t e = 0; e < vocabulary_.entities().size(); ++e)
        block.own_rows.push_back(loader.own_rows(static_cast<EntityIndex>(e)));
      TRY(keep(std::move(block), slimming.bytes()));
    }
    return Done{};
  }

  // Who comes first reads them; the others wait.
  Status share_organisations(registers::FactsLoader& loader) {
    const std::lock_guard lock(mutex_);
    if (!organisations_) organisations_ = TRY(loader.read_organisations());
    loader.share(organisations_);
    return Done{};
  }

  Status keep(Block block, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (failure_) return Error(*failure_);
    if (order_.stop != nullptr && *order_.stop) return Error{ErrorCode::conflict, "试算已停止"};
    columns_.bytes_ += bytes;
    if (columns_.bytes_ > order_.bytes_max)
      return Error{ErrorCode::overloaded,
                   fmt::format("登记库超过试算可用的内存 {} MB", order_.bytes_max >> 20),
                   {},
                   "换一台内存更大的机器, 或者把可用内存调大"};
    if (block.swept != Swept::unowned) {
      const char* entity = block.swept == Swept::persons ? "person" : "organisation";
      const auto own = block.own_rows[static_cast<std::size_t>(block.facts.entity(entity))];
      columns_.subjects_ += static_cast<std::int64_t>(own);
    }
    columns_.blocks_.push_back(std::move(block));
    if (progress_) progress_(columns_.subjects_, total_);
    return Done{};
  }

  Columns& columns_;
  const Vocabulary& vocabulary_;
  const LoadingOrder& order_;
  const std::function<void(std::int64_t, std::int64_t)>& progress_;
  std::mutex mutex_;  // of all that follows
  std::shared_ptr<const registers::FactsLoader::Organisations> organisations_;
  std::optional<Error> failure_;
  std::int64_t total_ = 0;
};

Columns::Columns(Needs needs, Day on, std::vector<Block> blocks,
                 benefits::Applications applications)
    : needs_(std::move(needs)),
      on_(on),
      blocks_(std::move(blocks)),
      applications_(std::move(applications)) {}

Result<std::shared_ptr<const Columns>> Columns::load(
    store::Pool& pool, const Vocabulary& vocabulary, const Needs& needs, const LoadingOrder& order,
    const std::function<void(std::int64_t, std::int64_t)>& progress) {
  std::shared_ptr<Columns> columns(new Columns());
  columns->needs_ = needs;
  columns->on_ = order.on;
  Loading loading(*columns, vocabulary, order, progress);
  TRY(loading.run(pool));
  return std::shared_ptr<const Columns>(std::move(columns));
}

}  // namespace leye::trial
