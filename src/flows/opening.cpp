#include "flows/opening.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "benefits/assessment.hpp"
#include "benefits/screening.hpp"
#include "flows/cases.sql.hpp"
#include "flows/handling.hpp"

namespace leye::flows {
namespace {

using benefits::ResultLine;

constexpr std::size_t rows_max = 1000;  // of a case: what a person can still look through

Error conflict(std::string what, std::string fix = {}) {
  return Error{ErrorCode::conflict, std::move(what), {}, std::move(fix)};
}

// The role that opens: the first step's applicant, or whoever takes in what is pushed.
const policy::Step& opening_step(const policy::Path& path) {
  if (path.opened_by == policy::OpenedBy::employer) return path.steps.front();
  for (const policy::Step& step : path.steps)
    if (step.kind == policy::StepKind::take_in) return step;
  check_failed("a path takes in", __FILE__, __LINE__);
}

// A list of units needs no single applicant.
bool is_list(const policy::Path& path) { return path.opened_by == policy::OpenedBy::screening; }

struct Draft {
  CaseRecord record;
  std::vector<RowRecord> rows;
};

Status check_lines(const Actor& actor, const OpenRequest& request,
                   const std::vector<ResultLine>& lines) {
  const std::set<std::int64_t> asked(request.results.begin(), request.results.end());
  if (asked.empty()) return Error{ErrorCode::invalid_input, "没有选择对象"};
  if (asked.size() != request.results.size())
    return Error{ErrorCode::invalid_input, "同一对象选择了两次"};
  if (lines.size() != asked.size()) return Error{ErrorCode::not_found, "没有这条筛查结果"};
  for (const ResultLine& line : lines) {
    if (line.measure != request.measure)
      return Error{ErrorCode::invalid_input, "所选对象不属于同一项政策"};
    if (actor.organisation && line.organisation_id != actor.organisation)
      return Error{ErrorCode::not_found, "没有这条筛查结果"};
    if (actor.person && line.person_id != actor.person)
      return Error{ErrorCode::not_found, "没有这条筛查结果"};
    if (line.outcome != "eligible")
      return conflict(
          fmt::format("“{}{}”不是拟享受对象", line.organisation_name, line.person_name));
  }
  return Done{};
}

Result<std::int64_t> common_place(const Bureau& bureau, const policy::Path& path,
                                  const std::vector<ResultLine>& lines) {
  std::set<std::int64_t> places;
  for (const ResultLine& line : lines)
    places.insert(place_of(path.steps.front().level, line.place, bureau.area));
  if (places.size() != 1 || *places.begin() == 0)
    return Error{ErrorCode::invalid_input, "所选对象不归同一机构管辖", {}, "按管辖地分别申报"};
  return *places.begin();
}

Status check_still_entitled(const Bureau& bureau, const policy::Measure& measure,
                            const std::vector<RowRecord>& rows,
                            const std::vector<benefits::Assessment>& found) {
  if (found.size() != rows.size()) return conflict("有对象的登记记录已不存在", "重新筛查");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const policy::Answer& answer = found[i].answer;
    if (answer.outcome == policy::Outcome::eligible) continue;
    if (answer.outcome == policy::Outcome::undetermined)
      return conflict(fmt::format(
          "{} 待核，缺 {}", rows[i].label,
          fmt::join(benefits::missing_labels(bureau.vocabulary, answer.missing), "、")));
    const auto failed = benefits::condition_labels(measure, answer.failed);
    return conflict(fmt::format("{} {}：{}", rows[i].label, policy::label_zh(answer.outcome),
                                fmt::join(failed, "；")));
  }
  return Done{};
}

// Names, numbers and the answer as of today, read with the program's own sight.
Status fill_rows(store::Connection& connection, const Bureau& bureau,
                 const policy::Measure& measure, const std::vector<ResultLine>& lines,
                 Draft& draft) {
  auto reader =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot)));
  std::vector<std::int64_t> subjects, persons, organisations;
  for (const ResultLine& line : lines) {
    subjects.push_back(line.subject_id);
    if (line.person_id) persons.push_back(*line.person_id);
    if (line.organisation_id) organisations.push_back(*line.organisation_id);
  }
  const auto people = TRY(person_names(reader, bureau.cipher, persons));
  const auto units = TRY(organisation_names(reader, organisations));
  for (const ResultLine& line : lines) {
    RowRecord row;
    row.subject_kind = line.subject_kind;
    row.subject = line.subject_id;
    row.person = line.person_id;
    row.organisation = line.organisation_id;
    const Named& named =
        line.person_id ? people.at(*line.person_id) : units.at(*line.organisation_id);
    row.label = named.name;
    row.id_number = named.id_number;
    draft.rows.push_back(std::move(row));
  }
  const benefits::Question question{bureau.plan, bureau.vocabulary, measure, bureau.clock.today(),
                                    bureau.clock.now()};
  const auto found = TRY(benefits::assess(reader, question, subjects));
  TRY(check_still_entitled(bureau, measure, draft.rows, found));
  for (std::size_t i = 0; i < found.size(); ++i) {
    draft.rows[i].amount = found[i].answer.amount;
    draft.rows[i].facts_digest = benefits::digest(found[i]);
    draft.rows[i].period_from = found[i].answer.period_from;
    draft.rows[i].period_until = found[i].answer.period_until;
  }
  CaseRecord& record = draft.record;
  if (is_list(*measure.path)) {
    record.applicant_kind = "none";
    record.applicant = fmt::format("{} 家单位", lines.size());
  } else if (lines[0].organisation_id) {
    record.applicant_kind = "organisation";
    record.organisation = lines[0].organisation_id;
    record.applicant = units.at(*lines[0].organisation_id).name;
  } else {
    record.applicant_kind = "person";
    record.person = lines[0].person_id;
    record.applicant = people.at(*lines[0].person_id).name;
  }
  return Done{};
}

