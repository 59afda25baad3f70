// The policy on screen, what screening found for each measure, and screening itself.
#include "api/measures.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/desk.hpp"
#include "api/measure_texts.hpp"
#include "api/noting.hpp"
#include "api/resources.hpp"
#include "api/screening_runner.hpp"
#include "benefits/assessment.hpp"
#include "benefits/screening.hpp"
#include "funds/funds.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr RoleSet readers = access::offices | RoleSet{Role::auditor};

// Bounds that are plain days are known without a subject; others depend on it.
std::optional<Day> constant_day(const policy::Measure& measure, std::int32_t node) {
  if (node < 0) return std::nullopt;
  const auto& at = measure.nodes[static_cast<std::size_t>(node)];
  if (at.op != policy::Op::constant || at.type != policy::Type::day) return std::nullopt;
  return Day::from_number(static_cast<std::int32_t>(at.constant.top));
}

Measure measure_of(const Call& call, const policy::Measure& from) {
  Measure measure;
  measure.id = from.name.id;
  measure.label = call.label(from.name);
  measure.clause = from.clause;
  measure.category = benefits::CategoryFindings::is_category(from);
  measure.summary = from.summary;
  const auto starts = constant_day(from, from.valid_from);
  const auto ends = constant_day(from, from.valid_until);
  const bool in_force = (!starts || *starts <= call.today()) && (!ends || call.today() <= *ends);
  measure.status = in_force ? "in_force" : "not_in_force";
  measure.status_label =
      in_force ? call.says("执行中", "in force") : call.says("不在有效期", "not in force");
  return measure;
}

Status add_counts(store::Transaction& transaction, std::vector<Measure>& measures) {
  for (const auto& tally : TRY(benefits::tally(transaction))) {
    for (auto& measure : measures) {
      if (measure.id != tally.measure) continue;
      measure.eligible += tally.eligible;
      measure.short_by_one += tally.short_by_one;
      measure.undetermined += tally.undetermined;
      measure.should_leave += tally.should_leave;
      measure.lapses_soon += tally.lapses_soon;
      measure.amount = TRY(add(measure.amount, tally.amount));
    }
  }
  return Done{};
}

Status add_fund_labels(Call& call, store::Transaction& transaction,
                       std::vector<Measure>& measures) {
  const auto funds = TRY(funds::list_funds(transaction, call.today().civil().year));
  for (auto& measure : measures) {
    const auto* from = call.backend.plan.find_measure(measure.id);
    measure.fund_label = from->fund_label;
    for (const auto& year : funds) {
      if (year.fund.code == from->fund) measure.fund_label = year.fund.label;
    }
  }
  return Done{};
}

Result<Measures> list(Call& call) {
  Measures all;
  for (const auto& measure : call.backend.plan.measures) {
    all.items.push_back(measure_of(call, measure));
  }
  auto* transaction = TRY(call.transaction());
  TRY(add_counts(*transaction, all.items));
  TRY(add_fund_labels(call, *transaction, all.items));
  return all;
}

std::vector<MeasureOption> options_of(const Call& call, const policy::Measure& from) {
  std::vector<MeasureOption> options;
  for (const auto& option : from.options) {
    MeasureOption one{option.name.id, call.label(option.name), "", {}};
    for (std::size_t at = 0; at < option.values.size(); ++at) {
      const auto& value = option.values[at];
      const bool in_use = at == static_cast<std::size_t>(option.default_value);
      one.readings.push_back(
          {value.name.id,
           call.says(value.name.label,
                     value.name.label_en.empty() ? value.name.id : value.name.label_en) +
               call.says("：", ": ") + value.reading,
           in_use});
      if (in_use) one.value = value.name.id;
    }
    options.push_back(std::move(one));
  }
  return options;
}

MeasurePath path_of(const Call& call, const policy::Measure& from) {
  MeasurePath path;
  if (!from.path) return path;
  path.kind = policy::name(from.path->opened_by);
  path.label = opened_label(call, *from.path);
  for (const auto& step : from.path->steps) {
    const auto deadline = step.within_working_days == 0
                              ? std::string()
                              : call.says(fmt::format("{} 个工作日", step.within_working_days),
                                          fmt::format("{} working days", step.within_working_days));
    path.steps.push_back({step.id, step.label_zh, policy::role_label(step.role), deadline});
  }
  for (const auto& term : policy::terms_of(*from.path))
    path.terms.push_back(
        {call.says(term.label_zh, term.label_en), call.says(term.text_zh, term.text_en)});
  for (const auto& kept : policy::why_kept(*from.path))
    path.kept.push_back(call.says(kept.zh, kept.en));
  path.runs = path.kept.empty();
  return path;
}

