#include "exchange/outbox_view.hpp"

#include "exchange/outbox.sql.hpp"
#include "exchange/outbox_view.sql.hpp"

namespace leye::exchange {
namespace {

constexpr const char* purpose = "outgoing.payload";

OutgoingLine line_from(const store::Row& row) {
  OutgoingLine line;
  line.id = row.get<std::int64_t>("id");
  line.system = row.get<std::string>("system");
  line.entity = row.get<std::string>("entity");
  line.record = row.get<std::int64_t>("record_id");
  line.person = row.get<std::optional<std::int64_t>>("person");
  line.organisation = row.get<std::optional<std::int64_t>>("organisation");
  line.who = row.get<std::string>("who");
  line.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
  line.operation = row.get<std::string>("operation");
  line.state = row.get<std::string>("state");
  line.clerk = row.get<std::int64_t>("clerk");
  line.recorded_at = row.get<Instant>("recorded_at");
  line.sent_at = row.get<std::optional<Instant>>("sent_at");
  line.answered_at = row.get<std::optional<Instant>>("answered_at");
  line.next_try_at = row.get<Instant>("next_try_at");
  line.attempts = row.get<int>("attempts");
  line.serial = row.get<std::string>("serial");
  line.reason_code = row.get<std::string>("reason_code");
  line.reason = row.get<std::string>("reason");
  line.mended_by = row.get<std::optional<std::int64_t>>("mended_by");
  return line;
}

}  // namespace

Result<OutgoingPage> list_outgoing(store::Transaction& transaction, const OutgoingFilter& filter) {
  OutgoingPage page;
  for (const store::Row row : TRY(transaction.query(
           sql::outgoing_lines, filter.state, filter.entity, filter.person,
           std::optional<std::int64_t>(), filter.limit, filter.offset))) {
    page.lines.push_back(line_from(row));
    page.total = row.get<std::int64_t>("total");
  }
  return page;
}

Result<OutgoingItem> view_outgoing(store::Transaction& transaction, const Cipher& cipher,
                                   std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::outgoing_lines, std::string(), std::string(),
                                          std::optional<std::int64_t>(), std::optional(id),
                                          std::int64_t{1}, std::int64_t{0}));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  OutgoingItem item;
  item.line = line_from(rows[0]);
  if (const auto sealed = rows[0].get<std::optional<Bytes>>("payload")) {
    const auto text = TRY(cipher.decrypt(purpose, id, *sealed));
    item.fields = TRY(message_from(text)).fields;
  }
  for (const store::Row row : TRY(transaction.query(sql::outgoing_events, id)))
    item.events.push_back({row.get<Instant>("happened_at"), row.get<std::string>("state"),
                           row.get<std::string>("detail"),
                           row.get<std::optional<std::int64_t>>("account")});
  return item;
}

Result<std::vector<SystemCounts>> count_outgoing(store::Transaction& transaction) {
  std::vector<SystemCounts> found;
  for (const store::Row row : TRY(transaction.query(sql::outgoing_counts))) {
    SystemCounts counts;
    counts.system = row.get<std::string>("system");
    counts.unsent = row.get<std::int64_t>("unsent");
    counts.sent = row.get<std::int64_t>("sent");
    counts.postponed = row.get<std::int64_t>("postponed");
    counts.refused = row.get<std::int64_t>("refused");
    counts.accepted = row.get<std::int64_t>("accepted");
    counts.oldest_waiting = row.get<std::optional<Instant>>("oldest_waiting");
    counts.oldest_refused = row.get<std::optional<Instant>>("oldest_refused");
    found.push_back(std::move(counts));
  }
  return found;
}

Result<SystemState> system_state(store::Transaction& transaction, const std::string& system) {
  SystemState state;
  for (const store::Row row : TRY(transaction.query(sql::system_state, system))) {
    state.failing_since = row.get<std::optional<Instant>>("failing_since");
    state.closed_until = row.get<std::optional<Instant>>("closed_until");
    state.answered_at = row.get<std::optional<Instant>>("answered_at");
    state.failure = row.get<std::string>("failure");
  }
  if (!state.failure.empty()) return state;
  for (const store::Row row : TRY(transaction.query(sql::comparison_failures, system))) {
    state.failing_since = row.get<Instant>("failing_since");
    state.failure = "名单没有核对成：" + row.get<std::string>("failure");
  }
  return state;
}

Result<std::vector<DeskTask>> desk_tasks(store::Transaction& transaction, std::int64_t account,
                                         const std::vector<std::string>& roles,
                                         std::int64_t place_lo, std::int64_t place_hi) {
  std::vector<DeskTask> found;
  for (const store::Row row :
       TRY(transaction.query(sql::desk_tasks, account, roles, place_lo, place_hi))) {
    DeskTask task;
    task.id = row.get<std::int64_t>("id");
    task.about = row.get<std::string>("about");
    task.kind = row.get<std::string>("kind");
    task.title = row.get<std::string>("title");
    task.detail = row.get<std::string>("detail");
    task.address = row.get<std::string>("address");
    task.due_on = row.get<std::optional<Day>>("due_on");
    task.created_at = row.get<Instant>("created_at");
    task.mine = row.get<std::optional<bool>>("mine").value_or(false);
    found.push_back(std::move(task));
  }
  return found;
}

}  // namespace leye::exchange
