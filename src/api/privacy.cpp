#include "api/privacy.hpp"

#include <fmt/format.h>

#include "access/erased_accounts.hpp"
#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/own_write.hpp"
#include "api/resources.hpp"
#include "api/rulebook.hpp"
#include "exchange/erasures.hpp"
#include "registers/people.hpp"
#include "registers/retention.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet readers = access::clerks | RoleSet{Role::auditor};
constexpr RoleSet askers{Role::window_clerk, Role::first_checker, Role::second_checker};
constexpr RoleSet deciders{Role::second_checker, Role::director};
constexpr std::chrono::minutes statement_time_max{10};
constexpr int people_due_max = 100;
constexpr auto outlook_path = "/api/v1/persons/{id}/erasure";

const std::vector<registers::RetentionTerm>& terms(const Call& call) {
  return call.backend.rulebook.retention;
}

registers::KeptTerms kept_terms(const Call& call) { return registers::kept_terms(terms(call)); }

registers::ErasureBy by(const Call& call) {
  return {call.caller->account, call.caller->signature(), call.now()};
}

// The lists are of the whole area: so are the posts that make and confirm them.
bool of_whole_area(const Call& call) {
  return call.post.range.holds(access::range_of(call.backend.area_place));
}

struct Words {
  const char *zh, *en;
};

Words words_of(const std::string& ground) {
  if (ground == "term_over") return {"保存期限届满", "term is over"};
  if (ground == "purpose_over") return {"目的已实现或者不再必要", "purpose is over"};
  if (ground == "consent_withdrawn") return {"个人撤回同意", "consent withdrawn"};
  return {"违法或者违约处理", "handled unlawfully"};
}

std::string ground_label(const Call& call, const std::string& ground) {
  const auto words = words_of(ground);
  return call.says(words.zh, words.en);
}

std::string action_label(const Call& call, const std::string& action) {
  if (action == "archive") return call.says("归档移交", "archive");
  if (action == "destroy") return call.says("销毁", "destroy");
  return call.says("逐份申请销毁个人信息", "ask for each");
}

std::string state_label(const Call& call, const std::string& state) {
  if (state == "open") return call.says("待审批", "to be decided");
  if (state == "erased") return call.says("已销毁", "erased");
  if (state == "confirmed") return call.says("已确认", "confirmed");
  return call.says("不同意", "refused");
}

ErasureLine line_of(const Call& call, const registers::Erasure& one) {
  ErasureLine line;
  line.id = Id{one.id};
  line.person_id = Id{one.person};
  line.person_name = one.name;
  line.ground_label = ground_label(call, one.ground);
  line.reason = one.reason;
  line.asked_by = one.asked_by;
  line.asked_at = to_text(one.asked_at);
  line.state = one.state;
  line.state_label = state_label(call, one.state);
  line.decided_by = one.decided_by;
  if (one.decided_at) line.decided_at = to_text(*one.decided_at);
  line.opinion = one.opinion;
  line.may_decide = one.state == "open" && deciders.has(call.post.role) &&
                    one.asked_by_account != call.caller->account;
  return line;
}

std::string kind_label(const Call& call, const std::string& kind) {
  for (const auto& term : terms(call))
    if (term.kind == kind) return call.says(term.zh, term.en);
  return kind;
}

RetentionLine line_of(const Call& call, const registers::RetentionList& one) {
  RetentionLine line;
  line.id = Id{one.id};
  line.label = kind_label(call, one.kind);
  line.action_label = action_label(call, one.action);
  line.cut_off = one.cut_off;
  line.due = one.due;
  line.done = one.done;
  line.listed_by = one.listed_by;
  line.listed_at = to_text(one.listed_at);
  line.state = one.state;
  line.state_label = state_label(call, one.state);
  line.decided_by = one.decided_by;
  if (one.decided_at) line.decided_at = to_text(*one.decided_at);
  line.opinion = one.opinion;
  line.may_decide = one.state == "open" && deciders.has(call.post.role) && of_whole_area(call) &&
                    one.listed_by_account != call.caller->account;
  return line;
}

Result<Privacy> everything(Call& call, store::Transaction& transaction) {
  Privacy all;
  for (const auto& one : TRY(registers::list_erasures(transaction)))
    all.erasures.push_back(line_of(call, one));
  for (const auto& one : TRY(registers::list_holds(transaction)))
    all.holds.push_back({Id{one.id}, Id{one.person}, one.name, one.reason, one.made_by,
                         to_text(one.made_at), deciders.has(call.post.role)});
  for (const auto& term : terms(call))
    all.terms.push_back({term.kind, call.says(term.zh, term.en), term.months, term.action,
                         action_label(call, term.action), term.basis});
  all.may_list = deciders.has(call.post.role) && of_whole_area(call);
  if (of_whole_area(call)) {
    for (const auto& one : TRY(registers::retention_lists(transaction)))
      all.lists.push_back(line_of(call, one));
    for (const auto& one :
         TRY(registers::people_due(transaction, terms(call), call.today(), people_due_max)))
      all.people_due.push_back({Id{one.person}, one.name, one.unchanged_since});
  }
  return all;
}

