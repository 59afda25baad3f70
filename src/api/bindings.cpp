#include "api/bindings.hpp"

#include <fmt/format.h>

#include "access/bindings.hpp"
#include "access/passwords.hpp"
#include "api/bind.hpp"
#include "api/noting.hpp"
#include "api/rulebook.hpp"
#include "registers/identity.hpp"
#include "registers/organisations.hpp"
#include "registers/people.hpp"
#include "registers/proof.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr const char* person = "person";
constexpr const char* organisation = "organisation";

// One answer for whatever is wrong, so that nobody learns which numbers are on file.
Error not_proved() {
  return {ErrorCode::invalid_input,
          "一次性代码、姓名、号码不相符，或代码已过期、已用过",
          {},
          "请核对窗口交给您的纸条；仍不行请带证件到窗口重新领取"};
}

// As though it were not there unless the caller stands for it or, of staff, may see it.
Status must_see(Call& call, store::Transaction& transaction, const std::string& kind,
                std::int64_t id) {
  TRY(call.must_be_own(kind, id));
  if (call.is_subject()) return Done{};
  const registers::IdentityCipher cipher(call.backend.cipher);
  if (kind == person)
    TRY(registers::People(transaction, call.backend.vocabulary, cipher).card(id));
  else
    TRY(registers::Organisations(transaction, call.backend.vocabulary, cipher).card(id));
  return Done{};
}

Status check_seen(const std::string& seen) {
  if (seen.size() >= 4 && seen.size() <= 120) return Done{};
  return Error{ErrorCode::invalid_input, "请写明核对了什么证件", {"seen"}, "例如：居民身份证"};
}

Result<CodeGiven> hand_out(Call& call, access::NewCode code) {
  code.days = call.backend.rulebook.numbers.binding_code_days;
  code.years_max = call.backend.rulebook.numbers.authorisation_years;
  auto* transaction = TRY(call.transaction());
  TRY(must_see(call, *transaction, code.subject.kind, code.subject.id));
  const auto given = TRY(
      access::give_code(*transaction, call.backend.cipher, code, call.today(), call.machine_now()));
  call.did(fmt::format("{}:{}", code.subject.kind, code.subject.id), code.seen);
  return CodeGiven{given.code, to_text(given.ends_at)};
}

Result<CodeGiven> give_person_code(Call& call, const GiveCode& asked) {
  TRY(check_seen(asked.seen));
  const auto id = TRY(call.path_id());
  return hand_out(call,
                  {{call.backend.area_schema, person, id}, asked.seen, {}, call.caller->account});
}

Result<CodeGiven> give_agent_code(Call& call, const GiveAgentCode& asked) {
  TRY(check_seen(asked.seen));
  if (asked.agent_name.empty() || asked.agent_name.size() > 120)
    return Error{ErrorCode::invalid_input, "请写经办人姓名", {"agent_name"}};
  const auto number = TRY(registers::canonical_id_number(asked.agent_number).at("agent_number"));
  const auto id = TRY(call.path_id());
  return hand_out(call, {{call.backend.area_schema, organisation, id},
                         asked.seen,
                         access::Agent{asked.agent_name, number, asked.from, asked.until},
                         call.caller->account});
}

// What the code was given for is what is proved: the number as a blind index, empty of an agent.
Result<Bytes> prove(Call& call, store::Transaction& transaction, const access::FoundCode& code,
                    const BindAccount& asked) {
  const registers::IdentityCipher identity(call.backend.cipher);
  if (code.subject.kind == person) {
    if (asked.uscc) return not_proved();
    auto proved = TRY(
        registers::prove_person(transaction, identity, code.subject.id, asked.name, asked.number));
    if (proved.empty()) return not_proved();
    return proved;
  }
  const auto number = registers::canonical_id_number(asked.number);
  const bool agent = number.ok() && asked.name == code.agent_name &&
                     access::agent_blind(call.backend.cipher, number.value()) == code.agent_blind;
  const bool right =
      TRY(registers::prove_organisation(transaction, code.subject.id, asked.uscc.value_or("")));
  if (!agent || !right) return not_proved();
  return Bytes{};
}

Result<Nothing> bind_account(Call& call, const BindAccount& asked) {
  TRY(access::check_password(asked.password, asked.account).at("password"));
  const auto now = call.machine_now();
  auto lease = TRY(call.backend.pool.take());
  const auto attempt = TRY(access::count_try(*lease, asked.number, call.request.peer, now));
  auto scope = store::Scope::whole_area(call.backend.area_schema);
  scope.bypass = true;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const auto code = TRY(access::find_code(transaction, call.backend.cipher,
                                          call.backend.area_schema, asked.code, call.today(), now));
  if (!code) return not_proved();
  const auto number = TRY(prove(call, transaction, *code, asked));
  const bool of_person = code->subject.kind == person;
  const auto account = TRY(access::bind(
      transaction, *code,
      {asked.account, asked.name, asked.password,
       access::name(of_person ? Role::citizen : Role::employer), call.backend.area_place, number},
      now));
  TRY(access::note_success(transaction, attempt));
  call.did(fmt::format("{}:{}", code->subject.kind, code->subject.id),
           fmt::format("account:{}", account));
  TRY(note(call, transaction));
  TRY(transaction.commit());
  return Nothing{};
}

