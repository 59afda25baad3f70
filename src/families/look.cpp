#include "families/look.hpp"

#include "families/desks.hpp"
#include "families/look.sql.hpp"
#include "families/without_work.hpp"

namespace leye::families {
namespace {

Looked operator+(const Looked& one, const Looked& other) {
  return {one.opened + other.opened, one.solved + other.solved, one.gone + other.gone,
          one.reopened + other.reopened};
}

// One rule, over these households or all.
class Looking {
 public:
  Looking(store::Transaction& transaction, const LookOrder& order, const FamilyRule& rule,
          const std::vector<std::int64_t>& households)
      : transaction_(transaction), order_(order), rule_(rule), households_(households) {}

  Result<Looked> look() {
    const auto found =
        TRY(families_without_work(transaction_, rule_, order_.on, households_));
    // Nothing was and nothing is: most people whose records change.
    if (found.empty() &&
        !TRY(transaction_.query(sql::any_case, rule_.id, households_))[0].get<bool>("there"))
      return Looked{};
    TRY(transaction_.execute(sql::create_found));
    TRY(transaction_.execute(sql::create_proof));
    TRY(transaction_.execute(sql::create_taken));
    TRY(transaction_.execute(sql::empty));
    TRY(copy(found));
    TRY(close());
    TRY(open());
    TRY(tell_desks(transaction_, rule_, households_, order_.now));
    return looked_;
  }

 private:
  Status copy(const std::vector<Family>& found) {
    constexpr std::size_t many = 1000;
    std::size_t at = 0;
    TRY(transaction_.copy_in(sql::copy_found, [&](store::CopyRow& row) -> Result<bool> {
      if (at == found.size()) return false;
      const Family& one = found[at++];
      row.add(one.household).add(one.place).add(one.people).add(one.since).add(due_of(one.since));
      return true;
    }));
    if (found.size() > many) TRY(transaction_.execute(sql::count_found));
    return Done{};
  }

  std::optional<Day> due_of(Day since) const {
    return deadline_of(since, rule_, order_.calendar, order_.on).due;
  }

  Status close() {
    const std::string& rule = rule_.id;
    const Instant now = order_.now;
    TRY(transaction_.execute(sql::find_proof, rule, households_, order_.on));
    TRY(transaction_.execute(sql::follow, rule));
    TRY(transaction_.execute(sql::move_since, rule, now));
    TRY(transaction_.execute(sql::mend_proof, rule, now));
    looked_.gone += TRY(transaction_.execute(sql::end_unfounded, rule, now));
    looked_.solved += TRY(transaction_.execute(sql::solve, rule, now));
    looked_.gone += TRY(transaction_.execute(sql::end_left, rule, households_, order_.on, now));
    return Done{};
  }

  Status open() {
    const std::string& rule = rule_.id;
    const Instant now = order_.now;
    TRY(transaction_.execute(sql::find_earlier, rule, order_.on));
    looked_.reopened += TRY(transaction_.execute(sql::reopen, rule, order_.on, now));
    looked_.opened +=
        TRY(transaction_.execute(sql::open_cases, rule, order_.on, now, rule_.relapse_days));
    TRY(transaction_.execute(sql::note_moved, now));
    TRY(transaction_.execute(sql::note_people, rule, order_.on));
    TRY(transaction_.execute(sql::note_stood, rule, households_, order_.on, now,
                             rule_.stands_days));
    return Done{};
  }

  store::Transaction& transaction_;
  const LookOrder& order_;
  const FamilyRule& rule_;
  const std::vector<std::int64_t>& households_;
  Looked looked_;
};

Result<Looked> look_at(store::Transaction& transaction, const LookOrder& order,
                       const std::vector<std::int64_t>& households) {
  Looked looked;
  for (const FamilyRule& rule : order.rules.all())
    looked = looked + TRY(Looking(transaction, order, rule, households).look());
  return looked;
}

}  // namespace

Result<Looked> look_at_all(store::Transaction& transaction, const LookOrder& order) {
  return look_at(transaction, order, {});
}

Result<Looked> look_at_people(store::Transaction& transaction, const LookOrder& order,
                              const std::vector<std::int64_t>& people, Turn turn) {
  std::vector<std::int64_t> households;
  for (const store::Row row : TRY(transaction.query(sql::households_of, people)))
    households.push_back(row.get<std::int64_t>("id"));
  if (households.empty()) return Looked{};
  if (turn == Turn::wait) TRY(transaction.query(sql::take_turns, households));
  return look_at(transaction, order, households);
}

}  // namespace leye::families
