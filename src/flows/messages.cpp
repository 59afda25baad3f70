#include "flows/messages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "flows/handling.hpp"
#include "flows/messages.sql.hpp"

namespace leye::flows {
namespace {

Message message_from(const store::Row& row) {
  Message message;
  message.id = row.get<std::int64_t>("id");
  message.place = row.get<std::int64_t>("place");
  message.person = row.get<std::optional<std::int64_t>>("person_id");
  message.organisation = row.get<std::optional<std::int64_t>>("organisation_id");
  message.case_id = row.get<std::optional<std::int64_t>>("case_id");
  message.kind = row.get<std::string>("kind");
  message.title = row.get<std::string>("title");
  message.body = row.get<std::string>("body");
  message.sent_at = row.get<Instant>("sent_at");
  message.read_at = row.get<std::optional<Instant>>("read_at");
  return message;
}

// What became of the rows, for one reader: those of `organisation` in a list, else all.
std::string rows_text(const Handling& handling, std::optional<std::int64_t> organisation) {
  std::string text;
  for (std::size_t i = 0; i < handling.rows.size(); ++i) {
    const RowRecord& row = handling.rows[i];
    if (organisation && row.organisation != organisation) continue;
    if (row.state != "rejected") continue;
    std::vector<std::string> reasons = row.refused_clauses;
    if (!row.opinion.empty()) reasons.push_back(row.opinion);
    text += "\n" + row_text(row, i, fmt::format("不予享受，理由：{}", fmt::join(reasons, "；")));
  }
  return text;
}

}  // namespace

Status send_message(store::Transaction& transaction, const Message& message) {
  TRY(transaction.execute(sql::insert_message, message.place, message.person, message.organisation,
                          message.case_id, message.kind, message.title, message.body,
                          message.sent_at));
  return Done{};
}

Status notify(Handling& handling, Action action) {
  const CaseRecord& record = handling.record;
  Message message;
  message.place = record.place;
  message.case_id = record.id;
  message.sent_at = handling.now;
  message.kind = is_deciding(handling.step) ? "decision" : "step";
  message.title =
      fmt::format("{}：{}{}", handling.measure.name.label, handling.step.label_zh, label(action));
  const std::string body =
      fmt::format("办件 {} 的“{}”环节已于 {} 办理：{}。", record.number, handling.step.label_zh,
                  to_text(handling.today()), label(action));
  if (record.applicant_kind != "none") {
    message.person = record.person;
    message.organisation = record.organisation;
    message.body = body + rows_text(handling, std::nullopt);
    return send_message(handling.transaction, message);
  }
  std::set<std::int64_t> units;
  for (const RowRecord& row : handling.rows)
    if (row.organisation) units.insert(*row.organisation);
  for (const std::int64_t unit : units) {
    message.organisation = unit;
    message.body = body + rows_text(handling, unit);
    TRY(send_message(handling.transaction, message));
  }
  return Done{};
}

Result<MessagePage> list_messages(store::Connection& connection, const Bureau& bureau,
                                  const Actor& actor, std::int64_t page, std::int64_t size) {
  MessagePage found;
  if (!actor.applies()) return found;
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  const auto limit = std::clamp<std::int64_t>(size, 1, 100);
  for (const store::Row row :
       TRY(transaction.query(sql::list_messages, actor.organisation, actor.person, limit,
                             (std::max<std::int64_t>(page, 1) - 1) * limit))) {
    found.messages.push_back(message_from(row));
    found.total = row.get<std::int64_t>("total");
    found.unread = row.get<std::int64_t>("unread");
  }
  return found;
}

Status read_message(store::Transaction& transaction, const Bureau& bureau, const Actor& actor,
                    std::int64_t id) {
  const auto touched = TRY(transaction.execute(sql::read_message, id, actor.organisation,
                                               actor.person, bureau.clock.now()));
  if (touched == 0) return Error{ErrorCode::not_found, "没有这条消息"};
  return Done{};
}

}  // namespace leye::flows
