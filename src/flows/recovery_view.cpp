#include "flows/recovery_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "documents/papers.hpp"
#include "flows/case_papers.hpp"
#include "flows/recoveries.sql.hpp"
#include "flows/recovery_store.hpp"
#include "flows/walk.hpp"

namespace leye::flows {
namespace {

bool hidden(const Actor& actor, const RecoveryRecord& record) {
  return actor.applies() && (record.state == RecoveryState::found || !is_payee(actor, record));
}

std::vector<RecoveryAction> open_to(const Bureau& bureau, const Actor& actor,
                                    const RecoveryRecord& record,
                                    const policy::RecoveryRule& rule) {
  std::vector<RecoveryAction> open;
  for (const RecoveryTransition& row : recovery_transitions) {
    if (row.from != record.state || !is_hand(bureau, actor, record, rule, row.hand)) continue;
    if (row.hand == RecoveryHand::decider && record.found_by == actor.account) continue;
    const bool paid = record.owed() <= Money{};
    if (row.action == RecoveryAction::close && !paid) continue;
    if (row.action == RecoveryAction::remind && paid) continue;
    open.push_back(row.action);
  }
  return open;
}

store::Scope reading(const Bureau& bureau, const Actor& actor) {
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::snapshot;
  return scope;
}

}  // namespace

Result<RecoveryView> view_recovery(store::Transaction& transaction, const Bureau& bureau,
                                   const Actor& actor, std::int64_t id) {
  RecoveryView view;
  view.record = TRY(find_recovery(transaction, id));
  const RecoveryRecord& record = view.record;
  if (hidden(actor, record)) return Error{ErrorCode::not_found, "没有这件追缴"};
  for (const store::Row row : TRY(transaction.query(sql::recovery_events, id)))
    view.events.push_back({row.get<std::string>("action"), row.get<std::int64_t>("actor"),
                           row.get<Instant>("happened_at"), row.get<std::string>("text")});
  for (const store::Row row : TRY(transaction.query(sql::repayments_of, id)))
    view.repayments.push_back({row.get<std::string>("source"), row.get<std::string>("voucher"),
                               row.get<Money>("amount_fen"), row.get<Day>("paid_on"),
                               row.get<std::int64_t>("recorded_by"),
                               row.get<Instant>("recorded_at")});
  view.place_name = TRY(place_name(transaction, record.place));
  view.case_number = TRY(find_case(transaction, record.case_id)).number;
  view.measure_label = record.measure;
  const policy::Measure* measure = bureau.plan.find_measure(record.measure);
  if (!measure || !measure->path || !measure->path->recovery) return view;
  view.measure_label = measure->name.label;
  view.actions = open_to(bureau, actor, record, *measure->path->recovery);
  const policy::Step& pays = measure->path->steps.back();
  view.books = record.state == RecoveryState::decided && record.owed() > Money{} &&
               record.decided_by != actor.account &&
               works_as(bureau, actor, pays.role, pays.level, record.place);
  return view;
}

Result<RecoveryView> view_recovery(store::Connection& connection, const Bureau& bureau,
                                   const Actor& actor, std::int64_t id) {
  auto transaction = TRY(store::Transaction::begin(connection, reading(bureau, actor)));
  return view_recovery(transaction, bureau, actor, id);
}

Result<RecoveryPage> list_recoveries(store::Connection& connection, const Bureau& bureau,
                                     const Actor& actor, const std::string& state,
                                     std::int64_t page, std::int64_t size) {
  auto transaction = TRY(store::Transaction::begin(connection, reading(bureau, actor)));
  const auto limit = std::clamp<std::int64_t>(size, 1, 100);
  RecoveryPage found;
  for (const store::Row row :
       TRY(transaction.query(sql::list_recoveries, state, actor.organisation, actor.person, limit,
                             (std::max<std::int64_t>(page, 1) - 1) * limit))) {
    found.recoveries.push_back(recovery_from(row));
    found.total = row.get<std::int64_t>("total");
  }
  return found;
}

Result<std::vector<RecoveryRecord>> recoveries_of(store::Transaction& transaction,
                                                  const Actor& actor, std::int64_t case_id) {
  std::vector<RecoveryRecord> found;
  for (const store::Row row : TRY(transaction.query(sql::recoveries_of_case, case_id))) {
    RecoveryRecord record = recovery_from(row);
    if (!hidden(actor, record)) found.push_back(std::move(record));
  }
  return found;
}

Result<std::vector<ReviewFlag>> flags_of(store::Transaction& transaction, std::int64_t case_id) {
  std::vector<ReviewFlag> flags;
  for (const store::Row row : TRY(transaction.query(sql::flags_of_case, case_id)))
    flags.push_back({row.get<std::int64_t>("row_id"), row.get<std::string>("text"),
                     row.get<Instant>("flagged_at")});
  return flags;
}

Result<std::string> recovery_paper(store::Connection& connection, const Bureau& bureau,
                                   const Actor& actor, std::int64_t id) {
  auto transaction = TRY(store::Transaction::begin(connection, reading(bureau, actor)));
  const RecoveryView view = TRY(view_recovery(transaction, bureau, actor, id));
  const RecoveryRecord& record = view.record;
  const bool decided =
      record.state == RecoveryState::decided || record.state == RecoveryState::closed;
  if (!record.notified_at || record.state == RecoveryState::dropped)
    return Error{ErrorCode::conflict, "还没有发出告知书，或者已经决定不予追缴"};
  documents::RecoveryPaper paper;
  paper.title = decided ? "追缴决定书" : "追缴告知书";
  paper.number = record.number;
  paper.addressee = record.payee;
  paper.on = business_day(decided ? *record.decided_at : *record.notified_at);
  paper.office = TRY(office_of(transaction, bureau, record.measure, record.place));
  paper.verify = fmt::format("leye:recovery:{}", record.number);
  const auto ground = find_ground(record.ground);
  paper.paragraphs.push_back(fmt::format(
      "你（单位）因{}（{}，办件{}）领取的资金，经核查：{}。认定情形：{}。", view.measure_label,
      record.label, view.case_number, record.finding, ground ? label(*ground) : record.ground));
  if (!decided) {
    paper.paragraphs.push_back(fmt::format(
        "拟追缴人民币{}元。你（单位）可以在{}（含当日）以前陈述、申辩并提供证据；逾期视为放弃。",
        to_display(record.amount), to_text(*record.statement_until)));
    return documents::recovery_pdf(paper);
  }
  if (record.statement)
    paper.paragraphs.push_back(fmt::format("你（单位）的陈述申辩：{}。", *record.statement));
  paper.paragraphs.push_back(fmt::format(
      "经审查，决定追缴人民币{}元。理由：{}。请在{}前缴还，可以分次缴还。",
      to_display(record.amount), record.decision.value_or(""), to_text(*record.repay_until)));
  const policy::Measure* measure = TRY(measure_with_path(bureau, record.measure));
  // The body's own objection is for refusals; against a recovery the law's remedies stand.
  policy::Path by_law = *measure->path;
  std::erase_if(by_law.remedies, [](const policy::Remedy& remedy) {
    return remedy.kind == policy::RemedyKind::objection;
  });
  paper.remedies = remedy_sentences(by_law);
  return documents::recovery_pdf(paper);
}

}  // namespace leye::flows
