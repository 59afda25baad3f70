// Bytes are a measure and the facts of some hires; both readers must say the same of them.
#include <cstdio>

#include "base/check.hpp"
#include "fuzz/fuzz_target.hpp"
#include "policy/batch/shrink.hpp"
#include "policy/explain/random_measure.hpp"

namespace leye::policy {
namespace {

// 2 bytes: blocks and kernels, gaps; 4: the facts; the rest: the measure.
constexpr std::size_t first_of_measure = 6;
constexpr int hires = 9;

void look_at(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < first_of_measure) return;
  constexpr std::size_t blocks[] = {1, 2, 7, 2048};
  const batch::BatchSettings settings{.block = blocks[bytes[0] % 4],
                                      .isa = bytes[0] & 4 ? batch::Isa::best : batch::Isa::plain};
  unsigned seed = 0;
  for (std::size_t i = 2; i < first_of_measure; ++i) seed = seed * 256 + bytes[i];
  Facts facts(test_vocabulary());
  for (unsigned i = 0; i < hires; ++i)
    add_at_random(facts, seed + i * 7919U, {bytes[1] % 50, bytes[1] >= 200, seed * 7 + i});
  facts.link();
  const RandomMeasure measure(facts, Dice(bytes.subspan(first_of_measure)));
  const auto subject = facts.entity("employment");
  const auto today = on("2023-11-20");
  const auto& plan = measure.build.plan;
  if (!batch::compare(plan, subject, facts, today, settings).difference) return;
  const auto text = batch::Shrinker(plan, facts, subject, today, settings).smallest();
  std::fputs(text.c_str(), stderr);
  CHECK(!"both readers say the same");
}

}  // namespace
}  // namespace leye::policy

std::vector<std::string> leye::fuzz::seeds() {
  std::vector<std::string> all;
  leye::policy::Dice dice(1);
  for (int i = 0; i < 200; ++i) {
    std::string bytes;
    for (int left = 20 + dice.below(200); left > 0; --left)
      bytes += static_cast<char>(dice.below(256));
    all.push_back(std::move(bytes));
  }
  return all;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  leye::policy::look_at({data, size});
  return 0;
}
