#include "exchange/erasures.hpp"

#include <fmt/format.h>

#include "exchange/erasures.sql.hpp"
#include "exchange/outbox.sql.hpp"

namespace leye::exchange {
namespace {

// A workbook goes only when somebody makes it: whoever asked for the erasure sees to it, until the
// answer is there.
Status open_task(store::Transaction& transaction, const HeldElsewhere& held, const store::Row& item,
                 const PersonErased& erased) {
  const auto id = item.get<std::int64_t>("id");
  const auto serials = TRY(transaction.query(sql::serial_now, held.system.id, held.entity->id,
                                             item.get<std::int64_t>("record_id")));
  const auto serial = serials.empty() ? "" : serials[0].get<std::string>("serial");
  TRY(transaction.execute(
      sql::open_desk_task, fmt::format("outgoing:{}", id), "refused",
      item.get<std::int64_t>("place"), std::optional(erased.clerk), std::optional<std::string>(),
      fmt::format("请{}撤销", held.system.name.zh),
      fmt::format("本人的个人信息已销毁。{}编号 {}：装入下一个文件报送撤销；对方模板没有编号一栏的，"
                  "另行通知对方",
                  held.entity->zh, serial),
      fmt::format("/outbox/items/{}", id), std::nullopt, erased.recorded_at));
  return Done{};
}

}  // namespace

Result<std::vector<HeldElsewhere>> held_elsewhere(store::Transaction& transaction,
                                                  const Arrangements& arrangements,
                                                  std::int64_t person) {
  std::vector<HeldElsewhere> held;
  for (const store::Row row : TRY(transaction.query(sql::held_elsewhere, person))) {
    const Arrangement* one = arrangements.find(row.get<std::string>("entity"));
    if (one == nullptr || one->system.id != row.get<std::string>("system")) continue;
    held.push_back({one->system, one->entity, row.get<std::int64_t>("records")});
  }
  return held;
}

Result<std::int64_t> note_erasure(store::Transaction& transaction,
                                  const Arrangements& arrangements, const PersonErased& erased) {
  std::vector<std::int64_t> made;
  for (const auto& held : TRY(held_elsewhere(transaction, arrangements, erased.person))) {
    const auto items =
        TRY(transaction.query(sql::withdraw_erased, erased.person, held.system.id,
                              held.entity->id, erased.clerk, erased.recorded_at));
    for (const store::Row row : items) {
      made.push_back(row.get<std::int64_t>("id"));
      if (held.system.interface == Interface::sheet)
        TRY(open_task(transaction, held, row, erased));
    }
  }
  if (made.empty()) return std::int64_t{0};
  TRY(transaction.execute(sql::note_events, made, erased.recorded_at,
                          std::string("本人的个人信息已销毁"), erased.clerk));
  TRY(transaction.execute(sql::mend_refused, made, erased.recorded_at, erased.clerk));
  return static_cast<std::int64_t>(made.size());
}

}  // namespace leye::exchange
