// What a visitor takes along, and the visit that comes back.
#include "api/visit_parts.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "api/own_write.hpp"
#include "visits/record_visit.hpp"

namespace leye::api {
namespace {

constexpr std::int64_t tasks_along_max = 200;
constexpr std::chrono::minutes statement_time_max{1};

// "2023-08-01T09:30:00+08:00"
Result<Instant> instant_of(const std::string& text) {
  const auto wrong = [] {
    return Error{ErrorCode::invalid_input, "走访时间读不出来", {"visited_at"}};
  };
  if (text.size() != 25 || text[10] != 'T' || text.substr(19) != "+08:00") return wrong();
  const auto day = Day::parse(text.substr(0, 10));
  if (!day.ok()) return wrong();
  const auto two = [&](std::size_t at) {
    int number = -1;
    const char* begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + 2, number);
    return error == std::errc() && end == begin + 2 ? number : -1;
  };
  const int hours = two(11), minutes = two(14), seconds = two(17);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59)
    return wrong();
  return Instant(std::chrono::days(day.value().number()) + std::chrono::hours(hours - 8) +
                 std::chrono::minutes(minutes) + std::chrono::seconds(seconds));
}

// Which survey a task asks.
const visits::Survey* survey_of(const visits::Plans& plans, const visits::TaskLine& task,
                                const std::map<std::int64_t, std::string>& batches) {
  if (task.batch) {
    const auto found = batches.find(*task.batch);
    return found == batches.end() ? nullptr : plans.find_survey(found->second);
  }
  const auto* plan = plans.find_visit(task.plan);
  return plan == nullptr ? nullptr : plans.find_survey(plan->asks);
}

FieldTask field_task(const Call& call, const visits::Plans& plans, const visits::TaskLine& task,
                     const visits::Survey* survey, const visits::PersonFile& file) {
  const auto* plan = plans.find_visit(task.plan);
  FieldTask made;
  made.id = Id{task.id};
  made.person_id = Id{task.person};
  made.who = file.who;
  made.place_label = file.place_label;
  made.about = task.batch ? task.batch_label : plan == nullptr ? task.plan : call.label(*plan);
  made.due_on = task.due_on;
  made.survey = survey == nullptr ? "" : survey->id;
  made.level = plan == nullptr ? "community" : plan->level;
  for (const auto& [field, value] : file.fields) made.seen.push_back({field, value});
  if (plan != nullptr)
    for (const auto& due : plan->services) {
      const auto given = file.services.find(due.kind);
      made.services.push_back({due.kind, visit_code_label(call, "service_kind", due.kind),
                               due.times, given == file.services.end() ? 0 : given->second});
    }
  if (task.last_on)
    made.last = fmt::format("{} {} {}", leye::to_text(*task.last_on),
                            visit_code_label(call, "survey_way", task.last_way),
                            visit_code_label(call, "visit_outcome", task.last_outcome));
  return made;
}

Result<VisitBag> bag(Call& call) {
  const VisitCall visit(call);
  const auto desk = visit.desk(call);
  auto* transaction = TRY(call.transaction());
  visits::TaskQuestion question;
  question.state = "open";
  question.visitor = call.caller->account;
  question.today = call.today();
  const auto page = TRY(visits::list_tasks(*transaction, question, tasks_along_max, 0));
  std::map<std::int64_t, std::string> batches;
  for (const auto& batch : TRY(visits::list_batches(*transaction)))
    batches[batch.id] = batch.survey;
  std::map<const visits::Survey*, std::vector<std::int64_t>> people;
  for (const auto& task : page.lines)
    people[survey_of(visit.plans, task, batches)].push_back(task.person);
  std::map<std::pair<const visits::Survey*, std::int64_t>, visits::PersonFile> files;
  for (const auto& [survey, ids] : people)
    for (auto& file : TRY(visits::read_files(*transaction, desk, ids, survey)))
      files[{survey, file.person}] = std::move(file);
  VisitBag bag;
  bag.account = Id{call.caller->account};
  bag.now = to_text(call.now());
  bag.keep_days = call.backend.rulebook.numbers.visit_bag_kept;
  bag.left_out = page.total - static_cast<std::int64_t>(page.lines.size());
  for (const auto& task : page.lines) {
    const auto* survey = survey_of(visit.plans, task, batches);
    const auto file = files.find({survey, task.person});
    if (file == files.end()) continue;
    bag.tasks.push_back(field_task(call, visit.plans, task, survey, file->second));
    call.saw("take_along", fmt::format("person:{}", task.person), "走访");
  }
  for (const auto& survey : visit.plans.surveys) bag.surveys.push_back(visit_survey(call, survey));
  bag.ways = visit_codes(call, "survey_way");
  bag.outcomes = visit_codes(call, "visit_outcome");
  bag.services = visit_codes(call, "service_kind");
  bag.referrals = visit_codes(call, "referral_result");
  for (const auto& each : TRY(visits::list_providers(*transaction)))
    bag.providers.push_back({each.uscc, each.name});
  return bag;
}