Status check_one_applicant(const policy::Path& path, const std::vector<ResultLine>& lines) {
  if (is_list(path)) return Done{};
  for (const ResultLine& line : lines)
    if (line.organisation_id != lines[0].organisation_id ||
        (!line.organisation_id && line.person_id != lines[0].person_id))
      return Error{ErrorCode::invalid_input, "所选对象不属于同一个单位", {}, "按单位分别申报"};
  return Done{};
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

Result<std::int64_t> insert(store::Transaction& transaction, const Bureau& bureau,
                            const Actor& actor, const policy::Measure& measure, Draft& draft) {
  CaseRecord& record = draft.record;
  const policy::Step& first = measure.path->steps.front();
  const Instant now = bureau.clock.now();
  const DueDay due = due_day(first, business_day(now), bureau.calendar);
  record.number = TRY(next_number(transaction, "办", business_day(now)));
  record.amount = TRY(amount_of(draft.rows));
  const auto inserted = TRY(transaction.query(
      sql::insert_case, record.number, measure.name.id, bureau.plan.digest, record.place,
      record.applicant_kind, record.person, record.organisation, record.applicant, first.id,
      record.amount, draft.rows.size(), now, actor.account, due.on, due.unknown));
  record.id = inserted[0].get<std::int64_t>("id");
  for (const RowRecord& row : draft.rows) {
    auto added =
        transaction.execute(sql::insert_row, record.id, record.place, measure.name.id,
                            row.subject_kind, row.subject, row.person, row.organisation, row.label,
                            row.id_number, row.amount, range_of(row), row.facts_digest);
    if (!added.ok() && added.error().code == ErrorCode::conflict)
      return conflict(fmt::format("{} 刚被列入另一个办件", row.label));
    TRY(std::move(added));
  }
  TRY(save_event(
      transaction, record,
      {1, false, first.id, "open", actor.account, opening_step(*measure.path).role, now, "", ""}));
  TRY(transaction.execute(sql::insert_task, record.id, first.id, first.role,
                          place_of(first.level, record.place, bureau.area), now, due.on));
  return record.id;
}

}  // namespace

bool may_open(const Bureau& bureau, const Actor& actor, const policy::Measure& measure) {
  (void)bureau;
  return measure.path && actor.has_role(opening_step(*measure.path).role);
}

Result<std::int64_t> open_case(store::Connection& connection, const Bureau& bureau,
                               const Actor& actor, const OpenRequest& request) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, request.measure));
  const policy::Path& path = *measure->path;
  if (!may_open(bureau, actor, *measure))
    return Error{ErrorCode::forbidden, fmt::format("{}由{}发起", measure->name.label,
                                                   policy::role_label(opening_step(path).role))};
  benefits::ResultFilter filter;
  filter.ids = request.results;
  filter.place_lo = actor.place_lo;
  filter.place_hi = actor.place_hi;
  filter.size = rows_max;
  std::vector<ResultLine> lines;
  {
    store::Scope scope = actor.scope(bureau);
    scope.access = store::Access::read;
    auto reader = TRY(store::Transaction::begin(connection, scope));
    if (request.results.size() > rows_max)
      return Error{ErrorCode::invalid_input, "一个办件最多一千行", {}, "分成几个办件"};
    if (!request.results.empty()) lines = TRY(benefits::list_results(reader, filter)).lines;
  }
  TRY(check_lines(actor, request, lines));
  TRY(check_one_applicant(path, lines));
  Draft draft;
  draft.record.place = TRY(common_place(bureau, path, lines));
  TRY(fill_rows(connection, bureau, *measure, lines, draft));
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  TRY(refuse_open_rows(transaction, measure->name.id, draft.rows));
  const auto id = TRY(insert(transaction, bureau, actor, *measure, draft));
  TRY(transaction.commit());
  return id;
}

Result<std::vector<std::int64_t>> open_all(store::Connection& connection, const Bureau& bureau,
                                           const Actor& actor, const std::string& measure_id) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, measure_id));
  std::map<std::int64_t, std::vector<std::int64_t>> groups;
  {
    store::Scope scope = actor.scope(bureau);
    scope.access = store::Access::read;
    auto reader = TRY(store::Transaction::begin(connection, scope));
    for (const store::Row row :
         TRY(reader.query(sql::openable_results, measure->name.id, actor.organisation))) {
      const auto place =
          place_of(measure->path->steps.front().level, row.get<std::int64_t>("place"), bureau.area);
      const auto group = is_list(*measure->path)
                             ? place
                             : row.get<std::optional<std::int64_t>>("organisation_id").value_or(0);
      groups[group].push_back(row.get<std::int64_t>("id"));
    }
  }
  std::vector<std::int64_t> opened;
  for (const auto& [group, results] : groups)
    for (std::size_t from = 0; from < results.size(); from += rows_max) {
      const std::size_t count = std::min(rows_max, results.size() - from);
      const auto first = results.begin() + static_cast<std::ptrdiff_t>(from);
      const OpenRequest part{measure->name.id, {first, first + static_cast<std::ptrdiff_t>(count)}};
      opened.push_back(TRY(open_case(connection, bureau, actor, part)));
    }
  return opened;
}

}  // namespace leye::flows
