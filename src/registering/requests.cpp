#include "registering/requests.hpp"

#include <boost/json.hpp>

#include "registering/requests.sql.hpp"

namespace leye::registering {
namespace {

constexpr std::size_t opinion_bytes_min = 4, opinion_bytes_max = 1500;

Request request_of(const store::Row& row) {
  Request one;
  one.id = row.get<std::int64_t>("id");
  one.person = row.get<std::int64_t>("person_id");
  one.place = row.get<std::int64_t>("place");
  one.who = row.get<std::string>("who");
  one.place_label = row.get<std::string>("place_label");
  one.kind = row.get<std::string>("kind");
  const auto facts = boost::json::parse(row.get<std::string>("facts"));
  for (const auto& [fact, value] : facts.as_object())
    one.facts.emplace(std::string(fact), std::string(value.as_string()));
  one.last_day = row.get<std::optional<Day>>("last_day");
  one.note = row.get<std::string>("note");
  one.state = row.get<std::string>("state");
  one.made_at = row.get<Instant>("made_at");
  one.due_on = row.get<Day>("due_on");
  one.answered_by = row.get<std::string>("answered_by");
  one.answered_at = row.get<std::optional<Instant>>("answered_at");
  one.opinion = row.get<std::string>("opinion");
  return one;
}

}  // namespace

Result<std::int64_t> ask(store::Transaction& transaction, const Request& request) {
  constexpr std::size_t note_bytes_max = 1500;
  if (request.note.size() > note_bytes_max)
    return Error{ErrorCode::invalid_input, "说明太长", {"note"}, "五百字以内"};
  boost::json::object facts;
  for (const auto& [fact, value] : request.facts) facts[fact] = value;
  const auto made =
      TRY(transaction.query(sql::ask, request.person, request.kind, boost::json::serialize(facts),
                            request.last_day, request.note, request.made_at, request.due_on));
  if (!made.empty()) return made[0].get<std::int64_t>("id");
  return Error{ErrorCode::conflict, "已经提交过一件，正在办理", {}, "等有了结果，或者撤回以后再提"};
}

Result<std::vector<Request>> of_person(store::Transaction& transaction, std::int64_t person) {
  std::vector<Request> found;
  for (const store::Row row : TRY(transaction.query(sql::of_person, person)))
    found.push_back(request_of(row));
  return found;
}

Result<Requests> list(store::Transaction& transaction, bool open, std::int64_t limit,
                      std::int64_t offset) {
  Requests found;
  for (const store::Row row : TRY(transaction.query(sql::list, open, limit, offset))) {
    found.total = row.get<std::int64_t>("total");
    found.items.push_back(request_of(row));
  }
  return found;
}

Result<Request> take(store::Transaction& transaction, std::int64_t id, std::int64_t place_lo,
                     std::int64_t place_hi) {
  const auto rows = TRY(transaction.query(sql::take, id, place_lo, place_hi));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  auto request = request_of(rows[0]);
  if (request.state == "open") return request;
  return Error{ErrorCode::conflict, "这一件已经办结或撤回", {}, "刷新后再看"};
}

Status answer(store::Transaction& transaction, std::int64_t id, const Answered& answered) {
  if (answered.opinion.size() > opinion_bytes_max ||
      (!answered.accepted && answered.opinion.size() < opinion_bytes_min))
    return Error{ErrorCode::invalid_input,
                 "请写明退回的原因和要补的材料",
                 {"opinion"},
                 "两个汉字以上，五百字以内"};
  const auto done = TRY(
      transaction.execute(sql::answer, id, std::string(answered.accepted ? "accepted" : "returned"),
                          answered.opinion, answered.account, answered.name, answered.now));
  if (done == 0) return Error{ErrorCode::conflict, "这一件已经办结或撤回", {}, "刷新后再看"};
  TRY(transaction.execute(sql::close_at_desk, id, answered.now, answered.account));
  return Done{};
}

Status withdraw(store::Transaction& transaction, std::int64_t id, std::int64_t person,
                Instant now) {
  const auto done = TRY(transaction.execute(sql::withdraw, id, person, now));
  if (done == 0) return Error{ErrorCode::conflict, "这一件已经办结或撤回", {}, "刷新后再看"};
  TRY(transaction.execute(sql::close_at_desk, id, now, std::int64_t{0}));
  return Done{};
}

Status open_at_desk(store::Transaction& transaction, std::int64_t id, const std::string& label) {
  TRY(transaction.execute(sql::open_at_desk, id, "网上提交的" + label));
  return Done{};
}

}  // namespace leye::registering