std::string value_text(const policy::Parameter& parameter, const policy::ParameterValue& value) {
  if (!value.value) return "未定";
  if (parameter.type == policy::Type::money && value.value->bottom == 1) {
    return to_display(Money::fen(value.value->top)) + " 元";
  }
  if (parameter.type == policy::Type::ratio) {
    const auto ratio = Ratio::make(value.value->top, value.value->bottom);
    if (ratio.ok()) return to_percent(ratio.value());
  }
  return policy::to_text(*value.value);
}

Result<MeasureFile> read(Call& call) {
  const auto* from = call.backend.plan.find_measure(call.path.at("id"));
  if (from == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  std::vector<Measure> one{measure_of(call, *from)};
  auto* transaction = TRY(call.transaction());
  TRY(add_counts(*transaction, one));
  TRY(add_fund_labels(call, *transaction, one));
  MeasureFile file;
  static_cast<Measure&>(file) = one[0];
  file.options = options_of(call, *from);
  file.path = path_of(call, *from);
  for (const auto& parameter : call.backend.plan.parameters) {
    for (const auto& value : parameter.values) {
      file.parameters.push_back({parameter.name.id, call.label(parameter.name),
                                 value_text(parameter, value), value.from, value.source});
    }
  }
  const auto text = call.backend.texts.measures.find(from->name.id);
  if (text != call.backend.texts.measures.end()) {
    file.rule_zh = text->second.rule_zh;
    file.rule_en = text->second.rule_en;
    file.cases = text->second.cases;
  }
  return file;
}

void fill(const Call& call, const benefits::ResultLine& line, ScreeningResult& result) {
  result.id = Id{line.id};
  result.measure = line.measure;
  result.subject_label = line.person_name.empty() ? line.organisation_name : line.person_name;
  if (!line.person_name.empty() && !line.organisation_name.empty()) {
    result.subject_label += "（" + line.organisation_name + "）";
  }
  if (line.organisation_id) result.organisation_id = Id{*line.organisation_id};
  if (line.person_id) result.person_id = Id{*line.person_id};
  result.place_label = line.place_name;
  result.outcome = line.outcome;
  result.outcome_label = outcome_label(call, line.outcome);
  if (line.settled == "excluded")
    result.outcome_label = call.says("已选择另一项", "another is chosen");
  if (line.settled == "limited")
    result.outcome_label =
        call.says("次数或限额已由另一项用完", "its limit is used up by another one");
  if (line.settled == "queued")
    result.outcome_label =
        fmt::format(fmt::runtime(call.says("名额或预算已满, 排第 {} 位",
                                           "nothing is left: number {} in the queue")),
                    line.queue_place);
  if (line.outcome == "eligible") {
    result.amount = line.amount;
  } else {
    result.range_low = line.low;
    result.range_high = line.high;
  }
  result.distance = line.distance;
  result.missing = line.missing;
  result.missing_label =
      benefits::missing_labels(call.backend.vocabulary, line.missing, call.language());
  const auto* measure = call.backend.plan.find_measure(line.measure);
  if (measure != nullptr) {
    result.failed_label = benefits::condition_labels(*measure, line.failed, call.language());
  }
}

void saw_subject(Call& call, const benefits::ResultLine& line, const char* act) {
  if (line.person_id) call.saw(act, fmt::format("person:{}", *line.person_id));
}

Result<Page<ScreeningResult>> results(Call& call) {
  const auto paging = TRY(call.paging());
  benefits::ResultFilter filter;
  filter.measure = call.path.at("id");
  if (call.backend.plan.find_measure(filter.measure) == nullptr) {
    return Error{ErrorCode::not_found, "没有找到"};
  }
  filter.outcome = call.request.asked("outcome");
  filter.organisation = TRY(call.asked_number("organisation"));
  if (call.is_subject()) filter.organisation = call.caller->subject->id;
  if (const auto place = TRY(call.asked_number("place"))) {
    const auto range = access::range_of(*place);
    filter.place_lo = range.low;
    filter.place_hi = range.high;
  }
  filter.page = paging.page;
  filter.size = paging.size;
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(benefits::list_results(*transaction, filter));
  std::vector<ScreeningResult> lines;
  for (const auto& line : found.lines) {
    lines.emplace_back();
    fill(call, line, lines.back());
    saw_subject(call, line, "list_person");
  }
  return page_of(std::move(lines), found.total, paging);
}

bool is_own(const Call& call, const benefits::ResultLine& line) {
  if (!call.is_subject()) return true;
  const auto& subject = *call.caller->subject;
  return subject.kind == "person" ? line.person_id == subject.id
                                  : line.organisation_id == subject.id;
}

Result<ScreeningResultFile> read_result(Call& call) {
  const auto id = TRY(call.path_id());
  benefits::ResultFilter filter;
  filter.ids = {id};
  auto* transaction = TRY(call.transaction());
  const auto found = TRY(benefits::list_results(*transaction, filter));
  const bool there = !found.lines.empty() && is_own(call, found.lines[0]);
  const auto* measure = there ? call.backend.plan.find_measure(found.lines[0].measure) : nullptr;
  if (measure == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  const auto& line = found.lines[0];
  const auto run = TRY(benefits::screening_run(*transaction, 0));
  ScreeningResultFile file;
  fill(call, line, file);
  file.measure_label = call.label(measure->name);
  file.clause = measure->clause;
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto all_places = TRY(store::Transaction::begin(*lease, scope));
  const auto explanation = TRY(benefits::explain(
      all_places, {call.backend.plan, call.backend.vocabulary, *measure, run.on, call.now()},
      line.subject_id, call.language()));
  file.trace = trace_of(call, explanation);
  saw_subject(call, line, "read_result");
  return file;
}

const char* run_label(const std::string& state) {
  if (state == "running") return "进行中";
  if (state == "done") return "已完成";
  return "失败";
}

bool is_category(const Call& call, const std::string& measure) {
  const auto* found = call.backend.plan.find_measure(measure);
  return found != nullptr && benefits::CategoryFindings::is_category(*found);
}

Result<Screening> screening_of(Call& call, std::int64_t wanted) {
  auto* transaction = TRY(call.transaction());
  const auto run = TRY(benefits::screening_run(*transaction, wanted));
  Screening screening;
  screening.run = Id{run.id};
  screening.on = run.on;
  screening.state = run.state;
  screening.state_label = run_label(run.state);
  screening.done = run.done;
  screening.total = run.total;
  const auto progress = call.backend.screenings.progress();
  if (progress.run == run.id && run.state == "running") {
    screening.done = progress.done;
    screening.total = progress.total;
    screening.rate_per_second = progress.rate_per_second;
    screening.seconds_left = progress.seconds_left;
  }
  for (const auto& tally : TRY(benefits::tally(*transaction))) {
    const auto add_line = [&](const char* outcome, std::int64_t count, Money amount) {
      if (count == 0) return;
      for (auto& line : screening.counts) {
        if (line.measure != tally.measure || line.outcome != outcome) continue;
        line.count += count;
        line.amount = Money::fen(line.amount.fen() + amount.fen());
        return;
      }
      screening.counts.push_back({tally.measure, measure_label(call, tally.measure), outcome,
                                  outcome_label(call, outcome), count, amount,
                                  is_category(call, tally.measure)});
    };
    add_line("eligible", tally.eligible, tally.amount);
    add_line("short", tally.short_by_one, Money{});
    add_line("undetermined", tally.undetermined, Money{});
    add_line("should_leave", tally.should_leave, Money{});
    add_line("lapses_soon", tally.lapses_soon, Money{});
  }
  return screening;
}

Result<Screening> latest(Call& call) { return screening_of(call, 0); }

Result<Screening> read_screening(Call& call) {
  const auto run = TRY(call.path_id("run"));
  if (run == 0) return Error{ErrorCode::not_found, "没有找到"};
  return screening_of(call, run);
}

Result<Screening> start(Call& call, const StartScreening& asked) {
  benefits::ScreeningOrder order;
  order.area_schema = call.scope().area_schema;
  order.on = asked.on;
  order.now = call.now();
  order.account = call.caller->account;
  // Recorded before it begins: what the audit does not take is not begun.
  call.did("screening", leye::to_text(asked.on));
  auto* connection = TRY(call.connection());
  auto transaction = TRY(store::Transaction::begin(*connection, call.scope()));
  TRY(note(call, transaction));
  const auto run = TRY(call.backend.screenings.start(order));
  TRY(transaction.commit());
  return screening_of(call, run);
}

}  // namespace

std::vector<Route> measure_routes() {
  const RoleSet with_subjects = readers | access::subjects;
  Route all = get<Measures>("/api/v1/measures", "政策措施", with_subjects, list);
  Route one = get<MeasureFile>("/api/v1/measures/{id}", "政策措施详情", with_subjects, read);
  Route found = get<Page<ScreeningResult>>("/api/v1/measures/{id}/results", "筛查结果",
                                           readers | RoleSet{Role::employer}, results);
  found.query = {"outcome", "place", "organisation", "page", "size"};
  found.act = "list_person";
  Route why =
      get<ScreeningResultFile>("/api/v1/results/{id}", "为什么", with_subjects, read_result);
  why.act = "read_result";
  Route last = get<Screening>("/api/v1/screenings/latest", "最近一次筛查", readers, latest);
  Route begin = post<StartScreening, Screening>(
      "/api/v1/screenings", "开始筛查",
      RoleSet{Role::window_clerk, Role::first_checker, Role::director, Role::insurance_agency},
      start);
  begin.act = "start_screening";
  begin.own_transactions = true;
  Route run = get<Screening>("/api/v1/screenings/{run}", "筛查进度", readers, read_screening);
  return {all, one, found, why, last, begin, run};
}

}  // namespace leye::api
