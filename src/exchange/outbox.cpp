#include "exchange/outbox.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "exchange/outbox.sql.hpp"

namespace leye::exchange {
namespace {

using Outcome = Answer::Outcome;
using std::chrono::seconds;

constexpr seconds ask_again_after{600};  // what was received and not answered
constexpr std::chrono::days closed_max{31};  // whatever they say: then they are asked again
constexpr std::size_t reason_bytes_max = 1000;

std::string table_of(const Entity& entity) {
  return entity.is_record() ? "register_record" : entity.id;
}

std::vector<std::int64_t> ids_of(const store::Rows& rows) {
  std::vector<std::int64_t> ids;
  for (const store::Row row : rows) ids.push_back(row.get<std::int64_t>("id"));
  return ids;
}

struct Item {
  std::int64_t id = 0;
  std::string entity;
  std::int64_t record = 0;
  std::int64_t place = 0;
  std::int64_t clerk = 0;
  std::string state, operation;
  int unanswered = 0;
  bool waits() const { return state == "unsent" || state == "sent" || state == "postponed"; }
};

Result<Item> lock(store::Transaction& transaction, const System& system, std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::lock_item, id, system.id));
  if (rows.empty())
    return Error{ErrorCode::not_found, "答复的流水号不是我们发出的", {std::to_string(id)}};
  Item item;
  item.id = id;
  item.entity = rows[0].get<std::string>("entity");
  item.record = rows[0].get<std::int64_t>("record_id");
  item.place = rows[0].get<std::int64_t>("place");
  item.clerk = rows[0].get<std::int64_t>("clerk");
  item.state = rows[0].get<std::string>("state");
  item.operation = rows[0].get<std::string>("operation");
  item.unanswered = rows[0].get<int>("unanswered");
  return item;
}

Status note(store::Transaction& transaction, std::int64_t item, Instant now,
            const std::string& detail, std::optional<std::int64_t> account = {}) {
  TRY(transaction.execute(sql::note_events, std::vector<std::int64_t>{item}, now, detail, account));
  return Done{};
}

Status refuse(store::Transaction& transaction, const System& system, const Item& item,
              const std::string& code, std::string reason, Instant now) {
  if (reason.empty()) reason = "没有说明理由";
  if (reason.size() > reason_bytes_max) {
    std::size_t end = reason_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0U) == 0x80U) --end;
    reason.resize(end);
  }
  TRY(transaction.execute(sql::set_refused, item.id, now, code, reason));
  TRY(note(transaction, item.id, now, reason));
  // A later change of the same record waits already: it is sent in full and stands for this one.
  if (TRY(transaction.execute(sql::mend_by_waiting, item.id)) > 0)
    return note(transaction, item.id, now, "");
  // What came in at the command line is nobody's work: any clerk of the place takes it.
  const bool of_account = item.clerk != 0;
  const auto account = of_account ? std::optional(item.clerk) : std::nullopt;
  const auto role = of_account ? std::nullopt : std::optional<std::string>("window_clerk");
  TRY(transaction.execute(sql::open_desk_task, fmt::format("outgoing:{}", item.id), "refused",
                          item.place, account, role,
                          fmt::format("{}退回", system.name.zh), reason,
                          fmt::format("/outbox/items/{}", item.id), std::nullopt, now));
  return Done{};
}

Status give_number(store::Transaction& transaction, const System& system, const Item& item,
                   const std::string& serial, Instant now) {
  const auto held =
      TRY(transaction.query(sql::serial_now, system.id, item.entity, item.record));
  if (!held.empty() && held[0].get<std::string>("serial") == serial) return Done{};
  if (!held.empty())
    TRY(transaction.execute(sql::end_serial, system.id, item.entity, item.record, now));
  TRY(transaction.execute(sql::insert_serial, system.id, item.entity, item.record, item.place,
                          serial, now));
  return Done{};
}

// Whose the number is, if it is another record's.
Result<bool> is_of_another(store::Transaction& transaction, const System& system, const Item& item,
                           const std::string& serial) {
  const auto rows =
      TRY(transaction.query(sql::record_of_serial, system.id, item.entity, serial));
  return !rows.empty() && rows[0].get<std::int64_t>("record_id") != item.record;
}

