// Proof of a draft, and its way to a version: asked for by one person, approved by another.
#include <algorithm>

#include <fmt/format.h>

#include "api/acting.hpp"
#include "api/bind.hpp"
#include "api/desk.hpp"
#include "api/policy_changes.hpp"
#include "api/policy_desk.hpp"
#include "api/resources.hpp"
#include "flows/kept_answers.hpp"
#include "workbench/publishing.hpp"

namespace leye::api {
namespace {

PolicyFinding finding_of(const Call& call, const workbench::ProvedFinding& from) {
  PolicyFinding shown;
  shown.kind = from.kind;
  shown.name = from.name;
  shown.digest = from.digest;
  shown.title = call.says(from.title, from.title_en);
  shown.measures = from.measures;
  shown.clauses = from.clauses;
  shown.path = from.file;
  shown.line = from.line;
  shown.acknowledged = from.reason.has_value();
  shown.reason = from.reason.value_or("");
  shown.expired = from.expired.has_value();
  if (!from.witness) return shown;
  shown.witness_on = from.witness->on;
  for (const auto& each : from.witness->facts)
    shown.witness.push_back({call.says(each.label, each.fact), each.value});
  for (const auto& each : from.witness->answers)
    shown.answers.push_back({each.measure, measure_label(call, each.measure), each.outcome,
                             outcome_label(call, each.outcome), each.amount,
                             each.note.value_or("")});
  return shown;
}

Result<DraftProof> proof(Call& call) {
  const auto id = TRY(call.path_id());
  auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  const auto files = TRY(workbench->files(*transaction, {.draft = id}));
  const auto from = workbench->proofs().state(id);
  DraftProof shown;
  shown.state = from.state;
  shown.current = from.state != "none" && from.digest == workbench::digest_of(files);
  shown.milliseconds = static_cast<std::int64_t>(from.seconds * 1000);
  shown.error = from.error;
  shown.open = from.report.open();
  for (const auto& each : from.report.findings) shown.findings.push_back(finding_of(call, each));
  std::stable_sort(
      shown.findings.begin(), shown.findings.end(),
      [](const auto& a, const auto& b) { return !a.acknowledged && b.acknowledged; });
  shown.not_proved = from.report.not_proved;
  shown.idle = from.report.idle;
  return shown;
}

Result<DraftProof> start_proof(Call& call) {
  const auto id = TRY(call.path_id());
  auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  const auto reading = TRY(workbench->reading(*transaction, {.draft = id}));
  if (!reading->pack.plan)
    return Error{ErrorCode::conflict, "草案里有错误，还不能证明", {}, "先按检查结果改正"};
  TRY(workbench->proofs().start(id, reading->name, reading->files));
  return proof(call);
}

Result<PolicyDraft> submit(Call& call, const SubmitDraft& asked) {
  const auto id = TRY(call.path_id());
  auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  workbench::Request request;
  request.draft = id;
  request.revision = asked.revision;
  request.in_force_from = asked.in_force_from;
  request.note = asked.note;
  request.confirmations = {asked.confirmations.proof.value_or(""),
                           asked.confirmations.edges.value_or("")};
  TRY(workbench::submit(*transaction, *workbench, request, person_of(call), call.today(),
                        call.now()));
  call.did(fmt::format("policy_draft:{}", id), leye::to_text(asked.in_force_from));
  return draft_file(call, id);
}

Result<PolicyDraft> send_back(Call& call, const DraftReason& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(workbench::send_back(*transaction, id, asked.reason, person_of(call), call.now()));
  call.did(fmt::format("policy_draft:{}", id), asked.reason);
  return draft_file(call, id);
}

Result<PolicyDraft> approve(Call& call) {
  const auto id = TRY(call.path_id());
  if (!is_author_for_area(call))
    return Error{ErrorCode::forbidden,
                 "政策版本管整个地区，要由全地区岗位的复核或者局领导批准",
                 {},
                 "请岗位在全地区的人批准"};
  auto* workbench = &call.backend.workbench;
  auto* transaction = TRY(call.transaction());
  TRY(must_be_apart(call, *transaction, fmt::format("policy_draft:{}", id),
                    {"submit_policy_draft"}));
  const auto number = TRY(workbench::approve(*transaction, *workbench, id, person_of(call),
                                             call.today(), call.now()));
  call.did(fmt::format("policy_draft:{}", id), fmt::format("第 {} 版", number));
  auto draft = draft_file(call, id);
  // The watcher looks once a second, after this transaction has ended.
  workbench->note_published();
  return draft;
}

Result<PolicyDraft> withdraw(Call& call, const DraftReason& asked) {
  const auto id = TRY(call.path_id());
  auto* transaction = TRY(call.transaction());
  TRY(workbench::withdraw(*transaction, id, asked.reason, person_of(call), call.now()));
  call.did(fmt::format("policy_draft:{}", id), asked.reason);
  return draft_file(call, id);
}

Result<RowReplay> replay_row(Call& call) {
  const auto id = TRY(call.path_id());
  const auto row = TRY(call.path_id("row"));
  const auto reading = TRY(version_of_row(call, id, row));
  auto* connection = TRY(call.connection());
  const auto bureau = bureau_of(call, reading.get());
  const auto again = TRY(flows::replay(*connection, bureau, actor_of(call), id, row));
  RowReplay shown;
  shown.version = again.kept.version;
  shown.applied_on = again.kept.applied_on;
  shown.known_at = to_text(again.kept.known_at);
  shown.subject_gone = again.gone;
  shown.same = !again.gone && again.text == again.kept.text;
  shown.kept = again.kept.text;
  shown.now = again.text;
  call.saw("read_case", fmt::format("case:{}", id), fmt::format("row:{}", row));
  return shown;
}

}  // namespace

flows::Bureau bureau_of(const Call& call, const workbench::Reading* reading) {
  const auto own = bureau_of(call);
  if (reading == nullptr) return own;
  return {own.area_schema, own.area,   *reading->pack.plan, reading->vocabulary,
          own.calendar,    own.cipher, own.clock};
}

Result<std::shared_ptr<const workbench::Reading>> version_of_row(Call& call, std::int64_t case_id,
                                                                 std::int64_t row) {
  const std::shared_ptr<const workbench::Reading> none;
  auto* connection = TRY(call.connection());
  const auto bureau = bureau_of(call);
  const auto kept = flows::kept_answer(*connection, bureau, actor_of(call), case_id, row);
  if (!kept.ok() && kept.error().code == ErrorCode::conflict) return none;
  if (!kept.ok()) return kept.error();
  if (!kept.value().version || *kept.value().version == call.backend.policy_version) return none;
  const auto number = *kept.value().version;
  auto reader =
      TRY(store::Transaction::begin(*connection, bureau.own_scope(store::Access::read)));
  auto reading = TRY(call.backend.workbench.reading(reader, {.version = number}));
  if (reading->pack.plan) return reading;
  return Error{ErrorCode::conflict,
               fmt::format("第 {} 版政策现在的程序读不出来", number),
               {},
               "请系统管理员用 leye policy check 检查"};
}

std::vector<Route> policy_publishing_routes() {
  Route proved = get<DraftProof>("/api/v1/policy-drafts/{id}/proof", "草案的证明",
                                 access::staff, proof);
  Route prove = post<DraftProof>("/api/v1/policy-drafts/{id}/proof", "证明草案", policy_authors,
                                 start_proof);
  Route asked = post<SubmitDraft, PolicyDraft>("/api/v1/policy-drafts/{id}/submit",
                                               "提交政策版本", policy_authors, submit);
  asked.act = "submit_policy_draft";
  Route back = post<DraftReason, PolicyDraft>("/api/v1/policy-drafts/{id}/return",
                                              "退回政策草案", policy_authors, send_back);
  back.act = "return_policy_draft";
  Route yes = post<PolicyDraft>("/api/v1/policy-drafts/{id}/approve", "批准发布政策版本",
                                policy_authors, approve);
  yes.act = "approve_policy_draft";
  Route gone = post<DraftReason, PolicyDraft>("/api/v1/policy-drafts/{id}/withdraw",
                                              "撤回政策草案", policy_authors, withdraw);
  gone.act = "withdraw_policy_draft";
  Route again = get<RowReplay>("/api/v1/cases/{id}/rows/{row}/replay", "重放当时的答复",
                               access::staff, replay_row);
  again.act = "replay_row";
  return {proved, prove, asked, back, yes, gone, again};
}

}  // namespace leye::api