Result<Privacy> read(Call& call) {
  auto* transaction = TRY(call.transaction());
  auto all = TRY(everything(call, *transaction));
  const auto saw = [&call](const auto& lines) {
    for (const auto& one : lines)
      call.saw("list_person", fmt::format("person:{}", one.person_id.number), "销毁与保存期限");
  };
  saw(all.erasures);
  saw(all.holds);
  saw(all.people_due);
  return all;
}

// As the caller sees it, beside the transaction that sees everything.
Result<std::string> name_of(Call& call, std::int64_t person) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(transaction, call.backend.vocabulary, cipher);
  return TRY(people.card(person)).name;
}

// What stands against it is looked at over all places, before anything is asked.
Result<ErasureOutlook> outlook(Call& call) {
  const auto person = TRY(call.path_id());
  TRY(name_of(call, person));
  const auto kept = kept_terms(call);
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  ErasureOutlook found;
  if (const auto last = TRY(registers::erasure_of(transaction, person))) {
    found.state = last->state;
    found.note = TRY(erasure_note(call, transaction, person));
  }
  if (const auto hold = TRY(registers::hold_of(transaction, person)))
    found.hold = HoldLine{Id{hold->id},  Id{person}, "", hold->reason,
                          hold->made_by, to_text(hold->made_at), deciders.has(call.post.role)};
  if (found.state != "erased") {
    for (const auto& one :
         TRY(registers::erasure_obstacles(transaction, person, call.today(), kept)))
      found.obstacles.push_back(registers::label(one));
    found.shared_papers = TRY(registers::shared_papers(transaction, person));
    for (const auto& held :
         TRY(exchange::held_elsewhere(transaction, call.backend.arrangements, person)))
      found.told_elsewhere.push_back(call.says(
          fmt::format("{}：{} {} 条", held.system.name.zh, held.entity->zh, held.records),
          fmt::format("{}: {} ({})", held.system.name.en, held.entity->en, held.records)));
  }
  return found;
}

Result<http::Response> ask(Call& call) {
  const auto asked = TRY(json::read<AskErasure>(call.request.body));
  const auto person = TRY(call.path_id());
  TRY(name_of(call, person));
  const auto kept = kept_terms(call);
  return own_write(call, statement_time_max, [&](auto& transaction) -> Result<http::Response> {
    TRY(registers::ask_erasure(transaction,
                               {person, asked.ground, asked.reason, kept, by(call)}));
    call.did(fmt::format("person:{}", person), words_of(asked.ground).zh);
    return respond(Nothing{});
  });
}

Result<http::Response> hold(Call& call) {
  const auto asked = TRY(json::read<AskHold>(call.request.body));
  const auto person = TRY(call.path_id());
  TRY(name_of(call, person));
  return own_write(call, statement_time_max, [&](auto& transaction) -> Result<http::Response> {
    TRY(registers::add_hold(transaction, person, asked.reason, by(call)));
    call.did(fmt::format("person:{}", person));
    return respond(Nothing{});
  });
}

Result<Nothing> lift(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(registers::lift_hold(*transaction, id, by(call)));
  call.did(fmt::format("legal_hold:{}", id));
  return Nothing{};
}

// The person of a request that the caller sees: of his places.
Result<std::int64_t> person_of(Call& call, std::int64_t erasure) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  for (const auto& one : TRY(registers::list_erasures(transaction)))
    if (one.id == erasure) return one.person;
  return Error{ErrorCode::not_found, "没有找到"};
}

Result<http::Response> decide(Call& call) {
  const auto asked = TRY(json::read<DecidePrivacy>(call.request.body));
  const auto id = TRY(call.path_id());
  const auto person = TRY(person_of(call, id));
  const auto object = fmt::format("person:{}", person);
  const auto kept = kept_terms(call);
  const auto name = TRY(name_of(call, person));
  return own_write(call, statement_time_max, [&](auto& transaction) -> Result<http::Response> {
    TRY(must_be_apart(call, transaction, object, {"ask_erasure"}));
    TRY(registers::decide_erasure(transaction, call.backend.vocabulary,
                                  {id, asked.approve, asked.opinion, kept, by(call)}));
    std::string told;
    if (asked.approve) {
      TRY(access::erase_accounts(transaction, {call.scope().area_schema, "person", person}, name,
                                 call.machine_now()));
      const auto clerk = TRY(registers::erasure_of(transaction, person))->asked_by_account;
      const auto items = TRY(exchange::note_erasure(transaction, call.backend.arrangements,
                                                    {person, clerk, call.machine_now()}));
      if (items > 0) told = fmt::format("，报请其他系统撤销 {} 条", items);
    }
    call.did(object, asked.approve ? "销毁个人信息" + told : "不同意");
    return respond(Nothing{});
  });
}