struct StateOfBinding {
  const char* id;
  const char* zh;
  const char* en;
};

Result<StateOfBinding> state_of(Call& call, store::Transaction& transaction,
                                const access::Subject& subject, const access::BindingRow& row) {
  if (row.ended_at) return StateOfBinding{"ended", "已解除", "ended"};
  if (row.disabled) return StateOfBinding{"disabled", "账号已停用", "account disabled"};
  const auto today = call.today();
  if ((row.from && *row.from > today) || (row.until && *row.until < today))
    return StateOfBinding{"over", "不在授权期内", "outside the authorisation"};
  if (row.number_blind && !TRY(registers::has_number(transaction, subject.id, *row.number_blind)))
    return StateOfBinding{"number_changed", "号码已更正，须重新绑定",
                          "number corrected; bind again"};
  return StateOfBinding{"in_force", "有效", "in force"};
}

Result<Bindings> list_of(Call& call, const std::string& kind) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(must_see(call, *transaction, kind, id));
  const access::Subject subject{call.backend.area_schema, kind, id};
  const auto found = TRY(access::bindings_of(*transaction, subject, call.machine_now()));
  Bindings all;
  for (const auto& row : found.bindings) {
    const auto state = TRY(state_of(call, *transaction, subject, row));
    all.items.push_back({Id{row.id}, row.login, row.name, row.agent_name, row.seen, row.given_by,
                         to_text(row.bound_at), row.from, row.until, state.id,
                         call.says(state.zh, state.en), row.ended_because});
  }
  call.saw("read_bindings", fmt::format("{}:{}", kind, id));
  for (const auto& row : found.codes)
    all.codes.push_back({Id{row.id}, row.seen, row.agent_name, row.given_by, to_text(row.given_at),
                         to_text(row.ends_at)});
  return all;
}

Result<Bindings> of_person(Call& call) { return list_of(call, person); }
Result<Bindings> of_organisation(Call& call) { return list_of(call, organisation); }

Result<Nothing> end_binding(Call& call, const EndBinding& asked) {
  if (asked.reason.size() < 4 || asked.reason.size() > 600)
    return Error{ErrorCode::invalid_input, "请写解除的原因", {"reason"}};
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto subject = TRY(access::subject_of_binding(*transaction, call.backend.area_schema, id));
  if (!subject) return Error{ErrorCode::not_found, "没有找到"};
  TRY(must_see(call, *transaction, subject->kind, subject->id));
  TRY(access::end_binding(*transaction, id, call.caller->account, asked.reason,
                          call.machine_now()));
  call.did(fmt::format("{}:{}", subject->kind, subject->id), asked.reason);
  return Nothing{};
}

}  // namespace

Status check_binding(Call& call) {
  if (!call.is_subject()) return Done{};
  auto lease = TRY(call.backend.pool.take());
  auto scope = store::Scope::whole_area(call.backend.area_schema);
  scope.bypass = true;
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const auto refused = [](const char* what) {
    return Error{
        ErrorCode::forbidden, what, {"binding"}, "请带证件到窗口领取一次性代码，用原账号重新绑定"};
  };
  const auto binding = TRY(access::binding_of(transaction, call.caller->account));
  if (!binding) return refused("这个账号的实名绑定已经解除");
  const auto today = call.today();
  if ((binding->from && *binding->from > today) || (binding->until && *binding->until < today))
    return refused("经办人的授权不在期限内");
  if (binding->number_blind &&
      !TRY(registers::has_number(transaction, call.caller->subject->id, *binding->number_blind)))
    return refused("档案里的证件号码已经更正，要重新绑定");
  return Done{};
}

std::vector<Route> binding_routes() {
  const RoleSet counter{Role::window_clerk};
  Route of_person_code = post<GiveCode, CodeGiven>("/api/v1/persons/{id}/binding-codes",
                                                   "发给个人一次性代码", counter, give_person_code);
  of_person_code.act = "give_binding_code";
  Route of_agent =
      post<GiveAgentCode, CodeGiven>("/api/v1/organisations/{id}/binding-codes",
                                     "发给单位经办人一次性代码", counter, give_agent_code);
  of_agent.act = "give_binding_code";
  Route binds = post<BindAccount, Nothing>("/api/v1/account-bindings", "凭一次性代码绑定账号", {},
                                           bind_account);
  binds.effect = Effect::opens;
  binds.signed_out = true;
  binds.own_transactions = true;
  binds.body_bytes_max = 4096;
  binds.bound = Bound::nothing;
  binds.act = "bind_account";
  const RoleSet readers{Role::window_clerk, Role::director, Role::auditor};
  Route persons = get<Bindings>("/api/v1/persons/{id}/bindings", "个人的账号绑定",
                                readers | RoleSet{Role::citizen}, of_person);
  Route organisations = get<Bindings>("/api/v1/organisations/{id}/bindings", "单位的账号绑定",
                                      readers | RoleSet{Role::employer}, of_organisation);
  for (Route* route : {&persons, &organisations}) route->act = "read_bindings";
  Route end = post<EndBinding, Nothing>("/api/v1/account-bindings/{id}/end", "解除账号绑定",
                                        counter | access::subjects, end_binding);
  end.act = "end_binding";
  return {of_person_code, of_agent, binds, persons, organisations, end};
}

}  // namespace leye::api
