#include "policy/batch/slots.hpp"

#include <map>

namespace leye::policy::batch {
namespace {

std::size_t place(std::int32_t index) { return static_cast<std::size_t>(index); }

// The step after which each vector is not looked at any more.
std::vector<std::size_t> last_uses(const Program& program) {
  std::vector<std::size_t> last(program.vectors.size(), 0);
  for (std::size_t at = 0; at < program.steps.size(); ++at) {
    const auto& step = program.steps[at];
    const auto use = [&](std::int32_t vector) {
      if (vector >= 0) last[place(vector)] = at;
    };
    for (const auto vector : {step.out, step.a, step.b, step.c, step.fa, step.fb}) use(vector);
    if (step.act == Act::reduce) use(program.domains[place(step.symbol)].rows);
  }
  return last;
}

}  // namespace

std::int32_t bytes_of(Kind kind) {
  switch (kind) {
    case Kind::truth: return 1;
    case Kind::narrow: return 4;
    case Kind::wide: return 8;
    case Kind::share: return 16;
  }
  return 16;
}

void assign_slots(Program& program) {
  const auto last = last_uses(program);
  std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::int32_t>> free;
  std::vector<std::vector<std::int32_t>> dying(program.steps.size());
  for (std::size_t v = 0; v < last.size(); ++v)
    dying[last[v]].push_back(static_cast<std::int32_t>(v));
  for (std::size_t at = 0; at < program.steps.size(); ++at) {
    const auto& step = program.steps[at];
    if (step.out >= 0) {
      auto& vector = program.vectors[place(step.out)];
      const auto bytes = bytes_of(vector.kind) + 1;
      auto& list = free[{vector.domain, bytes}];
      if (list.empty()) {
        list.push_back(static_cast<std::int32_t>(program.slot_bytes.size()));
        program.slot_bytes.push_back(bytes);
        program.slot_domain.push_back(vector.domain);
      }
      vector.slot = list.back();
      list.pop_back();
    }
    // Only now: a step must not write over what it reads.
    for (const auto dead : dying[at]) {
      const auto& vector = program.vectors[place(dead)];
      if (vector.slot >= 0) free[{vector.domain, bytes_of(vector.kind) + 1}].push_back(vector.slot);
    }
  }
}

}  // namespace leye::policy::batch
