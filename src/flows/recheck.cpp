#include "flows/recheck.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "benefits/sharing.hpp"
#include "flows/judging.hpp"
#include "flows/queueing.hpp"

namespace leye::flows {
namespace {

RowCheck check_row(const Bureau& bureau, const policy::Measure& measure, const RowRecord& row,
                   const benefits::Assessment& found) {
  RowCheck check;
  check.exists = true;
  set_finding(check.now, bureau, measure, found);
  const RowRecord& now = check.now;
  if (now.facts_digest == row.facts_digest) return check;
  if (now.finding == "undetermined")
    check.change = fmt::format("待核，{}", fmt::join(now.refused_clauses, "；"));
  else if (!now.eligible())
    check.change = fmt::format("{}：{}", row.eligible() ? "不再符合" : "不符合",
                               fmt::join(now.refused_clauses, "；"));
  else if (!row.eligible())
    check.change = fmt::format("现已符合，金额 {} 元", to_display(now.amount));
  else if (now.amount != row.amount)
    check.change =
        fmt::format("金额由 {} 元变为 {} 元", to_display(row.amount), to_display(now.amount));
  else
    check.change = "认定所依据的事实有变化";
  return check;
}

}  // namespace

Result<std::map<std::int64_t, RowCheck>> recheck(store::Connection& connection,
                                                 const Bureau& bureau,
                                                 const policy::Measure& measure,
                                                 const CaseRecord& record,
                                                 const std::vector<RowRecord>& rows) {
  auto transaction =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot)));
  std::vector<std::int64_t> subjects;
  for (const RowRecord& row : rows)
    if (row.pending()) subjects.push_back(row.subject);
  benefits::Question question{bureau.plan,         bureau.vocabulary,  measure,
                              record.applied_on(), bureau.clock.now(), {}};
  question.judgements = TRY(judgements_for_rules(transaction, record.id, rows));
  auto assessed = TRY(benefits::assess(transaction, question, subjects));
  benefits::share(measure, record.applied_on(), assessed);
  const auto places = TRY(places_of_rows(transaction, question, record, rows, assessed));
  std::map<std::int64_t, benefits::Assessment> found;
  for (benefits::Assessment& one : assessed) found.emplace(one.subject, std::move(one));
  std::map<std::int64_t, RowCheck> checks;
  for (const RowRecord& row : rows) {
    if (!row.pending()) continue;
    const auto at = found.find(row.subject);
    if (at != found.end())
      checks[row.id] = check_row(bureau, measure, row, at->second);
    else
      checks[row.id].change = "登记记录已不存在";
    if (const auto place = places.find(row.id); place != places.end()) {
      checks[row.id].queue = place->second;
      checks[row.id].queue_note = queue_text(measure, place->second);
    }
  }
  return checks;
}

Status mark_rows(store::Transaction& transaction, std::vector<RowRecord>& rows,
                 const std::map<std::int64_t, RowCheck>& checks) {
  for (RowRecord& row : rows) {
    const auto check = checks.find(row.id);
    if (!row.pending() || check == checks.end()) continue;
    const std::string& change = check->second.change;
    const auto now = change.empty() ? std::nullopt : std::optional(change);
    if (row.changed == now && row.queue == check->second.queue_note) continue;
    row.changed = now;
    row.queue = check->second.queue_note;
    TRY(save_row(transaction, row));
  }
  return Done{};
}

}  // namespace leye::flows
