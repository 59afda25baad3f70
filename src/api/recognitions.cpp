#include "api/recognitions.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/one_row.hpp"
#include "api/outbox.hpp"
#include "api/own_write.hpp"
#include "api/rulebook.hpp"
#include "benefits/screening.hpp"
#include "flows/messages.hpp"
#include "recognitions/reviews.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using recognitions::Review;

constexpr RoleSet readers = access::clerks | RoleSet{Role::auditor};
constexpr RoleSet proposers{Role::window_clerk};
constexpr RoleSet deciders{Role::first_checker, Role::second_checker, Role::director};
constexpr std::chrono::minutes statement_time_max{1};

std::vector<CodeChoice> choices(const Call& call, const char* table) {
  std::vector<CodeChoice> all;
  if (const CodeTable* codes = call.backend.vocabulary.find_code_table(table))
    for (const Code& code : codes->codes()) all.push_back({code.code, code.zh, code.en});
  return all;
}

std::string code_label(const Call& call, const char* table, const std::string& code) {
  if (const CodeTable* codes = call.backend.vocabulary.find_code_table(table))
    for (const Code& each : codes->codes())
      if (each.code == code) return call.label(each);
  return code;
}

Status check_code(const Call& call, const char* table, const std::string& code, const char* field) {
  const auto all = choices(call, table);
  const bool known = code.empty() || std::any_of(all.begin(), all.end(), [&](const auto& each) {
                       return each.code == code;
                     });
  if (known) return Done{};
  return Error{ErrorCode::invalid_input, "没有这个代码", {field}, "从所列的代码中选"};
}

std::string because_label(const Call& call, const std::string& because) {
  if (because == "should_leave") return call.says("规则：应当退出", "rules: should leave");
  if (because == "lapses_soon")
    return call.says("规则：30 日内到期", "rules: lapses within 30 days");
  if (because == "eligible") return call.says("规则：符合认定条件", "rules: may be recognised");
  return code_label(call, "group_exit", because);
}

std::string state_label(const Call& call, const std::string& state) {
  if (state == "open") return call.says("待审定", "to be decided");
  if (state == "confirmed") return call.says("已审定", "confirmed");
  if (state == "declined") return call.says("不同意", "declined");
  return state == "dropped" ? call.says("不采纳", "hint not followed") : "";
}

Result<const Review*> review_of(const Call& call, const std::string& category) {
  if (const Review* review = call.backend.rulebook.recognitions.find(category)) return review;
  return Error{ErrorCode::invalid_input, "这一类认定没有复核", {"category"}, "从所列的类别中选"};
}

recognitions::Worker worker_of(const Call& call) {
  return {call.caller->account, call.caller->signature(), call.post.range.low, call.post.range.high,
          call.now()};
}

Result<RecognitionDesk> desk(Call& call) {
  auto* transaction = TRY(call.transaction());
  RecognitionDesk shown;
  for (const Review& review : call.backend.rulebook.recognitions.reviews) {
    const auto counts = TRY(recognitions::count(*transaction, review, call.today()));
    const auto role = access::find_role(review.escalates);
    shown.reviews.push_back({review.category,
                             call.says(review.zh, review.en),
                             review.months,
                             review.warning_days,
                             review.answer_days,
                             role ? access::label(*role) : review.escalates,
                             review.clause,
                             {counts.soon, counts.overdue, counts.escalated, counts.entries,
                              counts.exits, counts.open}});
  }
  const auto run = benefits::screening_run(*transaction, 0);
  if (run.ok()) shown.screened_on = run.value().on;
  shown.kinds = choices(call, "hardship_kind");
  shown.reasons = choices(call, "group_exit");
  shown.proposes = proposers.has(call.post.role);
  shown.decides = deciders.has(call.post.role);
  return shown;
}

RecognitionLine line_of(const Call& call, const recognitions::Line& one) {
  RecognitionLine line;
  if (one.id != 0) line.id = Id{one.id};
  line.person_id = Id{one.person};
  line.who = one.who;
  line.place_label = one.place_label;
  if (one.record) line.record_id = Id{*one.record};
  line.recognised_on = one.recognised_on;
  line.reviewed_on = one.reviewed_on;
  line.valid_until = one.valid_until;
  line.due_on = one.due_on;
  line.kind = one.kind;
  line.kind_label = code_label(call, "hardship_kind", one.kind);
  line.move = one.move;
  if (one.move == "entry") line.move_label = call.says("认定", "entry");
  if (one.move == "exit") line.move_label = call.says("退出", "exit");
  line.because_label = because_label(call, one.because);
  line.evidence = one.evidence;
  line.note = one.note;
  line.state = one.state;
  line.state_label = state_label(call, one.state);
  line.opinion = one.opinion;
  line.proposed_by = one.proposed_by;
  line.decided_by = one.decided_by;
  line.own = one.proposer == call.caller->account;
  return line;
}

