#include "api/registration_requests.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/own_write.hpp"
#include "api/registering.hpp"
#include "api/rulebook.hpp"
#include "flows/messages.hpp"
#include "registering/requests.hpp"
#include "registering/windows.hpp"
#include "registers/people.hpp"
#include "registers/record.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using registering::Kind;
using registering::Online;

constexpr RoleSet citizens{Role::citizen};
constexpr RoleSet windows{Role::window_clerk};
constexpr std::chrono::minutes statement_time_max{1};
constexpr const char* papers_of = "registration";

std::string state_label(const Call& call, const std::string& state) {
  if (state == "open") return call.says("正在办理", "being looked at");
  if (state == "accepted") return call.says("已登记", "registered");
  return state == "returned" ? call.says("已退回", "returned") : call.says("已撤回", "withdrawn");
}

Result<const Kind*> kind_of(const Call& call, const std::string& id) {
  const auto& rules = call.backend.rulebook.registering;
  const Kind* kind = rules.find(id);
  if (kind != nullptr && rules.find_online(id) != nullptr) return kind;
  return Error{ErrorCode::invalid_input, "没有这种登记", {"kind"}, "从所列的登记中选"};
}

KindFact fact_of(const Call& call, const Fact& fact, bool required) {
  KindFact line{fact.id, fact.zh, fact.en, name(fact.type), fact.refers_to, required, false, 0, {}};
  constexpr std::size_t codes_listed_max = 60;
  if (fact.type != FactType::code) return line;
  const auto& codes = call.backend.vocabulary.code_table(fact)->codes();
  if (codes.size() <= codes_listed_max)
    for (const Code& code : codes) line.codes.push_back({code.code, code.zh, code.en});
  return line;
}

std::vector<OnlineKind> online_kinds(const Call& call) {
  std::vector<OnlineKind> shown;
  const auto& rules = call.backend.rulebook.registering;
  for (const Online& online : rules.online) {
    const Kind& kind = *rules.find(online.kind);
    OnlineKind line{window_kind(call, kind), online.at_once,        online.working_days,
                    online.evidence,         online.needs_evidence, {}};
    for (const auto& asked : kind.asks)
      line.facts.push_back(fact_of(call, *kind.entity->find_fact(asked.fact), asked.required));
    shown.push_back(std::move(line));
  }
  return shown;
}

RegistrationRequest line_of(const Call& call, const registering::Request& from) {
  RegistrationRequest line;
  line.id = Id{from.id};
  line.person_id = Id{from.person};
  line.who = from.who;
  line.place_label = from.place_label;
  line.kind = from.kind;
  const Kind* kind = call.backend.rulebook.registering.find(from.kind);
  line.label = kind == nullptr ? from.kind : call.label(*kind);
  for (const auto& [id, value] : from.facts) {
    const Fact* fact = kind == nullptr ? nullptr : kind->entity->find_fact(id);
    if (fact == nullptr) continue;
    const auto& vocabulary = call.backend.vocabulary;
    const auto zh = registers::shown_value(vocabulary, *fact, value);
    const auto en = registers::shown_value_en(vocabulary, *fact, value);
    line.facts.push_back({id, call.label(*fact), value, call.says(zh, en.empty() ? zh : en)});
  }
  line.last_day = from.last_day;
  line.note = from.note;
  line.state = from.state;
  line.state_label = state_label(call, from.state);
  line.made_at = to_text(from.made_at);
  line.due_on = from.due_on;
  line.answered_by = from.answered_by;
  if (from.answered_at) line.answered_at = to_text(*from.answered_at);
  line.opinion = from.opinion;
  return line;
}

Result<std::vector<RegistrationRequest>> lines_of(Call& call, store::Transaction& transaction,
                                                  const std::vector<registering::Request>& all) {
  std::vector<std::int64_t> ids;
  for (const auto& one : all) ids.push_back(one.id);
  auto papers = TRY(evidence::of_rows(transaction, papers_of, ids));
  std::vector<RegistrationRequest> lines;
  for (const auto& one : all) {
    lines.push_back(line_of(call, one));
    lines.back().papers = evidence_lines(call, papers[one.id]);
  }
  return lines;
}

Result<registers::PersonCard> card_of_person(Call& call, store::Transaction& transaction,
                                             std::int64_t person) {
  const registers::IdentityCipher cipher(call.backend.cipher);
  return registers::People(transaction, call.backend.vocabulary, cipher).card(person);
}