Status accept(store::Transaction& transaction, const System& system, const Item& item,
              const std::string& serial, Instant now) {
  if (item.operation == "withdraw") {
    TRY(transaction.execute(sql::end_serial, system.id, item.entity, item.record, now));
  } else {
    if (serial.empty())
      return refuse(transaction, system, item, "no_number", "答复里没有编号", now);
    if (TRY(is_of_another(transaction, system, item, serial)))
      return refuse(transaction, system, item, "number_taken",
                    fmt::format("答复的编号 {} 已经是另一条记录的", serial), now);
    TRY(give_number(transaction, system, item, serial, now));
  }
  TRY(transaction.execute(sql::set_accepted, item.id, now, serial));
  TRY(transaction.execute(sql::close_desk_task, fmt::format("outgoing:{}", item.id), now,
                          item.clerk));
  return note(transaction, item.id, now, serial);
}

Status renumber(store::Transaction& transaction, const System& system, const Item& item,
                const Answer& answer, Instant now) {
  if (answer.serial.empty() || TRY(is_of_another(transaction, system, item, answer.serial)))
    return note(transaction, item.id, now, fmt::format("改号为“{}”，没有采用", answer.serial));
  const auto held =
      TRY(transaction.query(sql::serial_now, system.id, item.entity, item.record));
  if (held.empty()) return Done{};
  if (held[0].get<std::string>("serial") == answer.serial) return Done{};
  TRY(give_number(transaction, system, item, answer.serial, now));
  return note(transaction, item.id, now,
              fmt::format("编号由 {} 改为 {}", held[0].get<std::string>("serial"), answer.serial));
}

}  // namespace

Result<std::int64_t> note_changes(store::Transaction& transaction,
                                  const Arrangements& arrangements, const ChangesStored& stored) {
  const Arrangement* one = arrangements.find(stored.entity);
  if (one == nullptr || one->mode_on(business_day(stored.known_at)) != Mode::collaborate)
    return std::int64_t{0};
  const auto made = ids_of(TRY(transaction.query(
      sql::note_changes, stored.entity, table_of(*one->entity), one->system.id, stored.source,
      stored.known_at, stored.clerk, stored.recorded_at)));
  if (made.empty()) return std::int64_t{0};
  TRY(transaction.execute(sql::note_events, made, stored.recorded_at, std::string(), stored.clerk));
  TRY(transaction.execute(sql::mend_refused, made, stored.recorded_at, stored.clerk));
  return static_cast<std::int64_t>(made.size());
}

Result<std::int64_t> note_existing(store::Transaction& transaction,
                                   const Arrangements& arrangements, const std::string& entity,
                                   int count_max, std::int64_t clerk, Instant recorded_at) {
  const Arrangement* one = arrangements.find(entity);
  if (one == nullptr || one->fields.empty())
    return Error{ErrorCode::conflict, "这一类不报送", {entity}, "核对政策包的 exchange/"};
  const auto made =
      ids_of(TRY(transaction.query(sql::note_existing, entity, table_of(*one->entity),
                                   one->system.id, clerk, recorded_at, count_max)));
  TRY(transaction.execute(sql::note_events, made, recorded_at, std::string("首次报送"), clerk));
  return static_cast<std::int64_t>(made.size());
}

Status note_undo(store::Transaction& transaction, const Arrangements& arrangements,
                 std::int64_t import_run, std::int64_t clerk, Instant known_at,
                 Instant recorded_at) {
  const auto said = TRY(transaction.query(sql::import_run_said, import_run));
  if (said.empty()) return Done{};
  return note_rows_undone(transaction, arrangements,
                          {said[0].get<std::string>("kind"), said[0].get<std::string>("source"),
                           said[0].get<Instant>("stored_at"), clerk, recorded_at},
                          known_at);
}

Status note_rows_undone(store::Transaction& transaction, const Arrangements& arrangements,
                        const ChangesStored& undone, Instant known_at) {
  const Arrangement* one = arrangements.find(undone.entity);
  if (one == nullptr) return Done{};
  const std::string detail = "导入已撤销";
  const std::string entity = one->entity->id;
  const auto dropped = ids_of(TRY(transaction.query(sql::drop_unsent_of_import, entity,
                                                    undone.source, undone.known_at)));
  const auto made = ids_of(TRY(transaction.query(
      sql::follow_undone, entity, undone.source, undone.known_at, table_of(*one->entity), dropped,
      undone.clerk, undone.recorded_at, known_at)));
  for (const auto* items : {&dropped, &made})
    TRY(transaction.execute(sql::note_events, *items, undone.recorded_at, detail, undone.clerk));
  TRY(transaction.execute(sql::mend_refused, made, undone.recorded_at, undone.clerk));
  return Done{};
}

