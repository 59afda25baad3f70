// What if: numbers of the rules, trials in the background, their reports on screen and as a sheet.
#include "api/trials.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/noting.hpp"
#include "api/resources.hpp"
#include "api/sheets.hpp"
#include "policy/draft/numbers.hpp"
#include "registers/places.hpp"
#include "trial/cases.sql.hpp"
#include "trial/workbook.hpp"
#include "workbench/workbench.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::size_t changes_max = 200;
constexpr std::size_t cases_max = 200;

const char* kind_of(policy::NumberKind kind) {
  switch (kind) {
    case policy::NumberKind::number: return "number";
    case policy::NumberKind::share: return "share";
    case policy::NumberKind::day: return "day";
  }
  return "";
}

Result<PolicyNumbers> numbers(Call& call) {
  const auto read = TRY(call.backend.trials.read(call.backend.pack));
  PolicyNumbers answer;
  for (auto& number : policy::numbers_of(read->pack)) {
    const auto* measure = read->pack.plan->find_measure(number.declaration);
    const bool own = measure != nullptr && measure->name.id == number.declaration;
    PolicyNumber item;
    item.measure = own ? call.label(measure->name) : std::string();
    item.kind = kind_of(number.kind);
    item.id = std::move(number.id);
    item.declaration = std::move(number.declaration);
    item.heading = std::move(number.heading);
    item.clause = std::move(number.clause);
    item.summary = std::move(number.summary);
    item.text = std::move(number.text);
    item.before = std::move(number.before);
    item.after = std::move(number.after);
    item.file = std::filesystem::path(number.file).filename().string();
    item.line = number.line;
    answer.items.push_back(std::move(item));
  }
  return answer;
}

PolicyTrial head_of(const Trial& from) {
  PolicyTrial trial;
  trial.id = Id{from.id};
  trial.title = from.order.title;
  trial.state = name(from.state);
  trial.state_label = label(from.state);
  trial.on = from.order.on;
  trial.asked_by = from.order.asked_by;
  trial.asked_at = to_text(from.asked_at);
  if (from.report) trial.as_of = to_text(from.as_of);
  trial.done = from.done;
  trial.total = from.total;
  if (from.failure) {
    trial.problem.emplace();
    trial.problem->code = name(from.failure->code);
    trial.problem->message = from.failure->what;
    trial.problem->where = from.failure->where;
    trial.problem->fix = from.failure->fix;
  }
  return trial;
}

TrialSum sum_of(const trial::Sum& from) {
  return {from.granted, from.amount, from.refused, from.undetermined};
}

bool anybody(const trial::Sum& sum) {
  return sum.granted != 0 || sum.refused != 0 || sum.undetermined != 0;
}

void add_measures(const Call& call, const trial::Report& from, TrialReport& report) {
  const std::set<std::string> changed(from.changed.begin(), from.changed.end());
  for (const auto& one : from.measures) {
    if (!anybody(one.before) && !anybody(one.after) && !changed.contains(one.id)) continue;
    TrialMeasure measure;
    measure.id = one.id;
    measure.label = call.says(one.label, one.label_en.empty() ? one.label : one.label_en);
    measure.fund_label = one.fund_label;
    measure.changed = changed.contains(one.id);
    measure.before = sum_of(one.before);
    measure.after = sum_of(one.after);
    measure.gained = one.gained;
    measure.lost = one.lost;
    measure.more = one.more;
    measure.less = one.less;
    report.measures.push_back(std::move(measure));
  }
}

Result<trial::Labels> labels_of(Call& call, const Trial& from) {
  std::set<std::int64_t> met;
  for (const auto& line : from.report->costs) met.insert(line.county);
  std::vector<std::int64_t> codes;
  for (const auto county : met) codes.push_back(county * trial::county_size);
  auto* transaction = TRY(call.transaction());
  std::map<std::int64_t, std::string> names;
  for (auto& [code, name] : TRY(registers::place_names(*transaction, codes)))
    names[code / trial::county_size] = std::move(name);
  return trial::Labels{from.read->vocabulary, *from.read->pack.plan, std::move(names),
                       call.language()};
}

// The case of each undecided row that the caller may see.
Result<std::map<std::pair<std::string, std::int64_t>, std::int64_t>> cases_of(
    Call& call, const std::vector<trial::CaseChange>& changes) {
  std::vector<std::string> measures;
  std::vector<std::int64_t> subjects;
  for (std::size_t i = 0; i < std::min(changes.size(), cases_max); ++i) {
    measures.push_back(changes[i].measure);
    subjects.push_back(changes[i].subject);
  }
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> found;
  if (measures.empty()) return found;
  auto* transaction = TRY(call.transaction());
  for (const auto& row :
       TRY(transaction->query(trial::sql::pending_cases, measures, subjects)))
    found[{row.get<std::string>("measure"), row.get<std::int64_t>("subject_id")}] =
        row.get<std::int64_t>("case_id");
  return found;
}

