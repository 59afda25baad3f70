#include <spdlog/spdlog.h>

#include "base/working_days.hpp"
#include "exchange/comparison.hpp"
#include "exchange/comparison.sql.hpp"

namespace leye::exchange {
namespace {

// A day after the last time, or when somebody asked for it since; a failed one after its pause.
Result<bool> is_due(store::Transaction& transaction, const Arrangement& arrangement, Instant now) {
  const auto& system = arrangement.system.id;
  const auto last = TRY(transaction.query(sql::last_comparison, system, arrangement.entity->id));
  const auto again = last[0].get<std::optional<Instant>>("next_try_at");
  if (again) return *again <= now;
  const auto wanted = TRY(transaction.query(sql::comparison_wanted, system));
  const auto made = last[0].get<std::optional<Instant>>("made_at");
  const auto asked = wanted.empty()
                         ? std::nullopt
                         : wanted[0].get<std::optional<Instant>>("comparison_wanted_at");
  const bool asked_since = asked && (!made || *asked > *made);
  return !made || now - *made >= std::chrono::hours(24) || asked_since;
}

// The next working day; of a year that the calendar does not list yet, the next day.
Result<Day> due_after(Day found) {
  const auto calendar = TRY(WorkingDays::load());
  const auto next = calendar.add(found, 1);
  return next.ok() ? next.value() : found + 1;
}

Status compare_kind(store::Connection& connection, const Desk& desk,
                    const Arrangement& arrangement, Channel& channel, Instant now) {
  const auto theirs = TRY(channel.records(arrangement.entity->id));
  auto transaction = TRY(store::Transaction::begin(connection, desk.own_scope()));
  Comparing comparing;
  comparing.source = "接口";
  comparing.area_place = desk.area_place;
  comparing.now = now;
  comparing.due_on = TRY(due_after(business_day(now)));
  TRY(compare_lists(transaction, desk, arrangement, theirs, comparing));
  TRY(transaction.execute(sql::comparison_made, arrangement.system.id, arrangement.entity->id));
  return transaction.commit();
}

}  // namespace

Result<bool> compare_when_due(store::Connection& connection, const Desk& desk,
                              const System& system, Channel& channel) {
  constexpr std::chrono::minutes pause{10};
  const Instant now = desk.clock.now();
  bool any = false;
  for (const Arrangement& arrangement : desk.arrangements.all()) {
    if (arrangement.system.id != system.id ||
        arrangement.mode_on(business_day(now)) != Mode::collaborate)
      continue;
    {
      auto transaction = TRY(store::Transaction::begin(connection, desk.own_scope()));
      const bool due = TRY(is_due(transaction, arrangement, now));
      if (!due) continue;
    }
    any = true;
    const Status compared = compare_kind(connection, desk, arrangement, channel, now);
    if (compared.ok()) continue;
    if (channel.stopped()) return any;
    if (connection.broken()) return compared.error();
    spdlog::warn("exchange: {} is not compared: {}", arrangement.entity->id,
                 to_text(compared.error()));
    auto transaction = TRY(store::Transaction::begin(connection, desk.own_scope()));
    TRY(transaction.execute(sql::comparison_failed, system.id, arrangement.entity->id,
                            to_text(compared.error()), now, now + pause));
    TRY(transaction.commit());
  }
  return any;
}

Status want_comparison(store::Transaction& transaction, const std::string& system, Instant now) {
  TRY(transaction.execute(sql::want_comparison, system, now));
  return Done{};
}

}  // namespace leye::exchange
