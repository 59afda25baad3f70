#include "flows/case_store.hpp"

#include <fmt/format.h>

#include "flows/cases.sql.hpp"
#include "registers/identity.hpp"
#include "registers/identity_cipher.hpp"

namespace leye::flows {
namespace {

CaseRecord case_record(const store::Row& row) {
  using Id = std::optional<std::int64_t>;
  CaseRecord record;
  record.id = row.get<std::int64_t>("id");
  record.number = row.get<std::string>("number");
  record.measure = row.get<std::string>("measure");
  record.pack = row.get<std::string>("pack");
  record.place = row.get<std::int64_t>("place");
  record.applicant_kind = row.get<std::string>("applicant_kind");
  record.person = row.get<Id>("person_id");
  record.organisation = row.get<Id>("organisation_id");
  record.applicant = row.get<std::string>("applicant");
  record.state = case_state(row.get<std::string>("state"));
  record.step = row.get<std::string>("step");
  record.version = row.get<std::int64_t>("version");
  record.amount = row.get<Money>("amount_fen");
  record.row_count = row.get<std::int64_t>("row_count");
  record.opened_at = row.get<Instant>("opened_at");
  record.opened_by = row.get<std::int64_t>("opened_by");
  record.taken_in_at = row.get<std::optional<Instant>>("taken_in_at");
  record.taken_in_by = row.get<Id>("taken_in_by");
  record.decided_at = row.get<std::optional<Instant>>("decided_at");
  record.decided_by = row.get<Id>("decided_by");
  record.paid_by = row.get<Id>("paid_by");
  record.ended_at = row.get<std::optional<Instant>>("ended_at");
  record.due_on = row.get<std::optional<Day>>("due_on");
  record.due_unknown = row.get<bool>("due_unknown");
  record.request = row.get<std::string>("request");
  record.follows_case = row.get<Id>("follows_case");
  return record;
}

RowRecord row_record(const store::Row& row) {
  RowRecord record;
  record.id = row.get<std::int64_t>("id");
  record.subject_kind = row.get<std::string>("subject_kind");
  record.subject = row.get<std::int64_t>("subject_id");
  record.person = row.get<std::optional<std::int64_t>>("person_id");
  record.organisation = row.get<std::optional<std::int64_t>>("organisation_id");
  record.label = row.get<std::string>("label");
  record.id_number = row.get<std::string>("id_number");
  record.amount = row.get<Money>("amount_fen");
  record.period_from = row.get<std::optional<Day>>("period_from");
  record.period_until = row.get<std::optional<Day>>("period_until");
  record.state = row.get<std::string>("state");
  record.opinion = row.get<std::string>("opinion");
  record.refused_clauses = row.get<std::vector<std::string>>("refused_clauses");
  record.finding = row.get<std::string>("finding");
  record.missing = row.get<std::vector<std::string>>("missing");
  record.waiting = row.get<std::vector<std::string>>("waiting");
  record.facts_digest = row.get<std::int64_t>("facts_digest");
  record.changed = row.get<std::optional<std::string>>("changed");
  record.grant = row.get<std::optional<std::int64_t>>("grant_id");
  record.queue = row.get<std::string>("queue");
  return record;
}

Result<CaseRecord> only_case(store::Rows rows) {
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这个办件"};
  return case_record(rows[0]);
}

}  // namespace

std::string judgement_text(const policy::Measure& measure, const std::string& id) {
  for (const policy::Judgement& one : measure.judgements)
    if (one.id == id) return fmt::format("{}（由{}认定）", one.text, one.by);
  return id;
}

void set_finding(RowRecord& row, const Bureau& bureau, const policy::Measure& measure,
                 const benefits::Assessment& found) {
  const policy::Answer& answer = found.answer;
  row.facts_digest = benefits::digest(found);
  row.amount = Money{};
  row.refused_clauses.clear();
  row.missing.clear();
  row.waiting.clear();
  switch (answer.outcome) {
    case policy::Outcome::eligible:
      row.finding = "eligible";
      row.amount = answer.amount;
      return;
    case policy::Outcome::undetermined:
      row.finding = "undetermined";
      row.missing = benefits::missing_labels(bureau.vocabulary, answer.missing);
      row.waiting = answer.waiting;
      for (const std::string& fact : row.missing) row.refused_clauses.push_back("缺少：" + fact);
      for (const std::string& id : row.waiting)
        row.refused_clauses.push_back("待裁量：" + judgement_text(measure, id));
      return;
    case policy::Outcome::not_in_force:
      row.finding = "not_eligible";
      row.refused_clauses = {fmt::format("不在政策有效期内（{}）", measure.clause)};
      return;
    case policy::Outcome::not_eligible:
      row.finding = "not_eligible";
      row.refused_clauses = benefits::condition_labels(measure, answer.failed);
      return;
  }
}

Result<CaseRecord> find_case(store::Transaction& transaction, std::int64_t id) {
  return only_case(TRY(transaction.query(sql::find_case, id)));
}

Result<CaseRecord> lock_case(store::Transaction& transaction, std::int64_t id) {
  return only_case(TRY(transaction.query(sql::lock_case, id)));
}

Result<std::vector<RowRecord>> rows_of(store::Transaction& transaction, std::int64_t case_id) {
  std::vector<RowRecord> rows;
  for (const store::Row row : TRY(transaction.query(sql::rows_of_case, case_id)))
    rows.push_back(row_record(row));
  return rows;
}

Result<std::vector<Event>> events_of(store::Transaction& transaction, std::int64_t case_id) {
  std::vector<Event> events;
  for (const store::Row row : TRY(transaction.query(sql::events_of_case, case_id)))
    events.push_back({row.get<std::int64_t>("version"), row.get<bool>("passed"),
                      row.get<std::string>("step"), row.get<std::string>("action"),
                      row.get<std::int64_t>("actor"), row.get<std::string>("role"),
                      row.get<Instant>("happened_at"), row.get<std::string>("opinion"),
                      row.get<std::string>("detail")});
  return events;
}

Status save_case(store::Transaction& transaction, CaseRecord& record) {
  const auto touched = TRY(transaction.execute(
      sql::update_case, record.id, record.version, name(record.state), record.step, record.amount,
      record.taken_in_at, record.taken_in_by, record.decided_at, record.decided_by, record.paid_by,
      record.ended_at, record.due_on, record.due_unknown));
  if (touched != 1) return Error{ErrorCode::conflict, "办件刚被别人改动，请刷新后再办"};
  ++record.version;
  return Done{};
}

Status save_row(store::Transaction& transaction, const RowRecord& row) {
  TRY(transaction.execute(sql::update_row, row.id, row.state, row.opinion, row.amount,
                          row.facts_digest, row.changed, row.grant, row.refused_clauses,
                          row.finding, row.missing, row.waiting, row.queue));
  return Done{};
}

Status save_event(store::Transaction& transaction, const CaseRecord& record, const Event& event) {
  TRY(transaction.execute(sql::insert_event, record.id, record.place, record.version, event.passed,
                          event.step, event.action, event.actor, event.role, event.at,
                          event.opinion, event.detail));
  return Done{};
}

Result<Money> amount_of(const std::vector<RowRecord>& rows) {
  Money sum;
  for (const RowRecord& row : rows)
    if (row.pending() || row.state == "granted" || row.state == "agreed")
      sum = TRY(add(sum, row.amount));
  return sum;
}

Result<std::string> next_number(store::Transaction& transaction, const std::string& series,
                                Day day) {
  const int year = day.civil().year;
  const auto rows = TRY(transaction.query(sql::next_number, fmt::format("{}:{}", series, year)));
  return fmt::format("{}〔{}〕{}号", series, year, rows[0].get<std::int64_t>("last"));
}

std::string masked(const std::string& stored) {
  const auto number = registers::shown_id_number(stored);
  // What kind of paper it is hides nothing; of the number after it less is left to be seen.
  const auto mark = number.find(':');
  const std::size_t first = mark == number.npos ? 6 : mark + 2;
  constexpr std::size_t last = 2;
  if (number.size() <= first + last) return std::string(number.size(), '*');
  return number.substr(0, first) + std::string(number.size() - first - last, '*') +
         number.substr(number.size() - last);
}

Result<std::map<std::int64_t, Named>> person_names(store::Transaction& transaction,
                                                   const Cipher& cipher,
                                                   const std::vector<std::int64_t>& ids) {
  const registers::IdentityCipher opener(cipher);
  std::map<std::int64_t, Named> names;
  for (const store::Row row : TRY(transaction.query(sql::person_names, ids))) {
    Named named{row.get<std::string>("name"), ""};
    const auto sealed = row.get<std::optional<Bytes>>("number_cipher");
    const auto salt = row.get<std::optional<Bytes>>("salt");
    if (sealed && salt) named.id_number = masked(TRY(opener.open(*salt, *sealed)));
    names[row.get<std::int64_t>("id")] = std::move(named);
  }
  return names;
}

Result<std::map<std::int64_t, Named>> organisation_names(store::Transaction& transaction,
                                                         const std::vector<std::int64_t>& ids) {
  std::map<std::int64_t, Named> names;
  for (const store::Row row : TRY(transaction.query(sql::organisation_names, ids)))
    names[row.get<std::int64_t>("id")] = {row.get<std::string>("name"),
                                          row.get<std::optional<std::string>>("uscc").value_or("")};
  return names;
}

Result<std::string> place_name(store::Transaction& transaction, std::int64_t code) {
  const auto rows = TRY(transaction.query(sql::place_name, code));
  return rows.empty() ? std::to_string(code) : rows[0].get<std::string>("name");
}

}  // namespace leye::flows