Status note_withdrawal(store::Transaction& transaction, const Arrangements& arrangements,
                       const std::string& entity, std::int64_t record, std::int64_t clerk,
                       Instant recorded_at) {
  const Arrangement* one = arrangements.find(entity);
  if (one == nullptr) return Done{};
  for (const store::Row row :
       TRY(transaction.query(sql::last_item_of, one->system.id, entity, record))) {
    const auto item = row.get<std::int64_t>("id");
    if (TRY(transaction.execute(sql::drop_unsent, item)) > 0)
      TRY(note(transaction, item, recorded_at, "记录已撤销", clerk));
    const auto made = ids_of(TRY(
        transaction.query(sql::note_one, item, "withdraw", clerk, recorded_at, recorded_at)));
    TRY(transaction.execute(sql::note_events, made, recorded_at, std::string("记录已撤销"), clerk));
    TRY(transaction.execute(sql::mend_refused, made, recorded_at, clerk));
  }
  return Done{};
}

Result<std::int64_t> send_again(store::Transaction& transaction, std::int64_t item,
                                std::int64_t clerk, Instant known_at, Instant recorded_at) {
  const auto made = ids_of(
      TRY(transaction.query(sql::note_one, item, "", clerk, recorded_at, known_at)));
  if (made.empty()) return Error{ErrorCode::not_found, "没有这一条上报"};
  TRY(transaction.execute(sql::note_events, made, recorded_at, std::string("重新上报"), clerk));
  TRY(transaction.execute(sql::mend_refused, made, recorded_at, clerk));
  return made.front();
}

std::string key_of(std::string_view area_schema, std::int64_t item) {
  const auto area = area_schema.substr(area_schema.find('_') + 1);
  return fmt::format("{}-{}", area, item);
}

std::optional<std::int64_t> item_of(std::string_view area_schema, std::string_view key) {
  const auto stroke = key.rfind('-');
  if (stroke == key.npos) return std::nullopt;
  std::int64_t item = 0;
  const auto digits = key.substr(stroke + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), item);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (key_of(area_schema, item) != key) return std::nullopt;
  return item;
}

Status take_answer(store::Transaction& transaction, const System& system, const Answer& answer,
                   Instant now) {
  const Item item = TRY(lock(transaction, system, answer.item));
  if (answer.outcome == Outcome::renumbered)
    return renumber(transaction, system, item, answer, now);
  if (!item.waits()) return Done{};
  switch (answer.outcome) {
    case Outcome::accepted: return accept(transaction, system, item, answer.serial, now);
    case Outcome::refused:
      return refuse(transaction, system, item, answer.code, answer.reason, now);
    case Outcome::received:
      TRY(transaction.execute(sql::set_received, item.id, now, now + ask_again_after));
      if (item.state != "sent") TRY(note(transaction, item.id, now, ""));
      return Done{};
    case Outcome::closed: {
      const Instant until = std::clamp(answer.until.value_or(now + ask_again_after), now,
                                       now + closed_max);
      TRY(transaction.execute(sql::system_closed, system.id, until));
      TRY(transaction.execute(sql::set_closed, item.id, until));
      TRY(transaction.execute(sql::postpone_all, system.id, until));
      return Done{};
    }
    case Outcome::renumbered: break;
  }
  return Done{};
}

Status take_silence(store::Transaction& transaction, const System& system, std::int64_t id,
                    const std::string& what, Instant now) {
  const Item item = TRY(lock(transaction, system, id));
  if (!item.waits()) return Done{};
  const int unanswered = item.unanswered + 1;
  if (unanswered >= unanswered_max)
    return refuse(transaction, system, item, "no_answer",
                  fmt::format("试了 {} 次都没有得到能读的答复：{}", unanswered, what), now);
  const seconds pause{1LL << unanswered};
  TRY(transaction.execute(sql::set_unanswered, id, now + pause));
  return note(transaction, id, now, what);
}

}  // namespace leye::exchange
