#include "families/desks.hpp"

#include "families/look.sql.hpp"

namespace leye::families {

Status tell_desks(store::Transaction& transaction, const FamilyRule& rule,
                  const std::vector<std::int64_t>& households, Instant now) {
  std::vector<std::int64_t> places;
  if (!households.empty()) {
    for (const store::Row row : TRY(transaction.query(sql::places_of, rule.id, households)))
      places.push_back(row.get<std::int64_t>("place"));
    if (places.empty()) return Done{};
  }
  TRY(transaction.execute(sql::close_place_tasks, rule.id, places, now));
  TRY(transaction.execute(sql::open_place_tasks, rule.id, rule.zh, rule.owner, places, now));
  TRY(transaction.execute(sql::close_helper_tasks, households, now));
  TRY(transaction.execute(sql::open_helper_tasks, rule.id, rule.zh, households, now));
  return Done{};
}

}  // namespace leye::families
