#include "states/derive.hpp"

#include <algorithm>
#include <map>

#include "benefits/reach.hpp"
#include "registers/facts_loader.hpp"
#include "states/derive.sql.hpp"
#include "states/hand_over.hpp"
#include "states/state.hpp"

namespace leye::states {
namespace {

constexpr std::int64_t block = 4096;  // people in memory at once
constexpr const char* source = "登记状态规则";

struct Changed {
  std::int64_t person = 0;
  std::optional<std::string> state;
  std::optional<Day> since;
};
struct Found {
  std::int64_t person = 0;
  std::size_t contradiction = 0;
};

class Deriving {
 public:
  Deriving(store::Transaction& transaction, const DeriveOrder& order)
      : transaction_(transaction),
        order_(order),
        facts_(order.vocabulary),
        reader_(order.rules, facts_),
        reach_(benefits::reach_of(order.rules.plan, order.vocabulary)),
        loader_(transaction, facts_, {order.on, order.now}, reach_) {}

  Status read_people(const std::vector<std::int64_t>& people) {
    TRY(loader_.load("person", people));
    return read_block();
  }

  // Of the people that were read.
  Result<Derived> store() {
    const Instant now = order_.now;
    const std::string& rule = order_.rules.id;
    TRY(transaction_.execute(sql::create_states));
    TRY(transaction_.execute(sql::create_conflicts));
    TRY(transaction_.execute(sql::create_people));
    TRY(transaction_.execute(sql::empty));
    TRY(copy());
    derived_.changed = static_cast<std::int64_t>(changed_.size());
    TRY(transaction_.execute(sql::keep_past, now, rule));
    TRY(transaction_.execute(sql::change_states, now, rule, source));
    TRY(transaction_.execute(sql::end_states, now, rule));
    TRY(transaction_.execute(sql::add_states, now, rule, source));
    derived_.closed = TRY(transaction_.execute(sql::close_tasks, now));
    derived_.opened = TRY(transaction_.execute(sql::open_tasks, now));
    TRY(hand_over(transaction_, order_.rules, order_.on, now));
    return derived_;
  }

 private:
  Status read_block() {
    const auto people = facts_.entity("person");
    const auto rows = static_cast<policy::Row>(loader_.own_rows(people));
    const std::size_t before = people_.size();
    for (policy::Row row = 0; row < rows; ++row) people_.push_back(facts_.key(people, row));
    const std::vector<std::int64_t> read(people_.begin() + static_cast<std::ptrdiff_t>(before),
                                         people_.end());
    std::map<std::int64_t, std::string> known;
    for (const store::Row row :
         TRY(transaction_.query(sql::known_states, read, order_.rules.id)))
      known[row.get<std::int64_t>("person_id")] = row.get<std::string>("state");
    for (policy::Row row = 0; row < rows; ++row) read_person(row, read[row], known);
    return Done{};
  }

  void read_person(policy::Row row, std::int64_t person,
                   const std::map<std::int64_t, std::string>& known) {
    ++derived_.people;
    const auto state = reader_.state_on(row, order_.on);
    const auto before = known.find(person);
    if (!state) {
      if (before != known.end()) changed_.push_back({person, std::nullopt, std::nullopt});
    } else if (const auto& code = order_.rules.states[*state].code;
               before == known.end() || before->second != code) {
      changed_.push_back({person, code, reader_.since(row, order_.on)});
    }
    for (const auto at : reader_.contradictions(row, order_.on)) found_.push_back({person, at});
  }

  Status copy() {
    std::size_t at = 0;
    TRY(transaction_.copy_in(sql::copy_states, [&](store::CopyRow& row) -> Result<bool> {
      if (at == changed_.size()) return false;
      const Changed& one = changed_[at++];
      row.add(one.person).add(one.state).add(one.since);
      return true;
    }));
    at = 0;
    TRY(transaction_.copy_in(sql::copy_people, [&](store::CopyRow& row) -> Result<bool> {
      if (at == people_.size()) return false;
      row.add(people_[at++]);
      return true;
    }));
    at = 0;
    TRY(transaction_.copy_in(sql::copy_conflicts, [&](store::CopyRow& row) -> Result<bool> {
      if (at == found_.size()) return false;
      const Found& one = found_[at++];
      const Contradiction& contradiction = order_.rules.contradictions[one.contradiction];
      const policy::Name& name = order_.rules.category(contradiction).name;
      row.add(one.person)
          .add(name.id)
          .add(name.label)
          .add(contradiction.owner)
          .add(order_.on + contradiction.days);
      return true;
    }));
    return Done{};
  }

  store::Transaction& transaction_;
  const DeriveOrder& order_;
  policy::Facts facts_;
  StateReader reader_;
  const registers::Reach reach_;
  registers::FactsLoader loader_;
  std::vector<std::int64_t> people_;
  std::vector<Changed> changed_;
  std::vector<Found> found_;
  Derived derived_;
};

}  // namespace

Result<Part> derive_after(store::Transaction& transaction, const DeriveOrder& order,
                          std::int64_t after, std::int64_t people_max) {
  Part part;
  if (order.rules.states.empty()) return part;
  Deriving deriving(transaction, order);
  for (std::int64_t left = people_max; left > 0; left -= block) {
    // By their keys, not as a stretch of a sweep, which reads all organisations first.
    const auto next = TRY(transaction.query(sql::next_people, part.reached.value_or(after),
                                            std::min(left, block)));
    std::vector<std::int64_t> people;
    for (const store::Row row : next) people.push_back(row.get<std::int64_t>("id"));
    if (people.empty()) break;
    TRY(deriving.read_people(people));
    part.reached = people.back();
  }
  if (part.reached) part.derived = TRY(deriving.store());
  return part;
}

Result<Derived> derive_all(store::Transaction& transaction, const DeriveOrder& order) {
  return TRY(derive_after(transaction, order, 0, INT64_MAX)).derived;
}

Result<Derived> derive_people(store::Transaction& transaction, const DeriveOrder& order,
                              const std::vector<std::int64_t>& people) {
  if (order.rules.states.empty() || people.empty()) return Derived{};
  Deriving deriving(transaction, order);
  TRY(deriving.read_people(people));
  return deriving.store();
}

Result<Derived> derive_person(store::Transaction& transaction, const DeriveOrder& order,
                              std::int64_t person) {
  if (order.rules.states.empty()) return Derived{};
  if (TRY(transaction.query(sql::count_people, person))[0].get<std::int64_t>("n") == 0)
    return Error{ErrorCode::not_found, "没有找到"};
  return derive_people(transaction, order, {person});
}

Result<std::optional<Day>> task_due(store::Transaction& transaction, const std::string& category,
                                    std::int64_t person) {
  const auto rows = TRY(transaction.query(sql::task_due, category, person));
  if (rows.empty()) return std::optional<Day>();
  return rows[0].get<std::optional<Day>>("due_on");
}

}  // namespace leye::states