Result<Page<RecognitionLine>> lines(Call& call) {
  const auto paging = TRY(call.paging());
  const std::string list(call.request.asked("list"));
  constexpr std::array lists{"soon", "overdue", "escalated", "entries", "exits", "open", "done"};
  if (std::find(lists.begin(), lists.end(), list) == lists.end())
    return Error{ErrorCode::invalid_input, "查询条件不正确", {"list"}};
  const Review* review = TRY(review_of(call, std::string(call.request.asked("category"))));
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(recognitions::list(*transaction, *review,
                                            {list, call.today(), paging.size, paging.offset()}));
  std::vector<RecognitionLine> shown;
  for (const auto& one : found.lines) {
    shown.push_back(line_of(call, one));
    call.saw("list_person", fmt::format("person:{}", one.person));
  }
  return page_of(std::move(shown), found.total, paging);
}

// The recognition as a form would write it: what is said of it beside who and when.
Status store_recognition(Call& call, store::Transaction& transaction, std::int64_t person,
                         const std::string& category, Day recognised_on,
                         const std::vector<std::pair<const char*, std::string>>& said) {
  const Entity& entity = *call.backend.vocabulary.find_entity("recognition");
  const registers::IdentityCipher cipher(call.backend.cipher);
  const auto card =
      TRY(registers::People(transaction, call.backend.vocabulary, cipher).card(person));
  Cells cells{{entity.find_reference("person"), card.number},
              {entity.find_fact("category"), category},
              {entity.find_fact("recognised_on"), leye::to_text(recognised_on)}};
  for (const auto& [fact, value] : said)
    if (!value.empty()) cells.emplace_back(entity.find_fact(fact), value);
  TRY(call.backend.arrangements.check_written_by_hand(entity.id, call.today()));
  TRY(store_row_at(call, transaction, entity, cells, card.place));
  return Done{};
}

Status must_be_able(bool able, bool willing) {
  if (able && willing) return Done{};
  return Error{ErrorCode::invalid_input,
               "没有劳动能力或没有就业愿望的，不再认定",
               {"able"},
               "提请退出，写明原因"};
}

Result<http::Response> answer(Call& call) {
  const auto asked = TRY(json::read<ReviewStays>(call.request.body));
  const Review* review = TRY(review_of(call, asked.category));
  TRY(must_be_able(asked.able, asked.willing));
  TRY(check_code(call, "hardship_kind", asked.kind, "kind"));
  return own_write(
      call, statement_time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
        const auto due = TRY(recognitions::take_review(transaction, *review, asked.record_id.number,
                                                       worker_of(call)));
        TRY(recognitions::keep_answer(transaction, due, {asked.kind, asked.evidence},
                                      worker_of(call)));
        TRY(store_recognition(call, transaction, due.person, due.category, due.recognised_on,
                              {{"reviewed_on", leye::to_text(call.today())},
                               {"kind", asked.kind},
                               {"evidence", asked.evidence}}));
        call.did(fmt::format("person:{}", due.person), "复核，仍符合：" + review->zh);
        return respond(Nothing{});
      });
}

Result<http::Response> propose(Call& call) {
  const auto asked = TRY(json::read<ProposeMove>(call.request.body));
  const Review* review = TRY(review_of(call, asked.category));
  TRY(check_code(call, "hardship_kind", asked.kind, "kind"));
  TRY(check_code(call, "group_exit", asked.because, "because"));
  if (asked.move == "entry" && !asked.drop) TRY(must_be_able(asked.able, asked.willing));
  return own_write(
      call, statement_time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
        recognitions::Proposal proposal{
            asked.person_id.number, asked.move, asked.kind, asked.because,
            asked.evidence,         asked.note, asked.drop};
        TRY(recognitions::propose(transaction, *review, proposal, worker_of(call), call.today()));
        call.did(fmt::format("person:{}", proposal.person),
                 fmt::format("{}{}：{}", asked.drop ? "不采纳规则提示，" : "提请",
                             asked.move == "entry" ? "认定" : "退出", review->zh));
        return respond(Nothing{});
      });
}

