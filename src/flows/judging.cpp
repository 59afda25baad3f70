#include "flows/judging.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "flows/bodies.hpp"
#include "flows/drafting.hpp"
#include "flows/handling.hpp"
#include "flows/judging.sql.hpp"

namespace leye::flows {
namespace {

Error invalid(std::string what) { return Error{ErrorCode::invalid_input, std::move(what)}; }

const policy::Judgement* find_judgement(const policy::Measure& measure, const std::string& id) {
  for (const policy::Judgement& one : measure.judgements)
    if (one.id == id) return &one;
  return nullptr;
}

// An account of another body only brings in what the one that judges has said.
Status check_body(const Bureau& bureau, const policy::Judgement& judgement, const Actor& actor,
                  const std::string& reason) {
  const bool its_own = acts_for(bureau.vocabulary, actor, judgement.by);
  if (its_own || reason.find(judgement.by) != std::string::npos) return Done{};
  return Error{ErrorCode::invalid_input,
               fmt::format("“{}”由{}认定，您的账号不属于它", judgement.text, judgement.by),
               {},
               fmt::format("在理由里写明{}的文件、名单或者意见", judgement.by)};
}

JudgementMade made_from(const store::Row& row) {
  return {row.get<std::int64_t>("row_id"),
          row.get<std::string>("judgement"),
          row.get<bool>("holds"),
          row.get<std::string>("reason"),
          row.get<std::int64_t>("decided_by"),
          row.get<std::string>("decider"),
          row.get<Instant>("decided_at")};
}

// The rules' finding with the new judgement, looked at in the same transaction's sight of it.
Status take_finding_again(store::Connection& connection, const Bureau& bureau,
                          const policy::Measure& measure, const CaseRecord& record,
                          benefits::Judgements judgements, RowRecord& row) {
  auto reader =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot)));
  benefits::Question question{bureau.plan,         bureau.vocabulary,  measure,
                              record.applied_on(), bureau.clock.now(), std::move(judgements)};
  const auto found = TRY(benefits::assess(reader, question, {row.subject}));
  if (found.empty()) return Error{ErrorCode::conflict, "登记记录已不存在"};
  set_finding(row, bureau, measure, found[0]);
  row.changed = std::nullopt;
  return Done{};
}

}  // namespace

Result<std::vector<JudgementMade>> judgements_of(store::Transaction& transaction,
                                                 std::int64_t case_id) {
  std::vector<JudgementMade> made;
  for (const store::Row row : TRY(transaction.query(sql::judgements_of_case, case_id)))
    made.push_back(made_from(row));
  return made;
}

Result<std::vector<JudgementMade>> judgements_before(store::Transaction& transaction,
                                                     std::int64_t case_id) {
  std::vector<JudgementMade> made;
  for (const store::Row row : TRY(transaction.query(sql::judgements_before, case_id))) {
    made.push_back(made_from(row));
    made.back().case_number = row.get<std::string>("case_number");
  }
  return made;
}

benefits::Decided decided(bool holds, const std::string& decider, Instant at,
                          const std::string& reason) {
  return {holds, fmt::format("{} {}：{}", decider, to_text(business_day(at)), reason)};
}

Result<benefits::Judgements> judgements_for_rules(store::Transaction& transaction,
                                                  std::int64_t case_id,
                                                  const std::vector<RowRecord>& rows) {
  benefits::Judgements given;
  for (const JudgementMade& one : TRY(judgements_of(transaction, case_id)))
    for (const RowRecord& row : rows)
      if (row.id == one.row)
        given[row.subject][one.judgement] =
            decided(one.holds, one.decider, one.decided_at, one.reason);
  return given;
}

Result<std::int64_t> judge(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                           std::int64_t case_id, const JudgementRequest& request,
                           const BeforeCommit& before_commit) {
  if (request.reason.empty() || request.reason.size() > 3000)
    return invalid("裁量须写明理由，一千字以内");
  CaseRecord seen;
  RowRecord row;
  benefits::Judgements judgements;
  {
    store::Scope scope = actor.scope(bureau);
    scope.access = store::Access::read;
    auto reader = TRY(store::Transaction::begin(connection, scope));
    seen = TRY(find_case(reader, case_id));
    if (actor.applies()) return Error{ErrorCode::not_found, "没有这个办件"};
    const auto rows = TRY(rows_of(reader, case_id));
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const RowRecord& one) { return one.id == request.row; });
    if (found == rows.end()) return Error{ErrorCode::not_found, "办件里没有这一行"};
    row = *found;
    judgements = TRY(judgements_for_rules(reader, case_id, rows));
  }
  const policy::Measure* measure = TRY(measure_with_path(bureau, seen.measure));
  const policy::Step* step = TRY(step_of(*measure->path, seen.step));
  const policy::Step& desk = take_in_step(*measure->path);
  if (!may_act(bureau, actor, seen, *step) && !may_act(bureau, actor, seen, desk))
    return Error{ErrorCode::forbidden, fmt::format("裁量由“{}”环节的{}登记", step->label_zh,
                                                   policy::role_label(step->role))};
  const policy::Judgement* judgement = find_judgement(*measure, request.judgement);
  if (judgement == nullptr) return invalid("这项政策没有这条裁量");
  TRY(check_body(bureau, *judgement, actor, request.reason));
  if (seen.state != CaseState::open || !row.pending())
    return Error{ErrorCode::conflict, fmt::format("“{}”已经有了决定，不能再裁量", row.label)};
  judgements[row.subject][request.judgement] = {request.holds, ""};
  TRY(take_finding_again(connection, bureau, *measure, seen, std::move(judgements), row));
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  CaseRecord record = TRY(lock_case(transaction, case_id));
  if (record.version != seen.version)
    return Error{ErrorCode::conflict, "办件刚被别人改动", {}, "刷新后再办"};
  const Instant now = bureau.clock.now();
  TRY(transaction.execute(sql::insert_judgement, case_id, row.id, record.place, request.judgement,
                          request.holds, request.reason, actor.account, actor.name, now));
  TRY(save_row(transaction, row));
  auto rows = TRY(rows_of(transaction, case_id));
  record.amount = TRY(amount_of(rows));
  TRY(save_case(transaction, record));
  TRY(save_event(
      transaction, record,
      {record.version, false, record.step, "judge", actor.account, step->role, now, request.reason,
       fmt::format("{}：{}——{}，{}", row.label, judgement_text(*measure, request.judgement),
                   request.holds ? "是" : "否", request.reason)}));
  if (before_commit) TRY(before_commit(transaction, case_id));
  TRY(transaction.commit());
  return case_id;
}

}  // namespace leye::flows
