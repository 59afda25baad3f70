#include "api/graduate_steps.hpp"

#include "api/rulebook.hpp"
#include "registers/records.hpp"

namespace leye::api {
namespace {

const registers::Record* latest_of(const std::vector<registers::RecordList>& lists,
                                   const Entity* entity) {
  for (const auto& list : lists)
    if (list.entity == entity && !list.entries.empty()) return &list.entries.front().record;
  return nullptr;
}

GraduateStep step_of(const Call& call, const reports::Step& step,
                     const std::vector<registers::RecordList>& lists) {
  GraduateStep line;
  line.step = step.id;
  line.label = call.label(step);
  line.why = step.why;
  for (const auto& source : step.sources) {
    const auto* record = latest_of(lists, source.entity);
    if (record == nullptr) continue;
    if (source.at != nullptr && line.where.empty()) line.where = record->shown(source.at->id);
    const auto on = Day::parse(record->value(source.on->id));
    if (line.done || !on.ok()) continue;
    line.done = true;
    line.on = on.value();
    if (source.at != nullptr) line.where = record->shown(source.at->id);
  }
  if (!line.done) line.next = call.says(step.next, step.next_en);
  return line;
}

}  // namespace

Result<std::vector<GraduateStep>> graduate_steps(const Call& call, store::Transaction& transaction,
                                                 std::int64_t person) {
  std::vector<GraduateStep> steps;
  const auto lists = TRY(registers::Records(transaction, call.backend.vocabulary)
                             .of_person(person, call.now(), 1));
  bool left_school = false;
  for (const auto& report : call.backend.rulebook.reports.all())
    left_school |= !report.of_employer() && latest_of(lists, report.entity) != nullptr;
  if (!left_school) return steps;
  for (const auto& step : call.backend.rulebook.steps.all())
    steps.push_back(step_of(call, step, lists));
  return steps;
}

}  // namespace leye::api
