// Applications outside a list, questions about missing facts, objections against decisions,
// messages.
#include "api/follow_up.hpp"

#include <fmt/format.h>

#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/consents.hpp"
#include "api/desk.hpp"
#include "api/resources.hpp"
#include "flows/appeals.hpp"
#include "flows/applying.hpp"
#include "flows/messages.hpp"
#include "flows/questions.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet actors = access::offices | access::subjects;

Result<Case> apply(Call& call, const Apply& asked) {
  if (asked.results.size() + asked.persons.size() > 1000)
    return Error{ErrorCode::invalid_input, "一次最多一千人", {"persons"}};
  flows::ApplyRequest request;
  request.measure = asked.measure;
  for (const auto& id : asked.results) request.results.push_back(id.number);
  for (const auto& id : asked.persons) request.persons.push_back(id.number);
  if (asked.organisation_id) request.organisation = asked.organisation_id->number;
  request.request = asked.request;
  auto* connection = TRY(call.connection());
  call.did("", asked.measure);
  Case file;
  TRY(flows::open_applied(*connection, bureau_of(call), actor_of(call), request,
                          filing(call, file)));
  return file;
}

Result<Case> answer_question(Call& call, const Answer& asked) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  call.did(fmt::format("question:{}", id));
  Case file;
  TRY(flows::answer_question(*connection, bureau_of(call), actor_of(call), id, asked.answer,
                             keeping(call, file)));
  return file;
}

Result<Case> make_appeal(Call& call, const MakeAppeal& asked) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  call.did(fmt::format("case:{}", id));
  Case file;
  TRY(flows::make_appeal(*connection, bureau_of(call), actor_of(call), id, asked.text,
                         keeping(call, file)));
  return file;
}

Result<Case> answer_appeal(Call& call, const AnswerObjection& asked) {
  const auto id = TRY(call.path_id());
  const auto actor = TRY(actor_on(call, {}, {"case_action", "hold_meeting"}));
  auto* connection = TRY(call.connection());
  call.did(fmt::format("appeal:{}", id), asked.upheld ? "upheld" : "dismissed");
  Case file;
  TRY(flows::answer_appeal(*connection, bureau_of(call), actor, {id, asked.upheld, asked.answer},
                           keeping(call, file)));
  return file;
}

Result<Page<Message>> messages(Call& call) {
  const auto paging = TRY(call.paging());
  auto* connection = TRY(call.connection());
  const auto found = TRY(
      flows::list_messages(*connection, bureau_of(call), actor_of(call), paging.page, paging.size));
  std::vector<Message> lines;
  for (const auto& one : found.messages) {
    Message line{Id{one.id},
                 one.kind,
                 one.title,
                 one.body,
                 to_text(one.sent_at),
                 {},
                 one.read_at.has_value()};
    if (one.case_id) line.case_id = Id{*one.case_id};
    lines.push_back(std::move(line));
  }
  return page_of(std::move(lines), found.total, paging);
}

Result<Nothing> read_message(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(flows::read_message(*transaction, bureau_of(call), actor_of(call), id));
  call.did(fmt::format("message:{}", id));
  return Nothing{};
}

Route decides(Route route, std::string act) {
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = std::move(act);
  return route;
}

}  // namespace

std::vector<Route> follow_up_routes() {
  Route message =
      post<Nothing>("/api/v1/messages/{id}/read", "消息已读", access::subjects, read_message);
  message.act = "read_message";
  Route inbox = get<Page<Message>>("/api/v1/messages", "我的消息", access::subjects, messages);
  inbox.query = {"page", "size"};
  return {
      decides(post<Apply, Case>("/api/v1/applications", "登记申请", actors, apply), "open_case"),
      decides(
          post<Answer, Case>("/api/v1/questions/{id}/answer", "补充事实", actors, answer_question),
          "answer_question"),
      decides(post<MakeAppeal, Case>("/api/v1/cases/{id}/appeals", "对决定提出异议",
                                     access::subjects, make_appeal),
              "make_appeal"),
      decides(post<AnswerObjection, Case>("/api/v1/appeals/{id}/answer", "答复对决定的异议",
                                          access::offices, answer_appeal),
              "answer_appeal"),
      inbox,
      message};
}

}  // namespace leye::api
