// The person's word about what was reported, and what the window makes of it.
#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/graduate_steps.hpp"
#include "api/one_row.hpp"
#include "api/own_write.hpp"
#include "api/report_lines.hpp"
#include "api/rulebook.hpp"
#include "flows/messages.hpp"
#include "registers/people.hpp"
#include "reports/reporters.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::chrono::minutes write_limit{2};
constexpr std::int64_t lines_of_person_max = 100;

Result<registers::PersonCard> card(Call& call, store::Transaction& transaction,
                                   std::int64_t person) {
  const registers::IdentityCipher cipher(call.backend.cipher);
  return registers::People(transaction, call.backend.vocabulary, cipher).card(person);
}

// The transaction passes the places by: a host may lie elsewhere than its trainee.
Result<PersonReports> of_person(Call& call, store::Transaction& transaction, std::int64_t person) {
  PersonReports all;
  for (const auto& report : call.backend.rulebook.reports.all()) {
    if (!report.asks()) continue;
    reports::LinesWanted wanted{{{}, 0, person}, "", call.today(), lines_of_person_max};
    const auto page =
        TRY(reports::list_lines(transaction, call.backend.vocabulary, report, wanted));
    for (auto& line : TRY(report_lines(call, transaction, page.lines, ShownTo::person)))
      all.items.push_back(std::move(line));
  }
  all.steps = TRY(graduate_steps(call, transaction, person));
  return all;
}

Result<PersonReports> list(Call& call) {
  const auto person = TRY(call.path_id());
  TRY(call.must_be_own("person", person));
  auto* own = TRY(call.transaction());
  TRY(card(call, *own, person));  // as the caller sees
  call.saw("read_person", fmt::format("person:{}", person), "上报与本人确认");
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  return of_person(call, transaction, person);
}

const reports::Report* asking_report(const Call& call, const std::string& id) {
  const auto* report = call.backend.rulebook.reports.find(id);
  return report == nullptr || !report->asks() ? nullptr : report;
}

// What is right, as a sheet would have it: codes by their code.
Result<std::map<std::string, std::string>> meant_of(const Call& call, const reports::Report& report,
                                                    const std::vector<WrittenFact>& written) {
  std::map<std::string, std::string> meant;
  for (const WrittenFact& one : written) {
    const Fact* fact = report.entity->find_fact(one.fact);
    if (fact == nullptr) return Error{ErrorCode::invalid_input, "没有这一项", {one.fact}};
    if (one.value.empty()) continue;
    constexpr std::size_t value_bytes_max = 400;
    const CodeTable* codes = call.backend.vocabulary.code_table(*fact);
    const bool known = fact->type != FactType::code ||
                       (codes != nullptr && codes->find(one.value) != nullptr);
    const bool day = fact->type != FactType::day || Day::parse(one.value).ok();
    if (!known || !day || one.value.size() > value_bytes_max)
      return Error{ErrorCode::invalid_input, fmt::format("{}填写不正确", fact->zh), {one.fact},
                   "从所列的选项中选，日期写成 2023-07-01"};
    meant[one.fact] = one.value;
  }
  return meant;
}

// The record as it is, with `changes`; a row names its owners by their numbers.
Result<Cells> cells_of(Call& call, store::Transaction& transaction, const reports::Report& report,
                       std::int64_t record, const std::map<std::string, std::string>& changes) {
  const auto page = TRY(reports::list_lines(transaction, call.backend.vocabulary, report,
                                            {{}, "", call.today(), 1, 0, record}));
  if (page.lines.empty()) return Error{ErrorCode::not_found, "没有找到"};
  const auto& line = page.lines.front();
  Cells cells;
  for (const Fact& fact : report.entity->facts) {
    const auto changed = changes.find(fact.id);
    std::string text = line.facts.value(fact.id);
    if (fact.type == FactType::reference) {
      if (fact.refers_to == "person")
        text = TRY(card(call, transaction, line.person)).number;
      else if (fact.refers_to == "organisation" && line.organisation != 0)
        text = TRY(reports::reporter_of_employer(transaction, line.organisation))->value;
      else
        continue;
    } else if (changed != changes.end()) {
      text = changed->second;
    } else if (!fact.required) {
      continue;
    }
    if (!text.empty()) cells.emplace_back(&fact, text);
  }
  return cells;
}

Status stamp(Call& call, store::Transaction& transaction, const reports::Report& report,
             std::int64_t record) {
  const auto cells = TRY(cells_of(call, transaction, report, record,
                                  {{report.stamp->id, leye::to_text(call.today())}}));
  TRY(store_row(call, transaction, *report.entity, cells));
  return Done{};
}

