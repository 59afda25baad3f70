#include "flows/drafting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "benefits/sharing.hpp"
#include "flows/cases.sql.hpp"
#include "flows/handling.hpp"
#include "registers/erasure.hpp"

namespace leye::flows {
namespace {

Error conflict(std::string what, std::string fix = {}) {
  return Error{ErrorCode::conflict, std::move(what), {}, std::move(fix)};
}

Status refuse_open_rows(store::Transaction& transaction, const std::string& measure,
                        const std::vector<RowRecord>& rows) {
  std::vector<std::int64_t> subjects;
  for (const RowRecord& row : rows) subjects.push_back(row.subject);
  for (const store::Row found :
       TRY(transaction.query(sql::open_rows_of_subjects, measure, rows[0].subject_kind, subjects)))
    for (const RowRecord& row : rows)
      if (row.subject == found.get<std::int64_t>("subject_id"))
        return conflict(
            fmt::format("{} 已在办件 {} 中", row.label, found.get<std::string>("number")));
  return Done{};
}

store::DateRange range_of(const RowRecord& row) {
  if (!row.period_from) return {};
  return {row.period_from, row.period_until.value_or(*row.period_from) + 1};
}

struct Names {
  std::map<std::int64_t, Named> people;
  std::map<std::int64_t, Named> units;
};

template <class Rows>
Result<Names> names_of(store::Transaction& reader, const Bureau& bureau, const Rows& rows) {
  std::vector<std::int64_t> persons, organisations;
  for (const auto& row : rows) {
    if (row.person) persons.push_back(*row.person);
    if (row.organisation) organisations.push_back(*row.organisation);
  }
  Names names;
  names.people = TRY(person_names(reader, bureau.cipher, persons));
  names.units = TRY(organisation_names(reader, organisations));
  return names;
}

}  // namespace

const policy::Step& take_in_step(const policy::Path& path) {
  for (const policy::Step& step : path.steps)
    if (step.kind == policy::StepKind::take_in) return step;
  check_failed("a path takes in", __FILE__, __LINE__);
}

bool person_applies(const policy::Measure& measure) {
  const policy::OpenedBy by = measure.path->opened_by;
  const bool roster = by == policy::OpenedBy::employer || by == policy::OpenedBy::pushed;
  return measure.payee_is_person && !roster;
}

bool is_list(const policy::Path& path) { return path.opened_by == policy::OpenedBy::screening; }

Result<std::int64_t> common_place(const Bureau& bureau, const policy::Path& path,
                                  const std::vector<Candidate>& candidates) {
  // A street that acts on any step must find its own cases.
  const bool street = std::any_of(path.steps.begin(), path.steps.end(), [](const auto& step) {
    return step.level == policy::PlaceLevel::street;
  });
  const auto level = street ? policy::PlaceLevel::street : path.steps.front().level;
  std::set<std::int64_t> places;
  for (const Candidate& one : candidates) places.insert(place_of(level, one.place, bureau.area));
  if (places.size() != 1 || *places.begin() == 0)
    return Error{ErrorCode::invalid_input, "所选对象不归同一机构管辖", {}, "按管辖地分别申报"};
  return *places.begin();
}

Status check_one_applicant(const policy::Measure& measure,
                           const std::vector<Candidate>& candidates) {
  if (person_applies(measure)) {
    for (const Candidate& one : candidates)
      if (!one.person || one.person != candidates[0].person)
        return Error{ErrorCode::invalid_input, "所选对象不属于同一个人", {}, "按人分别申请"};
    return Done{};
  }
  for (const Candidate& one : candidates)
    if (one.organisation != candidates[0].organisation ||
        (!one.organisation && one.person != candidates[0].person))
      return Error{ErrorCode::invalid_input, "所选对象不属于同一个单位", {}, "按单位分别申报"};
  return Done{};
}

Result<std::vector<RowRecord>> find_rows(store::Transaction& reader, const Bureau& bureau,
                                         const policy::Measure& measure,
                                         const std::vector<Candidate>& candidates) {
  std::vector<std::int64_t> subjects;
  for (const Candidate& one : candidates) subjects.push_back(one.subject);
  const benefits::Question question{bureau.plan, bureau.vocabulary, measure, bureau.clock.today(),
                                    bureau.clock.now()};
  const auto found = TRY(benefits::assess(reader, question, subjects));
  return rows_of(reader, bureau, measure, candidates, found);
}

Result<std::vector<RowRecord>> rows_of(store::Transaction& reader, const Bureau& bureau,
                                       const policy::Measure& measure,
                                       const std::vector<Candidate>& candidates,
                                       const std::vector<benefits::Assessment>& assessed) {
  std::vector<std::int64_t> people;
  for (const Candidate& one : candidates)
    if (one.person) people.push_back(*one.person);
  TRY(registers::refuse_erased(reader, people));
  auto found = assessed;
  benefits::share(measure, bureau.clock.today(), found);
  const Names names = TRY(names_of(reader, bureau, candidates));
  if (found.size() != candidates.size()) return conflict("有对象的登记记录已不存在", "重新筛查");
  std::vector<RowRecord> rows;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Candidate& one = candidates[i];
    RowRecord row;
    row.subject_kind = one.subject_kind;
    row.subject = one.subject;
    row.person = one.person;
    row.organisation = one.organisation;
    const Named& named =
        one.person ? names.people.at(*one.person) : names.units.at(*one.organisation);
    row.label = named.name;
    row.id_number = named.id_number;
    set_finding(row, bureau, measure, found[i]);
    row.period_from = found[i].answer.period_from;
    row.period_until = found[i].answer.period_until;
    rows.push_back(std::move(row));
  }
  return rows;
}