Status tell_person(const Call& call, store::Transaction& transaction, const Review& review,
                   const recognitions::Move& move) {
  const bool entry = move.move == "entry";
  flows::Message message;
  message.place = move.place;
  message.person = move.person;
  message.kind = "step";
  message.title = fmt::format("{}：{}", entry ? "认定" : "退出认定", review.zh);
  message.body = fmt::format("自 {} 起{}{}。{}", leye::to_text(call.today()),
                             entry ? "认定为" : "不再认定为", review.zh,
                             entry ? fmt::format("每 {} 个月复核一次。", review.months)
                                   : fmt::format("原因：{}。有异议的，可以到窗口提出。",
                                                 code_label(call, "group_exit", move.because)));
  message.sent_at = call.now();
  return flows::send_message(transaction, message);
}

Status take_effect(Call& call, store::Transaction& transaction, const Review& review,
                   const recognitions::Move& move) {
  if (move.move == "entry") {
    TRY(store_recognition(call, transaction, move.person, move.category, call.today(),
                          {{"kind", move.kind},
                           {"evidence", move.evidence},
                           {"recognised_by", call.backend.area_name}}));
  } else {
    TRY(store_recognition(
        call, transaction, move.person, move.category, *move.recognised_on,
        {{"ended_on", leye::to_text(call.today())}, {"ended_because", move.because}}));
  }
  return tell_person(call, transaction, review, move);
}

Result<http::Response> decide(Call& call) {
  const auto id = TRY(call.path_id());
  const auto asked = TRY(json::read<DecideMove>(call.request.body));
  return own_write(
      call, statement_time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
        const auto move =
            TRY(recognitions::take_move(transaction, id, worker_of(call), call.today()));
        const Review* review = TRY(review_of(call, move.category));
        TRY(recognitions::decide(transaction, move, asked.confirm, asked.opinion, worker_of(call)));
        if (asked.confirm) TRY(take_effect(call, transaction, *review, move));
        call.did(fmt::format("person:{}", move.person),
                 fmt::format("{}{}：{}", asked.confirm ? "同意" : "不同意",
                             move.move == "entry" ? "认定" : "退出", review->zh));
        return respond(Nothing{});
      });
}

Route decides(Route route, Handler handler, const char* act) {
  route.handler = std::move(handler);
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = act;
  return route;
}

}  // namespace

Result<std::vector<DeskTask>> review_tasks(Call& call, store::Transaction& transaction) {
  std::vector<DeskTask> tasks;
  for (const Review& review : call.backend.rulebook.recognitions.reviews) {
    const bool escalates = access::name(call.post.role) == review.escalates;
    if (!escalates && !proposers.has(call.post.role) && !deciders.has(call.post.role)) continue;
    const auto counts = TRY(recognitions::count(transaction, review, call.today()));
    const auto add = [&](std::int64_t people, const char* list, const std::string& what) {
      if (people == 0) return;
      tasks.push_back({Id{-static_cast<std::int64_t>(tasks.size()) - 1}, "review",
                       fmt::format("{}：{}", review.zh, what), fmt::format("{} 人", people),
                       fmt::format("/recognitions?category={}&list={}", review.category, list),
                       std::nullopt, to_text(call.now()), false});
    };
    if (escalates || proposers.has(call.post.role))
      add(counts.escalated, "escalated", "年度复核逾期没有答复");
    if (proposers.has(call.post.role)) {
      add(counts.overdue, "overdue", "年度复核已到期");
      add(counts.soon, "soon", "年度复核快到期");
    }
    if (deciders.has(call.post.role)) add(counts.open, "open", "认定、退出待审定");
  }
  return tasks;
}

std::vector<Route> recognition_routes() {
  const std::string base = "/api/v1/recognitions";
  Route page =
      get<Page<RecognitionLine>>(base + "/lines", "认定的复核、提请和审定", readers, lines);
  page.query = {"category", "list", "page", "size"};
  page.act = "list_person";
  return {get<RecognitionDesk>(base, "认定的年度复核", readers, desk), page,
          decides(post<ReviewStays, Nothing>(base + "/reviews", "复核：仍符合", proposers, nullptr),
                  answer, "review_recognition"),
          decides(post<ProposeMove, Nothing>(base + "/moves", "提请认定、退出", proposers, nullptr),
                  propose, "propose_recognition"),
          decides(post<DecideMove, Nothing>(base + "/moves/{id}/decision", "审定认定、退出",
                                            deciders, nullptr),
                  decide, "decide_recognition")};
}

}  // namespace leye::api