Status add_cases(Call& call, const trial::Report& from, TrialReport& report) {
  const auto cases = TRY(cases_of(call, from.cases));
  report.cases_total = static_cast<std::int64_t>(from.cases.size());
  for (std::size_t i = 0; i < std::min(from.cases.size(), cases_max); ++i) {
    const auto& one = from.cases[i];
    const auto found = cases.find({one.measure, one.subject});
    TrialCase line;
    line.measure_label = call.says(one.label, one.label_en.empty() ? one.label : one.label_en);
    if (found != cases.end()) line.case_id = Id{found->second};
    line.had = one.had;
    line.has = one.has;
    line.before = one.before;
    line.after = one.after;
    report.cases.push_back(std::move(line));
  }
  return Done{};
}

Result<TrialReport> report_of(Call& call, const Trial& trial) {
  const auto& from = *trial.report;
  const auto labels = TRY(labels_of(call, trial));
  TrialReport report;
  report.before = from.before;
  report.after = from.after;
  report.people_gain = from.people_gain;
  report.people_lose = from.people_lose;
  report.employers_gain = from.employers_gain;
  report.employers_lose = from.employers_lose;
  report.subjects = from.subjects;
  report.milliseconds = from.milliseconds;
  add_measures(call, from, report);
  for (const auto& line : from.costs)
    report.costs.push_back({line.fund, line.fund_label.empty() ? line.fund : line.fund_label,
                            line.month < 0 ? "" : trial::month_label(line.month, labels.language),
                            std::to_string(line.county), trial::county_label(line.county, labels),
                            line.before, line.after});
  for (const auto& group : from.groups)
    report.groups.push_back({trial::name(group.dimension),
                             trial::label_of(group.dimension, labels.language), group.code,
                             trial::label_of(group, labels), group.gain, group.lose,
                             group.change});
  TRY(add_cases(call, from, report));
  return report;
}

Result<PolicyTrial> read_trial(Call& call, std::int64_t id) {
  const auto found = TRY(call.backend.trials.find(call.scope().area_schema, id));
  auto trial = head_of(found);
  if (found.report) trial.report = TRY(report_of(call, found));
  return trial;
}

Result<PolicyTrial> read(Call& call) { return read_trial(call, TRY(call.path_id())); }

Result<PolicyTrials> list(Call& call) {
  PolicyTrials all;
  for (const auto& trial : call.backend.trials.latest(call.scope().area_schema))
    all.items.push_back(head_of(trial));
  return all;
}

// "hiring_subsidy.5: 1000 → 1200"
std::string title_of(const std::vector<policy::Number>& numbers,
                     const std::vector<policy::Change>& changes) {
  std::string title;
  for (const auto& change : changes) {
    const auto number = std::find_if(numbers.begin(), numbers.end(),
                                     [&](const auto& one) { return one.id == change.number; });
    if (number == numbers.end()) continue;
    title += fmt::format("{}{} [{} → {}] {}", title.empty() ? "" : "；", number->before,
                         number->text, change.to, number->after);
  }
  return title;
}

bool same_codes(const Vocabulary& a, const Vocabulary& b) {
  const auto same_code = [](const auto& x, const auto& y) { return x.code == y.code; };
  const auto same_table = [&](const auto& x, const auto& y) {
    const auto& left = x.second.codes();
    const auto& right = y.second.codes();
    return x.first == y.first &&
           std::equal(left.begin(), left.end(), right.begin(), right.end(), same_code);
  };
  const auto& mine = a.code_tables();
  const auto& theirs = b.code_tables();
  return std::equal(mine.begin(), mine.end(), theirs.begin(), theirs.end(), same_table);
}

// Whether a plan made with the one can be read with the other.
bool same_words(const Vocabulary& a, const Vocabulary& b) {
  const auto same_fact = [](const Fact& x, const Fact& y) {
    return x.id == y.id && x.type == y.type && x.code_table == y.code_table &&
           x.refers_to == y.refers_to;
  };
  return std::equal(a.entities().begin(), a.entities().end(), b.entities().begin(),
                    b.entities().end(),
                    [&](const Entity& x, const Entity& y) {
                      return x.id == y.id && std::equal(x.facts.begin(), x.facts.end(),
                                                        y.facts.begin(), y.facts.end(), same_fact);
                    }) &&
         same_codes(a, b);
}