Status name_applicant(store::Transaction& reader, const Bureau& bureau,
                      const policy::Measure& measure, Draft& draft) {
  const Names names = TRY(names_of(reader, bureau, draft.rows));
  const RowRecord& first = draft.rows[0];
  CaseRecord& record = draft.record;
  const bool unit = first.organisation && !person_applies(measure);
  record.applicant_kind = unit ? "organisation" : "person";
  if (unit) record.organisation = first.organisation;
  if (!unit) record.person = first.person;
  record.applicant =
      unit ? names.units.at(*first.organisation).name : names.people.at(*first.person).name;
  return Done{};
}

Result<std::int64_t> insert_case(store::Transaction& transaction, const Bureau& bureau,
                                 const Actor& actor, const policy::Measure& measure,
                                 const policy::Step& first, Draft& draft) {
  CaseRecord& record = draft.record;
  TRY(refuse_open_rows(transaction, measure.name.id, draft.rows));
  const Instant now = bureau.clock.now();
  const DueDay due = due_day(first, business_day(now), bureau.calendar);
  record.number = TRY(next_number(transaction, "办", business_day(now)));
  record.amount = TRY(amount_of(draft.rows));
  const auto inserted = TRY(transaction.query(
      sql::insert_case, record.number, measure.name.id, bureau.plan.digest, record.place,
      record.applicant_kind, record.person, record.organisation, record.applicant, first.id,
      record.amount, draft.rows.size(), now, actor.account, due.on, due.unknown, record.request,
      record.follows_case, measure.path->pays(), business_day(now)));
  record.id = inserted[0].get<std::int64_t>("id");
  for (const RowRecord& row : draft.rows) {
    auto added = transaction.execute(
        sql::insert_row, record.id, record.place, measure.name.id, row.subject_kind, row.subject,
        row.person, row.organisation, row.label, row.id_number, row.amount, range_of(row),
        row.facts_digest, row.finding, row.refused_clauses, row.missing, row.waiting);
    if (!added.ok() && added.error().code == ErrorCode::conflict)
      return conflict(fmt::format("{} 刚被列入另一个办件", row.label));
    TRY(std::move(added));
  }
  const std::string role = actor.roles.empty() ? "" : actor.roles.front();
  TRY(save_event(transaction, record,
                 {1, false, first.id, "open", actor.account, role, now, record.request, ""}));
  TRY(transaction.execute(sql::insert_task, record.id, first.id, first.role,
                          place_of(first.level, record.place, bureau.area), now, due.on, ""));
  return record.id;
}

}  // namespace leye::flows
