#include "flows/walk.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace leye::flows {

using policy::Path;
using policy::Step;
using policy::StepKind;

Result<const Step*> step_of(const Path& path, const std::string& id) {
  for (const Step& step : path.steps)
    if (step.id == id) return &step;
  return Error{ErrorCode::conflict,
               fmt::format("办理流程已调整，没有环节“{}”", id),
               {},
               "请政策管理人员核对政策规则包的办理流程"};
}

bool takes(const Step& step, Money amount) {
  return !(step.above && amount <= *step.above) && !(step.up_to && amount > *step.up_to);
}

bool has_effect(const Step& step, policy::Effect effect) {
  return std::find(step.effects.begin(), step.effects.end(), effect) != step.effects.end();
}

bool is_deciding(const Step& step) {
  return step.kind == StepKind::decide || step.kind == StepKind::meeting;
}

const Step* step_after(const Path& path, const std::string& id, Money amount) {
  bool passed = false;
  bool decided = false;
  for (const Step& step : path.steps) {
    // After one deciding step the other is not for this case.
    if (passed && takes(step, amount) && !(decided && is_deciding(step))) return &step;
    if (step.id != id) continue;
    passed = true;
    decided = is_deciding(step);
  }
  return nullptr;
}

const Step& deciding_step(const Path& path, Money amount) {
  for (const Step& step : path.steps)
    if (is_deciding(step) && takes(step, amount)) return step;
  check_failed("a path decides every amount", __FILE__, __LINE__);
}

Result<const Step*> step_back(const Path& path, const Step& from, const std::string& wanted) {
  const auto& allowed = from.return_to;
  if (allowed.empty())
    return Error{ErrorCode::conflict, fmt::format("“{}”环节不能退回", from.label_zh)};
  if (wanted.empty()) return step_of(path, allowed.back());
  if (std::find(allowed.begin(), allowed.end(), wanted) == allowed.end())
    return Error{ErrorCode::invalid_input,
                 fmt::format("“{}”环节不能退回到“{}”", from.label_zh, wanted)};
  return step_of(path, wanted);
}

std::int64_t place_of(policy::PlaceLevel level, std::int64_t jurisdiction, std::int64_t area) {
  constexpr std::int64_t county = 1'000'000;
  constexpr std::int64_t street = 1'000;
  if (level == policy::PlaceLevel::street) return jurisdiction / street * street;
  return level == policy::PlaceLevel::county ? jurisdiction / county * county : area;
}

std::optional<std::string> fund_level(policy::PlaceLevel level) {
  if (level == policy::PlaceLevel::pooling) return std::nullopt;
  return policy::name(level);
}

DueDay due_day(const Step& step, Day entered, const WorkingDays& calendar) {
  if (step.within_working_days == 0) return {};
  const auto due = calendar.add(entered, step.within_working_days);
  if (!due.ok()) return {std::nullopt, true};
  return {due.value(), false};
}

std::vector<const Step*> steps_for(const Path& path, Money amount) {
  std::vector<const Step*> walked;
  for (const Step& step : path.steps)
    if (takes(step, amount)) walked.push_back(&step);
  return walked;
}

}  // namespace leye::flows