Result<policy::LoadedPack> read_draft(const PackRead& in_force, const workbench::Reading& draft) {
  if (!same_words(in_force.vocabulary, draft.vocabulary))
    return Error{ErrorCode::invalid_input,
                 "草案改了词汇表，不能在现在的登记库上试算",
                 {"draft"},
                 "发布词汇表以后再试算规则"};
  return draft.pack;
}

Result<PolicyTrial> start(Call& call, const AskTrial& asked) {
  if (asked.draft && !asked.changes.empty())
    return Error{ErrorCode::invalid_input, "草案和改动只能试算其中一种", {"changes"}};
  if (asked.changes.empty() && !asked.draft)
    return Error{ErrorCode::invalid_input, "还没有改动", {"changes"}, "先改一个数"};
  if (asked.changes.size() > changes_max)
    return Error{ErrorCode::invalid_input, fmt::format("一次最多改 {} 个数", changes_max),
                 {"changes"}};
  std::vector<policy::Change> changes;
  for (const auto& change : asked.changes) changes.push_back({change.number, change.to});
  const auto in_force = TRY(call.backend.trials.read(call.backend.pack));
  TrialOrder order;
  order.area_schema = call.scope().area_schema;
  order.pack = call.backend.pack;
  order.on = asked.on.value_or(call.today());
  order.now = call.now();
  order.account = call.caller->account;
  order.asked_by = call.caller->signature();
  std::shared_ptr<const workbench::Reading> draft;
  if (asked.draft) {
    auto* transaction = TRY(call.transaction());
    const auto stored = TRY(workbench::Drafts(*transaction).find(asked.draft->number));
    draft = TRY(call.backend.workbench.reading_of_draft(*transaction, stored.id));
    order.title = stored.title;
  } else {
    order.title = title_of(policy::numbers_of(in_force->pack), changes);
  }
  order.reload = asked.reload.value_or(false);
  const auto read_changed = [&](const PackRead& read) -> Result<policy::LoadedPack> {
    if (draft) return read_draft(read, *draft);
    return policy::draft_of(read.folder, read.vocabulary, changes);
  };
  // Recorded before it begins: what the audit does not take is not begun.
  call.did("policy_trial", order.title.substr(0, order.title.find("；")));
  auto* recording = TRY(call.transaction());
  TRY(note(call, *recording));
  const auto id = TRY(call.backend.trials.start(order, read_changed));
  return read_trial(call, id);
}

Result<PolicyTrial> stop(Call& call) {
  const auto id = TRY(call.path_id());
  call.did(fmt::format("policy_trial:{}", id));
  auto* recording = TRY(call.transaction());
  TRY(note(call, *recording));
  TRY(call.backend.trials.stop(call.scope().area_schema, id));
  return read_trial(call, id);
}

Result<http::Response> sheet(Call& call) {
  const auto id = TRY(call.path_id());
  const auto found = TRY(call.backend.trials.find(call.scope().area_schema, id));
  if (!found.report) return Error{ErrorCode::conflict, "试算还没有结果", {}, "请等它完成"};
  const auto labels = TRY(labels_of(call, found));
  http::Response response;
  response.body = TRY(trial::workbook(trial::tables_of(*found.report, labels)));
  describe_sheet(response, fmt::format("what-if-{}", id), false);
  return response;
}

}  // namespace

std::vector<Route> trial_routes() {
  const RoleSet authors{Role::second_checker, Role::director, Role::finance_bureau};
  Route values = get<PolicyNumbers>("/api/v1/policy-numbers", "规则里的数", authors, numbers);
  Route all = get<PolicyTrials>("/api/v1/policy-trials", "试算", authors, list);
  Route one = get<PolicyTrial>("/api/v1/policy-trials/{id}", "试算结果", authors, read);
  Route begin =
      post<AskTrial, PolicyTrial>("/api/v1/policy-trials", "开始试算", authors, start);
  begin.act = "start_policy_trial";
  Route end = post<PolicyTrial>("/api/v1/policy-trials/{id}/stop", "停止试算", authors, stop);
  end.act = "stop_policy_trial";
  Route out = get<Nothing>("/api/v1/policy-trials/{id}/sheet", "试算表", authors, nullptr);
  out.handler = sheet;
  out.gives = nullptr;
  out.gives_type = sheet_type;
  out.act = "export_policy_trial";
  return {values, all, one, begin, end, out};
}

}  // namespace leye::api
