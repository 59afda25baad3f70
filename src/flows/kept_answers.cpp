#include "flows/kept_answers.hpp"

#include "flows/acting.hpp"
#include "flows/handling.hpp"
#include "flows/judging.hpp"
#include "flows/kept_answers.sql.hpp"

namespace leye::flows {
namespace {

Error none_kept() {
  return {ErrorCode::conflict,
          "这一行没有留存当时的答复",
          {},
          "启用版本留存以后决定的办件才能重放；此前的办件请看“为什么”"};
}

Result<RowRecord> visible_row(store::Transaction& transaction, const Actor& actor,
                              const CaseRecord& record, std::int64_t row_id) {
  if (actor.applies() && !is_applicant(actor, record))
    return Error{ErrorCode::not_found, "没有这个办件"};
  for (const RowRecord& row : TRY(rows_of(transaction, record.id)))
    if (row.id == row_id) return row;
  return Error{ErrorCode::not_found, "办件里没有这一行"};
}

Result<KeptAnswer> latest(store::Transaction& transaction, std::int64_t case_id,
                          std::int64_t row_id) {
  const auto rows = TRY(transaction.query(sql::answer_of_row, case_id, row_id));
  if (rows.empty()) return none_kept();
  return KeptAnswer{rows[0].get<std::optional<std::int64_t>>("policy_version"),
                    rows[0].get<Day>("applied_on"), rows[0].get<Instant>("known_at"),
                    rows[0].get<std::string>("text")};
}

// In words; none where the subject is gone.
Result<std::optional<std::string>> said(store::Transaction& reader, const Bureau& bureau,
                                        const policy::Measure& measure, const CaseRecord& record,
                                        const RowRecord& row, Day on, Instant known) {
  benefits::Question question{bureau.plan, bureau.vocabulary, measure, on, known, {}};
  question.judgements = TRY(judgements_for_rules(reader, record.id, {row}));
  const auto why = benefits::explain(reader, question, row.subject, policy::Language::zh);
  if (why.ok())
    return std::optional(
        policy::to_text(bureau.plan, measure, why.value(), policy::Language::zh));
  if (why.error().code == ErrorCode::not_found) return std::optional<std::string>{};
  return why.error();
}

}  // namespace

Result<KeptAnswers> answers_now(store::Connection& connection, const Bureau& bureau,
                                const CaseRecord& record, const std::vector<RowRecord>& rows) {
  KeptAnswers answers;
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  auto reader =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot)));
  // A grant of this very decision is not among what was known.
  const Instant known = bureau.clock.now() - std::chrono::microseconds(1);
  for (const RowRecord& row : rows) {
    if (!row.pending()) continue;
    auto text = TRY(said(reader, bureau, *measure, record, row, record.applied_on(), known));
    if (text) answers[row.id] = {std::nullopt, record.applied_on(), known, std::move(*text)};
  }
  return answers;
}

Status keep_answer(store::Transaction& transaction, const Bureau& bureau, const CaseRecord& record,
                   const RowRecord& row, const KeptAnswer& answer) {
  TRY(transaction.execute(sql::insert_answer, row.id, record.id, record.place, bureau.plan.digest,
                          bureau.clock.today(), answer.applied_on, answer.known_at, answer.text));
  return Done{};
}

Result<KeptAnswer> kept_answer(store::Connection& connection, const Bureau& bureau,
                               const Actor& actor, std::int64_t case_id, std::int64_t row_id) {
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  const auto record = TRY(find_case(transaction, case_id));
  TRY(visible_row(transaction, actor, record, row_id));
  return latest(transaction, case_id, row_id);
}

Result<Replay> replay(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                      std::int64_t case_id, std::int64_t row_id) {
  Replay again;
  CaseRecord record;
  RowRecord row;
  {
    store::Scope scope = actor.scope(bureau);
    scope.access = store::Access::read;
    auto transaction = TRY(store::Transaction::begin(connection, scope));
    record = TRY(find_case(transaction, case_id));
    row = TRY(visible_row(transaction, actor, record, row_id));
    again.kept = TRY(latest(transaction, case_id, row_id));
  }
  again.label = row.label;
  const policy::Measure* measure = bureau.plan.find_measure(record.measure);
  if (measure == nullptr)
    return Error{ErrorCode::conflict, "这一版政策里没有办件的措施", {record.measure}};
  auto reader =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot)));
  const auto text = TRY(said(reader, bureau, *measure, record, row, again.kept.applied_on,
                             again.kept.known_at));
  again.gone = !text;
  again.text = text.value_or("");
  return again;
}

}  // namespace leye::flows
