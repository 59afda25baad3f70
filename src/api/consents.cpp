#include "api/consents.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/desk.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;
using flows::ConsentGiven;

std::string measure_shown(const Call& call, const std::string& measure) {
  return measure.empty() ? call.says("各项业务", "whatever is filed")
                         : measure_label(call, measure);
}

ConsentLine line_of(const Call& call, const flows::Consent& one) {
  ConsentLine line;
  line.id = Id{one.id};
  line.measure = one.measure;
  line.measure_label = measure_shown(call, one.measure);
  line.how = flows::name(one.how);
  line.how_label = how_label(call, one.how);
  line.evidence = one.evidence;
  line.witness = one.witness;
  line.until = one.until;
  line.given_at = to_text(one.given_at);
  line.recorded_by = one.recorded_by;
  line.withdrawn_because = one.withdrawn_because;
  line.state = one.withdrawn_at ? "withdrawn" : one.until < call.today() ? "over" : "in_force";
  line.state_label = one.withdrawn_at           ? call.says("已撤回", "withdrawn")
                     : one.until < call.today() ? call.says("已到期", "over")
                                                : call.says("有效", "in force");
  return line;
}

Result<Consents> list_of(Call& call, store::Transaction& transaction, std::int64_t person) {
  const auto found = TRY(flows::consents_of(transaction, person));
  Consents all;
  for (const auto& one : found.consents) all.items.push_back(line_of(call, one));
  for (const auto& one : found.filings)
    all.filings.push_back({Id{one.consent}, Id{one.case_id}, one.number,
                           measure_label(call, one.measure), one.by, to_text(one.at)});
  return all;
}

Result<Consents> list(Call& call) {
  const auto person = TRY(call.path_id());
  TRY(call.must_be_own("person", person));
  auto* transaction = TRY(call.transaction());
  return list_of(call, *transaction, person);
}

// Only the person agrees online, and only staff record what was shown, signed or said to them.
Result<ConsentGiven> how_given(const Call& call, const std::string& asked) {
  const auto how = flows::find_consent_given(asked);
  const bool own = call.is_subject();
  if (how && (*how == ConsentGiven::online) == own) return *how;
  return Error{ErrorCode::invalid_input, "没有这种同意方式", {"how"}};
}

Result<Consents> give(Call& call, const GiveConsent& asked) {
  const auto person = TRY(call.path_id());
  TRY(call.must_be_own("person", person));
  flows::NewConsent consent{person,         asked.measure, TRY(how_given(call, asked.how)),
                            asked.evidence, asked.witness, asked.until};
  if (!asked.measure.empty() && call.backend.plan.find_measure(asked.measure) == nullptr)
    return Error{ErrorCode::invalid_input, "没有这项政策", {"measure"}};
  auto* transaction = TRY(call.transaction());
  const auto id =
      TRY(flows::record_consent(*transaction, bureau_of(call), actor_of(call), consent));
  call.did(fmt::format("person:{}", person),
           fmt::format("同意 {}：{}，{}", id, how_label(call, consent.how),
                       measure_shown(call, asked.measure)));
  return list_of(call, *transaction, person);
}

Result<Consents> withdraw(Call& call, const WithdrawConsent& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  const auto person = TRY(flows::person_of_consent(*transaction, id));
  TRY(call.must_be_own("person", person));
  TRY(flows::withdraw_consent(*transaction, bureau_of(call), actor_of(call), id, asked.reason));
  call.did(fmt::format("person:{}", person), fmt::format("撤回同意 {}：{}", id, asked.reason));
  return list_of(call, *transaction, person);
}

}  // namespace

std::string how_label(const Call& call, ConsentGiven how) {
  switch (how) {
    case ConsentGiven::present: return call.says("本人在场", "was present");
    case ConsentGiven::signed_sheet: return call.says("书面委托", "signed sheet");
    case ConsentGiven::spoken: return call.says("口头同意", "said before a witness");
    case ConsentGiven::online: return call.says("本人网上同意", "agreed online");
  }
  return {};
}

Status file_for_applicant(Call& call, store::Transaction& transaction, std::int64_t case_id) {
  const auto filed =
      TRY(flows::file_with_consent(transaction, bureau_of(call), actor_of(call), case_id));
  if (filed)
    call.done_detail += fmt::format("；帮办 person:{}，同意 {}（{}）", filed->person,
                                    filed->consent, how_label(call, filed->how));
  return Done{};
}

flows::BeforeCommit filing(Call& call, Case& file) {
  return [&call, keep = keeping(call, file)](store::Transaction& transaction,
                                             std::int64_t id) -> Status {
    TRY(file_for_applicant(call, transaction, id));
    return keep(transaction, id);
  };
}

std::vector<Route> consent_routes() {
  const RoleSet keepers{Role::window_clerk, Role::insurance_agency, Role::citizen};
  Route read = get<Consents>("/api/v1/persons/{id}/consents", "帮办同意",
                             access::clerks | keepers | RoleSet{Role::auditor}, list);
  Route record =
      post<GiveConsent, Consents>("/api/v1/persons/{id}/consents", "登记帮办同意", keepers, give);
  record.act = "record_consent";
  Route end = post<WithdrawConsent, Consents>("/api/v1/consents/{id}/withdraw", "撤回帮办同意",
                                              keepers, withdraw);
  end.act = "withdraw_consent";
  return {read, record, end};
}

}  // namespace leye::api