Result<OwnRegistrations> own(Call& call, store::Transaction& transaction, std::int64_t person) {
  OwnRegistrations shown;
  shown.kinds = online_kinds(call);
  for (const Kind& kind : call.backend.rulebook.registering.kinds) {
    if (kind.ends == nullptr) continue;
    for (const auto& one : TRY(registering::endings(transaction, person, kind, call.today())))
      shown.goes_on.push_back({one.entity, call.label(*kind.ends), one.start, "",
                               std::max<std::int64_t>(0, call.today() - one.start + 1)});
  }
  const auto requests = TRY(registering::of_person(transaction, person));
  shown.items = TRY(lines_of(call, transaction, requests));
  return shown;
}

Result<OwnRegistrations> read(Call& call) {
  const auto person = TRY(call.path_id());
  TRY(call.must_be_own("person", person));
  auto* transaction = TRY(call.transaction());
  TRY(card_of_person(call, *transaction, person));
  call.saw("read_person", fmt::format("person:{}", person), "网上登记");
  return own(call, *transaction, person);
}

Result<Day> due_of(const Call& call, const Online& online) {
  return call.backend.calendar.add(call.today(), online.working_days);
}

// Accepts as a clerk would; what is wrong stays open, with why.
Status accept(Call& call, store::Transaction& transaction, const registering::Request& request) {
  const Kind& kind = *TRY(kind_of(call, request.kind));
  const auto card = TRY(card_of_person(call, transaction, request.person));
  RegisterHere asked;
  for (const auto& [fact, value] : request.facts) asked.facts.push_back({fact, value});
  asked.last_day = request.last_day;
  asked.late_reason = "本人网上提交" + (request.note.empty() ? "" : "：" + request.note);
  TRY(store_registration(call, transaction, kind, {card.id, card.place, card.number}, asked));
  return Done{};
}

Result<http::Response> ask(Call& call) {
  const auto person = TRY(call.path_id());
  TRY(call.must_be_own("person", person));
  const auto asked = TRY(json::read<AskRegistration>(call.request.body));
  const Kind& kind = *TRY(kind_of(call, asked.kind));
  const Online& online = *call.backend.rulebook.registering.find_online(asked.kind);
  TRY(call.backend.arrangements.check_written_by_hand(kind.entity->id, call.today()));
  TRY(check_registration(kind, {asked.facts, asked.last_day, ""}));
  registering::Request request;
  request.person = person;
  request.kind = asked.kind;
  for (const auto& one : asked.facts)
    if (!one.value.empty()) request.facts.emplace(one.fact, one.value);
  request.last_day = asked.last_day;
  request.note = asked.note;
  request.made_at = call.now();
  request.due_on = TRY(due_of(call, online));
  return own_write(call, statement_time_max,
                   [&](store::Transaction& transaction) -> Result<http::Response> {
                     const auto id = TRY(registering::ask(transaction, request));
                     if (online.at_once) {
                       TRY(accept(call, transaction, request));
                       TRY(registering::answer(transaction, id, {true, "", 0, "系统", call.now()}));
                     } else {
                       TRY(registering::open_at_desk(transaction, id, kind.zh));
                     }
                     call.did(fmt::format("person:{}", person), "网上提交：" + kind.zh);
                     return respond(TRY(own(call, transaction, person)));
                   });
}

Result<http::Response> withdraw(Call& call) {
  const auto id = TRY(call.path_id());
  const std::int64_t person = call.caller->subject ? call.caller->subject->id : 0;
  return own_write(call, statement_time_max,
                   [&](store::Transaction& transaction) -> Result<http::Response> {
                     TRY(registering::withdraw(transaction, id, person, call.now()));
                     call.did(fmt::format("person:{}", person), "撤回网上提交的登记");
                     return respond(TRY(own(call, transaction, person)));
                   });
}

Result<http::Response> add_paper(Call& call) {
  const auto id = TRY(call.path_id());
  const std::int64_t person = call.caller->subject ? call.caller->subject->id : 0;
  return own_write(
      call, statement_time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
        const auto request =
            TRY(registering::take(transaction, id, call.post.range.low, call.post.range.high));
        const auto* online = call.backend.rulebook.registering.find_online(request.kind);
        if (request.person != person || online == nullptr || !online->evidence)
          return Error{ErrorCode::not_found, "没有找到"};
        const evidence::Adder adder{call.caller->account, request.place, call.now()};
        const evidence::Paper paper{std::string(call.request.asked("name")), call.request.body};
        const auto file = TRY(evidence::add_file(transaction, call.backend.cipher, adder, paper));
        TRY(evidence::attach(transaction, adder, file, papers_of, {{id, request.place}}));
        call.did(fmt::format("registration_row:{}", id), paper.name);
        return respond(Nothing{});
      });
}