visits::Fields fields_of(const std::vector<VisitField>& given) {
  visits::Fields fields;
  for (const auto& each : given) fields[each.field] = each.value;
  return fields;
}

Result<visits::Visit> visit_of(const RecordVisit& asked) {
  visits::Visit visit;
  visit.device_key = asked.key;
  if (asked.task) visit.task = asked.task->number;
  visit.person = asked.person.number;
  visit.way = asked.way;
  visit.outcome = asked.outcome;
  visit.visited_at = TRY(instant_of(asked.visited_at));
  visit.note = asked.note;
  visit.phone = asked.phone;
  visit.told = asked.told;
  visit.services = asked.services;
  visit.referral = asked.referral;
  visit.provider = asked.provider;
  visit.level = asked.level;
  visit.survey = asked.survey;
  for (const auto& each : asked.answers)
    if (!each.value.empty()) visit.answers[each.field] = each.value;
  visit.seen = fields_of(asked.seen);
  visit.chosen = fields_of(asked.chosen);
  return visit;
}

std::string label_of(const Call& call, const visits::Survey* survey, const std::string& field) {
  const Vocabulary& vocabulary = call.backend.vocabulary;
  constexpr std::string_view answer = "answer:";
  if (field.starts_with(answer) && survey != nullptr)
    if (const auto* question = survey->find(field.substr(answer.size())))
      return call.says(question->zh, question->en);
  if (field == "phone") return call.label(*vocabulary.find_entity("person")->find_fact("phone"));
  if (field == "employment") return call.says("在职单位", "Employer");
  if (field == "registration") return call.says("失业登记日期", "Registered as unemployed on");
  if (field == "death") return call.says("死亡日期", "Died on");
  if (field == "asked_on") return call.says("最近调查日期", "Last asked on");
  return call.says("走访任务", "The task");
}

std::string shown(const Call& call, const visits::Survey* survey, const std::string& field,
                  const std::string& value) {
  constexpr std::string_view answer = "answer:";
  if (field.starts_with(answer) && survey != nullptr)
    if (const auto* question = survey->find(field.substr(answer.size())))
      return visit_value(call, *question->fact, value);
  if (field != "task") return value;
  const auto at = value.rfind(' ');  // "name day outcome"
  return value.substr(0, at + 1) +
         visit_code_label(call, "visit_outcome", std::string_view(value).substr(at + 1));
}

const char* state_of(visits::VisitState state) {
  if (state == visits::VisitState::conflict) return "conflict";
  return state == visits::VisitState::set_aside ? "set_aside" : "stored";
}

Result<http::Response> record(Call& call) {
  const auto asked = TRY(json::read<RecordVisit>(call.request.body));
  const VisitCall visit(call);
  const auto told = TRY(visit_of(asked));
  const auto* survey = visit.plans.find_survey(told.survey);
  const auto work = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto taken =
        TRY(visits::record_visit(transaction, visit.desk(call),
                                 {call.backend.arrangements, call.caller->signature()}, told));
    call.did(fmt::format("person:{}", told.person),
             fmt::format("走访 {} {}", told.outcome, state_of(taken.state)));
    VisitTaken answer{state_of(taken.state), {}, taken.closed};
    for (const auto& each : taken.differences)
      answer.differences.push_back({each.field, label_of(call, survey, each.field),
                                    shown(call, survey, each.field, each.seen),
                                    shown(call, survey, each.field, each.now),
                                    shown(call, survey, each.field, each.mine), each.choose});
    return respond(answer);
  };
  return own_write(call, statement_time_max, work);
}

}  // namespace

std::vector<Route> visit_bag_routes() {
  const std::string base = "/api/v1/visits";
  Route take = get<VisitBag>(base + "/bag", "带到现场的走访任务", visit_workers, bag);
  Route bring = post<VisitTaken>(base + "/records", "登记走访", visit_workers, nullptr);
  bring.takes = [](json::Schemas& schemas) { return schemas.of<RecordVisit>(); };
  bring.handler = record;
  bring.effect = Effect::decides;
  bring.own_transactions = true;
  bring.keeps_answer = true;
  bring.act = "record_visit";
  return {take, bring};
}

}  // namespace leye::api
