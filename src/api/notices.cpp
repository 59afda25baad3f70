// Public notices, open to everyone; objections; meetings that decide.
#include "flows/notices.hpp"
#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/cases.hpp"
#include "api/desk.hpp"
#include "api/noting.hpp"
#include "api/resources.hpp"
#include "flows/case_papers.hpp"
#include "flows/claiming.hpp"
#include "flows/meetings.hpp"

#include <fmt/format.h>

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

Result<Page<Notice>> list(Call& call) {
  const auto paging = TRY(call.paging());
  auto* connection = TRY(call.connection());
  const auto found =
      TRY(flows::list_notices(*connection, bureau_of(call), paging.page, paging.size));
  std::vector<Notice> notices;
  for (const auto& one : found.notices) notices.push_back(notice_of(call, one));
  return page_of(std::move(notices), found.total, paging);
}

Result<Notice> read(Call& call) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  const auto notice = TRY(flows::find_notice(*connection, bureau_of(call), id));
  return notice_of(call, notice);
}

Result<http::Response> paper(Call& call) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  http::Response response;
  response.type = "application/pdf";
  response.body = TRY(flows::notice_paper(*connection, bureau_of(call), id));
  return response;
}

Result<Objection> make_objection(Call& call, const MakeObjection& asked) {
  const auto notice = TRY(call.path_id());
  if (asked.text.size() < 6 || asked.text.size() > 6000 || asked.contact.size() > 300) {
    return Error{ErrorCode::invalid_input, "请写明异议内容", {"text"}, "两千字以内"};
  }
  auto* connection = TRY(call.connection());
  const auto noted = [&call, notice](store::Transaction& transaction, std::int64_t made) {
    call.did(fmt::format("notice:{}", notice), fmt::format("objection:{}", made));
    return note(call, transaction);
  };
  const auto id = TRY(flows::object(*connection, bureau_of(call),
                                    {notice, std::nullopt, asked.text, asked.contact}, noted));
  flows::Objection made;
  made.id = id;
  made.text = asked.text;
  made.state = "open";
  made.made_at = call.now();
  return objection_of(made, false);
}

Result<Nothing> answer(Call& call, const AnswerObjection& asked) {
  const auto id = TRY(call.path_id());
  auto* connection = TRY(call.connection());
  call.did(fmt::format("objection:{}", id), asked.upheld ? "成立" : "不成立");
  const auto keep = [&call](store::Transaction& transaction, std::int64_t) {
    return call.keep(transaction, respond(Nothing{}));
  };
  TRY(flows::answer_objection(*connection, bureau_of(call), actor_of(call),
                              {id, asked.upheld, asked.answer}, keep));
  return Nothing{};
}

Result<Page<Meeting>> meetings(Call& call) {
  const auto paging = TRY(call.paging());
  auto* transaction = TRY(call.transaction());
  const auto found =
      TRY(flows::list_meetings(*transaction, actor_of(call), paging.page, paging.size));
  std::vector<Meeting> lines;
  for (const auto& one : found.meetings) lines.push_back(meeting_of(one));
  return page_of(std::move(lines), found.total, paging);
}

Result<Agenda> agenda(Call& call) {
  auto* connection = TRY(call.connection());
  Agenda waiting;
  for (const auto& item : TRY(flows::agenda(*connection, bureau_of(call), actor_of(call)))) {
    waiting.items.push_back({Id{item.case_id}, item.number,
                             measure_label(call, item.measure) + " " + item.applicant, item.amount,
                             "", ""});
  }
  return waiting;
}

Result<Meeting> read_meeting(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  return meeting_of(TRY(flows::find_meeting(*transaction, id)));
}

Result<Meeting> hold(Call& call, const HoldMeeting& asked) {
  flows::Meeting meeting;
  meeting.title = asked.title;
  meeting.held_on = asked.on;
  meeting.chair = asked.chair;
  meeting.present = asked.present;
  meeting.minutes = asked.minutes;
  for (const auto& decision : asked.decisions) {
    flows::MeetingDecision one;
    one.case_id = decision.case_id.number;
    one.decision = decision.decision == "agree" ? "approve" : decision.decision;
    one.opinion = decision.opinion;
    meeting.decisions.push_back(std::move(one));
  }
  std::vector<std::string> objects;
  for (const auto& one : meeting.decisions) objects.push_back(fmt::format("case:{}", one.case_id));
  const auto actor = TRY(actor_on(call, objects));
  auto* connection = TRY(call.connection());
  Meeting held;
  const auto keep = [&](store::Transaction& transaction, std::int64_t id) -> Status {
    call.did(fmt::format("meeting:{}", id));
    held = meeting_of(TRY(flows::find_meeting(transaction, id)));
    return call.keep(transaction, respond(held));
  };
  TRY(flows::hold_meeting(*connection, bureau_of(call), actor, meeting, keep));
  return held;
}

}  // namespace

std::vector<Route> notice_routes() {
  Route all = get<Page<Notice>>("/api/v1/notices", "公示", access::anyone, list);
  all.query = {"page", "size"};
  all.signed_out = true;
  Route one = get<Notice>("/api/v1/notices/{id}", "公示详情", access::anyone, read);
  one.signed_out = true;
  Route print = one;
  print.path = "/api/v1/notices/{id}/notice.pdf";
  print.summary = "公示表";
  print.handler = paper;
  print.gives = nullptr;
  print.gives_type = "application/pdf";
  Route object = post<MakeObjection, Objection>("/api/v1/notices/{id}/objections", "提出异议",
                                                access::anyone, make_objection);
  object.signed_out = true;
  object.act = "make_objection";
  object.body_bytes_max = 16 * 1024;
  Route reply = post<AnswerObjection, Nothing>("/api/v1/objections/{id}/answer", "答复异议",
                                               access::offices, answer);
  reply.effect = Effect::decides;
  reply.own_transactions = true;
  reply.keeps_answer = true;
  reply.act = "answer_objection";
  const RoleSet meeting_readers = access::clerks | RoleSet{Role::insurance_agency, Role::auditor};
  Route held = get<Page<Meeting>>("/api/v1/meetings", "会议", meeting_readers, meetings);
  held.query = {"page", "size"};
  Route waiting = get<Agenda>("/api/v1/meetings/agenda", "待上会",
                              access::clerks | RoleSet{Role::insurance_agency}, agenda);
  Route minutes = get<Meeting>("/api/v1/meetings/{id}", "会议纪要", meeting_readers, read_meeting);
  Route meet = post<HoldMeeting, Meeting>("/api/v1/meetings", "会议决定",
                                          access::clerks | RoleSet{Role::insurance_agency}, hold);
  meet.effect = Effect::decides;
  meet.own_transactions = true;
  meet.keeps_answer = true;
  meet.act = "hold_meeting";
  return {all, one, print, object, reply, held, waiting, minutes, meet};
}

}  // namespace leye::api
