#include "api/corrections.hpp"

#include <fmt/format.h>

#include "access/masks.hpp"
#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/resources.hpp"
#include "registers/corrections.hpp"
#include "registers/identity.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet deciders{Role::window_clerk, Role::second_checker, Role::director};

std::string kind_label(const Call& call, const std::string& kind) {
  if (kind == "name") return call.says("更正姓名", "a name");
  if (kind == "swapped") return call.says("两人号码互换", "two numbers swapped");
  return call.says("更正证件号码", "a number");
}

std::string state_label(const Call& call, const std::string& state) {
  if (state == "approved") return call.says("已更正", "corrected");
  if (state == "refused") return call.says("未同意", "refused");
  return call.says("待审批", "to be decided");
}

// In a list numbers are masked; on the ticket they stand in clear, since whoever decides compares
// them with the evidence digit by digit.
enum class Numbers { masked, clear };

CorrectionLine line_of(const Call& call, const registers::Correction& correction,
                       Numbers numbers = Numbers::masked) {
  const auto shown = [&](const std::string& value) {
    const bool open = correction.kind == "name" || numbers == Numbers::clear;
    return open ? value : access::mask("id_number", value);
  };
  CorrectionLine line;
  line.id = Id{correction.id};
  line.kind = correction.kind;
  line.kind_label = kind_label(call, correction.kind);
  line.state = correction.state;
  line.state_label = state_label(call, correction.state);
  line.person_id = Id{correction.person};
  line.person_name = correction.person_name;
  line.other_name = correction.other_name;
  if (correction.other) line.other_id = Id{*correction.other};
  line.may_decide = correction.state == "open" && deciders.has(call.post.role) &&
                    correction.asked_by_account != call.caller->account;
  line.before = shown(correction.before);
  line.after = shown(correction.after);
  line.evidence = correction.evidence;
  line.reason = correction.reason;
  line.asked_by = correction.asked_by;
  line.asked_at = to_text(correction.asked_at);
  line.decided_by = correction.decided_by;
  if (correction.decided_at) line.decided_at = to_text(*correction.decided_at);
  line.opinion = correction.opinion;
  return line;
}

// The caller may see these people; else it is as if they were not there.
Status must_see(Call& call, const std::vector<std::int64_t>& people) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People seen(transaction, call.backend.vocabulary, cipher);
  for (const auto person : people) TRY(seen.card(person));
  return Done{};
}

Result<CorrectionLine> ask(Call& call, const AskCorrection& asked) {
  const auto person = TRY(call.path_id());
  std::vector<std::int64_t> people{person};
  if (asked.other) people.push_back(asked.other->number);
  TRY(must_see(call, people));
  std::string value = asked.value;
  if (asked.kind == "number") {
    auto number = registers::canonical_id_number(asked.value);
    if (!number.ok()) {
      return Error{ErrorCode::invalid_input, number.error().what, {"value"}, number.error().fix};
    }
    value = number.value();
  }
  const registers::IdentityCipher cipher(call.backend.cipher);
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const auto id = TRY(registers::ask_correction(
      transaction, cipher,
      {asked.kind, person, asked.other ? asked.other->number : 0, value, asked.evidence,
       asked.reason, call.caller->account, call.caller->signature(), call.now()}));
  const auto line = line_of(call, TRY(registers::find_correction(transaction, cipher, id)));
  call.did(fmt::format("person:{}", person), "申请" + line.kind_label);
  TRY(call.keep(transaction, respond(line)));
  TRY(transaction.commit());
  return line;
}

Result<Page<CorrectionLine>> list(Call& call) {
  const auto paging = TRY(call.paging());
  const auto asked = call.request.asked("state");
  const std::string state = asked.empty() ? "open" : std::string(asked);
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  const auto found =
      TRY(registers::list_corrections(*transaction, cipher, state, paging.size, paging.offset()));
  std::vector<CorrectionLine> lines;
  for (const auto& each : found.items) {
    lines.push_back(line_of(call, each));
    call.saw("list_person", fmt::format("person:{}", lines.back().person_id.number), "数据修改申请单");
    if (const auto& other = lines.back().other_id)
      call.saw("list_person", fmt::format("person:{}", other->number), "数据修改申请单");
  }
  return page_of(std::move(lines), found.total, paging);
}

Result<CorrectionLine> read(Call& call) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const registers::IdentityCipher cipher(call.backend.cipher);
  const auto found = TRY(registers::find_correction(*transaction, cipher, id));
  const bool decides = call.post.role != Role::auditor;
  auto line = line_of(call, found, decides ? Numbers::clear : Numbers::masked);
  const auto cases = TRY(registers::cases_of_correction(*transaction, id));
  for (const auto& each : cases)
    line.cases.push_back({Id{each.id}, each.number, each.measure, each.state});
  for (const auto person : {std::optional(found.person), found.other})
    if (person) call.saw("unmask", fmt::format("person:{}", *person), "数据修改申请单");
  return line;
}

Result<Nothing> decide(Call& call, const DecideCorrection& asked) {
  const auto id = TRY(call.path_id());
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::Correction ticket;
  {
    auto lease = TRY(call.backend.pool.take());
    auto scope = call.scope();
    scope.access = store::Access::read;
    auto transaction = TRY(store::Transaction::begin(*lease, scope));
    ticket = TRY(registers::find_correction(transaction, cipher, id));
  }
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  TRY(must_be_another(call, transaction, fmt::format("person:{}", ticket.person),
                      ticket.asked_by_account));
  TRY(registers::decide_correction(transaction, cipher,
                                   {id, asked.approve, asked.opinion, call.caller->account,
                                    call.caller->signature(), call.now()}));
  call.did(fmt::format("person:{}", ticket.person),
           fmt::format("{}{}", asked.approve ? "同意" : "不同意", kind_label(call, ticket.kind)));
  TRY(call.keep(transaction, respond(Nothing{})));
  TRY(transaction.commit());
  return Nothing{};
}

}  // namespace

std::vector<Route> correction_routes() {
  Route request = post<AskCorrection, CorrectionLine>(
      "/api/v1/persons/{id}/corrections", "申请更正身份信息", RoleSet{Role::window_clerk}, ask);
  request.effect = Effect::decides;
  request.own_transactions = true;
  request.keeps_answer = true;
  request.act = "write_facts";
  const RoleSet readers = access::clerks | RoleSet{Role::auditor};
  Route tickets = get<Page<CorrectionLine>>("/api/v1/corrections", "数据修改申请单", readers, list);
  tickets.query = {"state", "page", "size"};
  tickets.act = "list_person";
  Route ticket = get<CorrectionLine>("/api/v1/corrections/{id}", "数据修改申请单", readers, read);
  ticket.act = "unmask";
  Route decision = post<DecideCorrection, Nothing>("/api/v1/corrections/{id}/decision",
                                                   "审批数据修改", deciders, decide);
  decision.effect = Effect::decides;
  decision.own_transactions = true;
  decision.keeps_answer = true;
  decision.act = "write_facts";
  return {request, tickets, ticket, decision};
}

}  // namespace leye::api