Result<http::Response> list_due(Call& call) {
  if (!of_whole_area(call)) return Error{ErrorCode::not_found, "没有找到"};
  return own_write(call, statement_time_max, [&](auto& transaction) -> Result<http::Response> {
    const auto listed = TRY(registers::list_what_is_due(transaction, terms(call), by(call)));
    call.did("retention_list:", fmt::format("{} 份", listed));
    return respond(TRY(everything(call, transaction)));
  });
}

Result<http::Response> decide_list(Call& call) {
  const auto asked = TRY(json::read<DecidePrivacy>(call.request.body));
  if (!of_whole_area(call)) return Error{ErrorCode::not_found, "没有找到"};
  const auto id = TRY(call.path_id());
  return own_write(call, statement_time_max, [&](auto& transaction) -> Result<http::Response> {
    TRY(must_be_apart(call, transaction, "retention_list:", {"list_retention"}));
    const auto kind =
        TRY(registers::decide_retention(transaction, id, asked.approve, asked.opinion, by(call)));
    call.did(fmt::format("retention_list:{}", id),
             fmt::format("{} {}", kind, asked.approve ? "确认" : "不同意"));
    return respond(TRY(everything(call, transaction)));
  });
}

Route writes(Route route, const char* act, Result<http::Response> (*handler)(Call&)) {
  route.handler = handler;
  route.effect = Effect::decides;
  route.own_transactions = true;
  route.keeps_answer = true;
  route.act = act;
  return route;
}

}  // namespace

Result<std::optional<ErasureNote>> erasure_note(const Call& call, store::Transaction& transaction,
                                                std::int64_t person) {
  std::optional<ErasureNote> note;
  if (const auto last = TRY(registers::erasure_of(transaction, person));
      last && last->state == "erased") {
    note.emplace();
    note->ground_label = ground_label(call, last->ground);
    note->asked_by = last->asked_by;
    note->asked_at = to_text(last->asked_at);
    note->decided_by = last->decided_by;
    if (last->decided_at) note->erased_at = to_text(*last->decided_at);
  }
  return note;
}

Status refuse_parts_of_erased(Call& call) {
  constexpr std::string_view parts = "/api/v1/persons/{id}/";
  if (!call.caller || !call.route.path.starts_with(parts) || call.route.path == outlook_path)
    return Done{};
  const auto person = TRY(call.path_id());
  // The public is not told of others, not even that.
  if (!call.must_be_own("person", person).ok()) return Done{};
  auto* transaction = TRY(call.transaction());
  TRY(registers::refuse_erased(*transaction, {person}));
  // One that holds the request's key stays open; handlers begin theirs with their own scope.
  if (call.route.effect == Effect::decides && !call.route.own_transactions) return Done{};
  TRY(transaction->commit());
  call.open_transaction.reset();
  return Done{};
}

std::vector<Route> privacy_routes() {
  Route lifted = post<Nothing>("/api/v1/holds/{id}/lift", "解除依法留存", deciders, lift);
  lifted.act = "lift_hold";
  Route overview = get<Privacy>("/api/v1/privacy", "个人信息销毁与保存期限", readers, read);
  overview.act = "list_person";
  return {overview,
          get<ErasureOutlook>(outlook_path, "能否销毁个人信息", readers, outlook),
          writes(post<AskErasure, Nothing>(outlook_path, "申请销毁个人信息", askers, nullptr),
                 "ask_erasure", ask),
          writes(post<AskHold, Nothing>("/api/v1/persons/{id}/hold", "依法留存", deciders, nullptr),
                 "hold_person", hold),
          lifted,
          writes(post<DecidePrivacy, Nothing>("/api/v1/erasures/{id}/decision", "审批销毁",
                                              deciders, nullptr),
                 "decide_erasure", decide),
          writes(post<Privacy>("/api/v1/retention/list", "列出到期清单", deciders, nullptr),
                 "list_retention", list_due),
          writes(post<DecidePrivacy, Privacy>("/api/v1/retention/{id}/decision", "确认到期清单",
                                              deciders, nullptr),
                 "decide_retention", decide_list)};
}

}  // namespace leye::api