Result<http::Response> answer(Call& call, const AnswerReport& asked) {
  const auto person = TRY(call.path_id());
  const auto record = TRY(call.path_id("record"));
  TRY(call.must_be_own("person", person));
  const auto* report = asking_report(call, asked.report);
  if (report == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  return own_write(call, write_limit, [&](auto& transaction) -> Result<http::Response> {
    const auto meant = TRY(meant_of(call, *report, asked.meant));
    TRY(reports::answer_line(transaction, *report,
                             {record, person, asked.version, asked.agrees, asked.said, meant,
                              call.caller->account, call.now()}));
    if (asked.agrees) TRY(stamp(call, transaction, *report, record));
    call.did(fmt::format("person:{}", person),
             fmt::format("{}{}", asked.agrees ? "确认" : "说不对：", report->zh));
    return respond(TRY(of_person(call, transaction, person)));
  });
}

Status tell(const Call& call, store::Transaction& transaction, std::int64_t person,
            std::int64_t place, const std::string& title, const std::string& body) {
  flows::Message message;
  message.place = place;
  message.person = person;
  message.kind = "step";
  message.title = title;
  message.body = body;
  message.sent_at = call.now();
  return flows::send_message(transaction, message);
}

Result<http::Response> settle(Call& call, const SettleWord& asked) {
  const auto id = TRY(call.path_id());
  if (asked.take != "person" && asked.take != "report")
    return Error{ErrorCode::invalid_input, "请选采用哪一方", {"take"}, "本人所说，或上报的"};
  return own_write(call, write_limit, [&](auto& transaction) -> Result<http::Response> {
    const auto word = TRY(reports::find_contested(transaction, id));
    if (!word || !call.post.range.holds(word->place))
      return Error{ErrorCode::not_found, "没有找到，或者已经处理过", {}, "请刷新"};
    const auto* report = asking_report(call, word->report);
    if (report == nullptr) return Error{ErrorCode::not_found, "没有找到"};
    if (asked.take == "person" && word->meant.empty())
      return Error{ErrorCode::conflict,
                   "本人只写了说明，没有填正确的内容",
                   {"take"},
                   "先按说明更正这条登记，更正后由本人再确认"};
    TRY(reports::settle(transaction, {id, call.caller->account, asked.outcome,
                                      call.caller->signature(), call.now()}));
    if (asked.take == "person") {
      const auto cells = TRY(cells_of(call, transaction, *report, word->record, word->meant));
      TRY(store_row(call, transaction, *report->entity, cells));
      TRY(reports::confirm_for(transaction, *report, *word, call.now()));
      TRY(stamp(call, transaction, *report, word->record));
    }
    TRY(tell(call, transaction, word->person, word->place, "您说的上报有误已核对：" + report->zh,
             asked.outcome));
    call.did(fmt::format("person:{}", word->person),
             fmt::format("{}：{}", report->zh,
                         asked.take == "person" ? "按本人说的更正" : "维持上报"));
    return respond(TRY(of_person(call, transaction, word->person)));
  });
}

Result<http::Response> remind(Call& call) {
  return own_write(call, write_limit, [&](auto& transaction) -> Result<http::Response> {
    RemindersSent all;
    for (const auto& report : call.backend.rulebook.reports.all()) {
      const reports::Desk desk{call.caller->account, call.post.range.low, call.post.range.high,
                               call.today()};
      for (const auto& each : TRY(reports::remind(transaction, report, desk))) {
        TRY(tell(call, transaction, each.person, each.place, "请确认：" + report.zh,
                 fmt::format("{}已经上报，请打开“上报与确认”看是否属实；不对的请写明。", report.zh)));
        ++all.sent;
      }
    }
    call.did("reports", fmt::format("提醒确认 {} 条", all.sent));
    return respond(all);
  });
}

Route decides(Route route) {
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = "write_facts";
  return route;
}

template <class In, Result<http::Response> (*work)(Call&, const In&)>
Result<http::Response> with_body(Call& call) {
  json::Limits limits;
  limits.bytes_max = call.route.body_bytes_max;
  return work(call, TRY(json::read<In>(call.request.body, limits)));
}

}  // namespace

std::vector<Route> report_answer_routes() {
  const RoleSet citizen{Role::citizen};
  const RoleSet window{Role::window_clerk};
  Route read = get<PersonReports>("/api/v1/persons/{id}/reports", "上报的和本人的确认",
                                  citizen | access::clerks | RoleSet{Role::auditor}, list);
  read.act = "read_person";
  Route say = decides(post<AnswerReport, PersonReports>(
      "/api/v1/persons/{id}/reports/{record}/answer", "确认上报的，或说不对", citizen, nullptr));
  say.handler = with_body<AnswerReport, answer>;
  Route close = decides(post<SettleWord, PersonReports>("/api/v1/record-words/{id}/settlement",
                                                        "核对本人说不对的", window, nullptr));
  close.handler = with_body<SettleWord, settle>;
  Route ring = decides(
      post<RemindersSent>("/api/v1/reports/reminders", "提醒逾期未确认的", window, nullptr));
  ring.handler = remind;
  return {read, say, close, ring};
}

}  // namespace leye::api
