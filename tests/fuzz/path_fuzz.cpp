// The ```path block of a measure: read, or refused with a reason.
#include "base/check.hpp"
#include "fuzz/fuzz_target.hpp"
#include "policy/meaning/path_reader.hpp"
#include "policy/syntax/document.hpp"

namespace leye::policy {
namespace {

void look_at(std::string_view block) {
  const auto path = read_path("measure", block, 1);
  if (!path.ok()) return CHECK(!path.error().what.empty());
  CHECK(!path.value().steps.empty());
  const auto again = read_path("measure", block, 1);
  CHECK(again.ok() && again.value().steps.size() == path.value().steps.size());
}

}  // namespace
}  // namespace leye::policy

std::vector<std::string> leye::fuzz::seeds() {
  std::vector<std::string> blocks;
  for (auto& text : files_below({"packs", "tests/policy"}, ".md")) {
    const auto document = policy::read_document("a.md", std::move(text));
    for (const auto& part : document.parts)
      if (const auto* fence = std::get_if<policy::PathFence>(&part)) blocks.push_back(fence->text);
  }
  return blocks;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  leye::policy::look_at({reinterpret_cast<const char*>(data), size});
  return 0;
}
