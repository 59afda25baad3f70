#include "states/hand_over.hpp"

#include <set>

#include "states/hand_over.sql.hpp"

namespace leye::states {

Status hand_over(store::Transaction& transaction, const Rules& rules, Day today, Instant now) {
  std::set<std::pair<std::string, std::string>> plans;  // by state
  for (const HandOver& one : rules.hand_overs) plans.emplace(one.state, one.plan);
  for (const auto& [state, plan] : plans)
    TRY(transaction.execute(sql::drop_visits, state, plan, now));
  for (const HandOver& one : rules.hand_overs)
    TRY(transaction.execute(sql::open_visits, one.state, one.group, one.plan, one.days, today,
                            now));
  for (const Stop& one : rules.stops) {
    TRY(transaction.execute(sql::close_stops, one.state, one.entity, one.until, today, now,
                            rules.id));
    TRY(transaction.execute(sql::open_stops, one.state, one.entity, one.until, today, now,
                            "已经就业，" + one.zh + "还没有停", rules.id));
    TRY(transaction.execute(sql::open_at_desk, rules.stop_owner, "再就业，应停发：" + one.zh,
                            today + rules.stop_days, now, one.entity));
  }
  return Done{};
}

}  // namespace leye::states
