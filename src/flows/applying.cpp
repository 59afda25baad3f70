#include "flows/applying.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "flows/applying.sql.hpp"
#include "flows/drafting.hpp"
#include "flows/handling.hpp"
#include "registers/erasure.hpp"

namespace leye::flows {
namespace {

const std::string& entity_of(const Bureau& bureau, const policy::Measure& measure) {
  return bureau.vocabulary.entities()[static_cast<std::size_t>(measure.subject)].id;
}

Error not_found() { return Error{ErrorCode::not_found, "没有这个对象"}; }

// One employment for each person asked for: the latest, with that employer if one is named.
Result<std::vector<std::int64_t>> employments(store::Transaction& reader,
                                              const ApplyRequest& request) {
  std::set<std::int64_t> found;
  std::vector<std::int64_t> subjects;
  for (const store::Row row :
       TRY(reader.query(sql::employments_asked_for, request.persons, request.organisation)))
    if (found.insert(row.get<std::int64_t>("person_id")).second)
      subjects.push_back(row.get<std::int64_t>("id"));
  const std::set<std::int64_t> asked(request.persons.begin(), request.persons.end());
  if (found != asked)
    return Error{ErrorCode::not_found, "没有找到登记的就业记录", {}, "先登记就业，再受理申请"};
  return subjects;
}

bool is_record(const Bureau& bureau, const std::string& kind) {
  return bureau.vocabulary.find_entity(kind)->is_record();
}

// One record for each person asked for: the latest that is not in an open case.
Result<std::vector<std::int64_t>> records(store::Transaction& reader, const std::string& kind,
                                          const ApplyRequest& request) {
  std::set<std::int64_t> found;
  std::vector<std::int64_t> subjects;
  for (const std::int64_t person : request.persons)
    for (const store::Row row :
         TRY(reader.query(sql::record_asked_for, person, kind, request.measure)))
      if (found.insert(person).second) subjects.push_back(row.get<std::int64_t>("id"));
  const std::set<std::int64_t> asked(request.persons.begin(), request.persons.end());
  if (found != asked)
    return Error{ErrorCode::not_found,
                 "没有找到登记的记录，或者都在办理中",
                 {},
                 "先登记这项政策所依据的记录，再申请"};
  return subjects;
}

// The keys of the subjects asked for, in their register, as far as the actor sees them.
Result<std::vector<std::int64_t>> subjects_of(store::Transaction& reader, const Bureau& bureau,
                                              const policy::Measure& measure,
                                              const ApplyRequest& request) {
  std::vector<std::int64_t> subjects;
  for (const store::Row row : TRY(reader.query(sql::results_asked_for, request.results))) {
    if (row.get<std::string>("measure") != measure.name.id)
      return Error{ErrorCode::invalid_input, "所选对象不属于同一项政策"};
    subjects.push_back(row.get<std::int64_t>("subject_id"));
  }
  if (subjects.size() != request.results.size()) return not_found();
  const std::string& kind = entity_of(bureau, measure);
  if (kind == "employment" && !request.persons.empty()) {
    for (const std::int64_t one : TRY(employments(reader, request))) subjects.push_back(one);
  } else if (is_record(bureau, kind) && !request.persons.empty()) {
    for (const std::int64_t one : TRY(records(reader, kind, request))) subjects.push_back(one);
  } else if (kind == "person") {
    subjects.insert(subjects.end(), request.persons.begin(), request.persons.end());
  } else if (kind == "organisation" && request.organisation) {
    if (TRY(reader.query(sql::organisation_asked_for, *request.organisation)).empty())
      return not_found();
    subjects.push_back(*request.organisation);
  } else if (request.results.empty()) {
    return Error{ErrorCode::invalid_input, "请从筛查结果里选择对象"};
  }
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  if (subjects.empty()) return Error{ErrorCode::invalid_input, "没有选择对象"};
  if (subjects.size() > rows_max)
    return Error{ErrorCode::invalid_input, "一个办件最多一千行", {}, "分成几个办件"};
  return subjects;
}

// What the rules find of the subjects, with the program's own sight.
Result<std::vector<benefits::Assessment>> assess(store::Transaction& reader, const Bureau& bureau,
                                                 const policy::Measure& measure,
                                                 const std::vector<std::int64_t>& subjects) {
  const benefits::Question question{bureau.plan, bureau.vocabulary, measure, bureau.clock.today(),
                                    bureau.clock.now()};
  auto found = TRY(benefits::assess(reader, question, subjects));
  if (found.size() != subjects.size()) return not_found();
  return found;
}

// Whom the subjects are about and where they belong.
std::vector<Candidate> candidates_of(const std::string& entity,
                                     const std::vector<benefits::Assessment>& found) {
  std::vector<Candidate> candidates;
  for (const benefits::Assessment& one : found)
    candidates.push_back({entity, one.subject, one.person, one.organisation, one.place});
  return candidates;
}

bool is_own(const Actor& actor, const policy::Measure& measure,
            const std::vector<Candidate>& candidates) {
  const bool persons = person_applies(measure);
  return std::all_of(candidates.begin(), candidates.end(), [&](const Candidate& one) {
    if (persons) return actor.person && one.person == actor.person;
    return (actor.organisation && one.organisation == actor.organisation) ||
           (actor.person && !one.organisation && one.person == actor.person);
  });
}

// The step where the case begins: the applicant's own if there is one and it applies by itself.
Result<const policy::Step*> first_step(const Bureau& bureau, const Actor& actor,
                                       const policy::Measure& measure, const CaseRecord& record) {
  const policy::Path& path = *measure.path;
  const policy::Step& desk = take_in_step(path);
  if (actor.applies()) {
    const bool confirms = path.steps.front().kind == policy::StepKind::confirm;
    return confirms ? &path.steps.front() : &desk;
  }
  if (may_act(bureau, actor, record, desk)) return &desk;
  return Error{ErrorCode::forbidden,
               fmt::format("申请由{}受理登记", policy::role_label(desk.role))};
}

}  // namespace

Result<std::int64_t> open_applied(store::Connection& connection, const Bureau& bureau,
                                  const Actor& actor, const ApplyRequest& asked,
                                  const BeforeCommit& before_commit) {
  ApplyRequest request = asked;
  // Who applies and names nobody applies for itself.
  if (actor.person && request.results.empty() && request.persons.empty())
    request.persons.push_back(*actor.person);
  if (request.request.empty() || request.request.size() > 1000)
    return Error{ErrorCode::invalid_input, "请写明由谁在何时申请什么，三百字以内"};
  const policy::Measure* measure = TRY(measure_with_path(bureau, request.measure));
  std::vector<std::int64_t> subjects;
  {
    store::Scope scope = actor.scope(bureau);
    scope.access = store::Access::read;
    auto reader = TRY(store::Transaction::begin(connection, scope));
    TRY(registers::refuse_erased(reader, request.persons));
    subjects = TRY(subjects_of(reader, bureau, *measure, request));
  }
  Draft draft;
  {
    auto reader =
        TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::snapshot)));
    const auto found = TRY(assess(reader, bureau, *measure, subjects));
    const auto candidates = candidates_of(entity_of(bureau, *measure), found);
    if (actor.applies() && !is_own(actor, *measure, candidates)) return not_found();
    TRY(check_one_applicant(*measure, candidates));
    draft.record.place = TRY(common_place(bureau, *measure->path, candidates));
    draft.record.request = request.request;
    draft.rows = TRY(rows_of(reader, bureau, *measure, candidates, found));
    TRY(name_applicant(reader, bureau, *measure, draft));
  }
  const policy::Step* first = TRY(first_step(bureau, actor, *measure, draft.record));
  auto transaction = TRY(store::Transaction::begin(connection, actor.scope(bureau)));
  const auto id = TRY(insert_case(transaction, bureau, actor, *measure, *first, draft));
  if (before_commit) TRY(before_commit(transaction, id));
  TRY(transaction.commit());
  return id;
}

}  // namespace leye::flows