Result<Page<RegistrationRequest>> list(Call& call) {
  const auto paging = TRY(call.paging());
  const std::string state(call.request.asked("state"));
  if (state != "open" && state != "done" && !state.empty())
    return Error{ErrorCode::invalid_input, "查询条件不正确", {"state"}};
  auto* transaction = TRY(call.transaction());
  const auto found =
      TRY(registering::list(*transaction, state != "done", paging.size, paging.offset()));
  for (const auto& one : found.items) call.saw("list_person", fmt::format("person:{}", one.person));
  auto lines = TRY(lines_of(call, *transaction, found.items));
  return page_of(std::move(lines), found.total, paging);
}

Status tell(Call& call, store::Transaction& transaction, const registering::Request& request,
            const AnswerRegistration& answer) {
  const Kind* kind = call.backend.rulebook.registering.find(request.kind);
  flows::Message message;
  message.place = request.place;
  message.person = request.person;
  message.kind = "step";
  message.title = fmt::format("您网上提交的{}{}", kind == nullptr ? request.kind : kind->zh,
                              answer.accept ? "已经登记" : "被退回");
  message.body = answer.opinion.empty() ? "可以在“网上登记”里查看。" : answer.opinion;
  message.sent_at = call.now();
  return flows::send_message(transaction, message);
}

Status papers_are_there(Call& call, store::Transaction& transaction,
                        const registering::Request& request) {
  const auto* online = call.backend.rulebook.registering.find_online(request.kind);
  if (online == nullptr || !online->needs_evidence) return Done{};
  if (!TRY(evidence::of_rows(transaction, papers_of, {request.id})).empty()) return Done{};
  return Error{ErrorCode::conflict, "应当上传的材料还没有", {}, "退回，写明要补什么"};
}

Result<http::Response> answer(Call& call) {
  const auto id = TRY(call.path_id());
  const auto asked = TRY(json::read<AnswerRegistration>(call.request.body));
  return own_write(
      call, statement_time_max, [&](store::Transaction& transaction) -> Result<http::Response> {
        const auto request =
            TRY(registering::take(transaction, id, call.post.range.low, call.post.range.high));
        if (asked.accept) {
          TRY(papers_are_there(call, transaction, request));
          TRY(accept(call, transaction, request));
        }
        TRY(registering::answer(transaction, id,
                                {asked.accept, asked.opinion, call.caller->account,
                                 call.caller->signature(), call.now()}));
        TRY(tell(call, transaction, request, asked));
        call.did(fmt::format("person:{}", request.person),
                 asked.accept ? "接受网上提交的登记" : "退回网上提交的登记");
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

std::vector<Route> registration_request_routes() {
  const std::string mine = "/api/v1/persons/{id}/registrations";
  const std::string all = "/api/v1/registrations";
  Route file = get<OwnRegistrations>(mine, "本人的登记和网上提交",
                                     citizens | access::clerks | RoleSet{Role::auditor}, read);
  file.act = "read_person";
  Route desk = get<Page<RegistrationRequest>>(all, "网上提交的登记",
                                              access::clerks | RoleSet{Role::auditor}, list);
  desk.query = {"state", "page", "size"};
  desk.act = "list_person";
  Route paper = decides(post<Nothing>(all + "/{id}/papers", "添加材料", citizens, nullptr),
                        add_paper, "add_evidence");
  paper.query = {"name"};
  paper.takes_type = "application/octet-stream";
  paper.body_bytes_max = evidence::file_bytes_max + 1;
  return {file,
          decides(post<AskRegistration, OwnRegistrations>(mine, "网上提交登记", citizens, nullptr),
                  ask, "ask_registration"),
          decides(post<OwnRegistrations>(all + "/{id}/withdrawal", "撤回网上提交的登记", citizens,
                                         nullptr),
                  withdraw, "ask_registration"),
          paper,
          desk,
          decides(post<AnswerRegistration, Nothing>(all + "/{id}/answer",
                                                    "接受或退回网上提交的登记", windows, nullptr),
                  answer, "answer_registration")};
}

}  // namespace leye::api
