#include "flows/opening.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "benefits/screening.hpp"
#include "flows/cases.sql.hpp"
#include "flows/drafting.hpp"
#include "flows/handling.hpp"

namespace leye::flows {
namespace {

using benefits::ResultLine;

Error conflict(std::string what, std::string fix = {}) {
  return Error{ErrorCode::conflict, std::move(what), {}, std::move(fix)};
}

// The role that opens: the first step's applicant, or whoever takes in what is pushed or asked for.
const policy::Step& opening_step(const policy::Path& path) {
  if (path.opened_by == policy::OpenedBy::employer) return path.steps.front();
  return take_in_step(path);
}

bool opens(const Actor& actor, const policy::Path& path) {
  const bool own = path.opened_by == policy::OpenedBy::person && actor.has_role("citizen");
  return own || actor.has_role(opening_step(path).role);
}

// A person's own application begins with what the person confirms; at the desk it is taken in.
const policy::Step& first_step(const Actor& actor, const policy::Path& path) {
  const bool desk = path.opened_by == policy::OpenedBy::person && !actor.applies();
  return desk ? take_in_step(path) : path.steps.front();
}

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

Status check_still_entitled(const std::vector<RowRecord>& rows) {
  for (const RowRecord& row : rows) {
    if (row.finding == "eligible") continue;
    if (row.finding == "undetermined")
      return conflict(fmt::format("{} 待核，{}", row.label, fmt::join(row.refused_clauses, "；")));
    return conflict(fmt::format("{} 不符合：{}", row.label, fmt::join(row.refused_clauses, "；")));
  }
  return Done{};
}

std::vector<Candidate> candidates_of(const std::vector<ResultLine>& lines) {
  std::vector<Candidate> candidates;
  for (const ResultLine& line : lines)
    candidates.push_back(
        {line.subject_kind, line.subject_id, line.person_id, line.organisation_id, line.place});
  return candidates;
}

// A case put together, with nothing written yet.
Result<Draft> prepare(store::Connection& connection, const Bureau& bureau, const Actor& actor,
                      const policy::Measure& measure, const OpenRequest& request) {
  if (request.results.size() > rows_max)
    return Error{ErrorCode::invalid_input, "一个办件最多一千行", {}, "分成几个办件"};
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
    if (!request.results.empty()) lines = TRY(benefits::list_results(reader, filter)).lines;
  }
  TRY(check_lines(actor, request, lines));
  const auto candidates = candidates_of(lines);
  const bool list = is_list(*measure.path);
  if (!list) TRY(check_one_applicant(measure, candidates));
  Draft draft;
  draft.record.place = TRY(common_place(bureau, *measure.path, candidates));
  auto reader =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot)));
  draft.rows = TRY(find_rows(reader, bureau, measure, candidates));
  TRY(check_still_entitled(draft.rows));
  if (!list) TRY(name_applicant(reader, bureau, measure, draft));
  if (list) draft.record.applicant_kind = "none";
  if (list)
    draft.record.applicant = measure.payee_is_person ? fmt::format("{} 人", lines.size())
                                                     : fmt::format("{} 家单位", lines.size());
  return draft;
}

// The results that may be opened together: by employer, or by place where units are listed.
Result<std::vector<OpenRequest>> openable(store::Connection& connection, const Bureau& bureau,
                                          const Actor& actor, const policy::Measure& measure) {
  const char* applicant = person_applies(measure) ? "person_id" : "organisation_id";
  std::map<std::int64_t, std::vector<std::int64_t>> groups;
  store::Scope scope = actor.scope(bureau);
  scope.access = store::Access::read;
  auto reader = TRY(store::Transaction::begin(connection, scope));
  for (const store::Row row : TRY(reader.query(sql::openable_results, measure.name.id,
                                               actor.organisation, actor.person))) {
    const auto place =
        place_of(measure.path->steps.front().level, row.get<std::int64_t>("place"), bureau.area);
    const auto group = is_list(*measure.path)
                           ? place
                           : row.get<std::optional<std::int64_t>>(applicant).value_or(0);
    groups[group].push_back(row.get<std::int64_t>("id"));
  }
  std::vector<OpenRequest> requests;
  for (const auto& [group, results] : groups)
    for (std::size_t from = 0; from < results.size(); from += rows_max) {
      const std::size_t count = std::min(rows_max, results.size() - from);
      const auto first = results.begin() + static_cast<std::ptrdiff_t>(from);
      requests.push_back({measure.name.id, {first, first + static_cast<std::ptrdiff_t>(count)}});
    }
  return requests;
}

Result<const policy::Measure*> measure_to_open(const Bureau& bureau, const Actor& actor,
                                               const std::string& id) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, id));
  if (!may_open(bureau, actor, *measure))
    return Error{ErrorCode::forbidden,
                 fmt::format("{}由{}发起", measure->name.label,
                             policy::role_label(opening_step(*measure->path).role))};
  return measure;
}

}  // namespace

bool may_open(const Bureau& bureau, const Actor& actor, const policy::Measure& measure) {
  (void)bureau;
  return measure.path && policy::why_kept(*measure.path).empty() && opens(actor, *measure.path);
}

Result<std::int64_t> open_case(store::Connection& connection, const Bureau& bureau,
                               const Actor& actor, const OpenRequest& request,
                               const BeforeCommit& before_commit) {
  const policy::Measure* measure = TRY(measure_to_open(bureau, actor, request.measure));
  Draft draft = TRY(prepare(connection, bureau, actor, *measure, request));
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  const auto id = TRY(
      insert_case(transaction, bureau, actor, *measure, first_step(actor, *measure->path), draft));
  if (before_commit) TRY(before_commit(transaction, id));
  TRY(transaction.commit());
  return id;
}

Result<std::vector<std::int64_t>> open_all(store::Connection& connection, const Bureau& bureau,
                                           const Actor& actor, const std::string& measure_id,
                                           const BeforeAllCommit& before_commit) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, measure_id));
  const auto requests = TRY(openable(connection, bureau, actor, *measure));
  if (!requests.empty()) TRY(measure_to_open(bureau, actor, measure_id));
  std::vector<Draft> drafts;
  for (const OpenRequest& request : requests)
    drafts.push_back(TRY(prepare(connection, bureau, actor, *measure, request)));
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  std::vector<std::int64_t> opened;
  for (Draft& draft : drafts)
    opened.push_back(TRY(insert_case(transaction, bureau, actor, *measure,
                                     first_step(actor, *measure->path), draft)));
  if (before_commit) TRY(before_commit(transaction, opened));
  TRY(transaction.commit());
  return opened;
}

}  // namespace leye::flows
