#include "policy/batch/program.hpp"

#include <array>

#include <fmt/format.h>

namespace leye::policy::batch {
namespace {

constexpr std::array act_names = {
    "own_rows", "own_fact", "fact",   "enter", "expand",      "fill",       "widen",
    "calendar", "shift",    "number", "order", "order_share", "share",      "choose",
    "choose",   "and",      "or",     "not",   "none_test",   "given",      "as_number",
    "as_truth", "each",     "reduce", "cost",  "add_costs",   "least_cost", "fix_cost",
    "dated",    "begin",    "mark",   "finish"};
constexpr std::array kind_names = {"truth", "32", "64", "share"};

}  // namespace

std::string to_text(const Program& program) {
  std::string text;
  const auto operand = [&](std::int32_t id) -> std::string {
    if (id < 0) return "";
    const auto& vector = program.vectors[static_cast<std::size_t>(id)];
    if (!vector.constant) return fmt::format(" v{}", id);
    if (vector.text >= 0) return fmt::format(" text {}", vector.text);
    if (vector.value.known()) return " " + to_text(vector.value.low);
    return vector.value.state == State::none ? " none" : " unknown";
  };
  for (const auto& step : program.steps) {
    text += fmt::format("{:>{}}", "", 2 * step.domain);
    if (step.out >= 0) {
      const auto& out = program.vectors[static_cast<std::size_t>(step.out)];
      text += fmt::format("v{} {}{} = ", step.out, kind_names[static_cast<std::size_t>(out.kind)],
                          out.always_known ? "!" : "");
    }
    text += act_names[static_cast<std::size_t>(step.act)];
    if (step.op != Op::constant) text += fmt::format(" {}", name(step.op));
    text += operand(step.a) + operand(step.b) + operand(step.c);
    if (step.symbol >= 0) text += fmt::format(" symbol:{}", step.symbol);
    if (step.entity >= 0) text += fmt::format(" entity:{}", step.entity);
    if (step.act == Act::mark) text += fmt::format(" bit:{}", step.cost);
    if (step.checked) text += " checked";
    text += "\n";
  }
  return text;
}

}  // namespace leye::policy::batch
