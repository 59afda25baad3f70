#include "workbench/measure_text.hpp"

namespace leye::workbench {
namespace {

// Declarations stand at the left margin; their names elsewhere do not.
bool declares(std::string_view fence, const std::string& named) {
  for (auto at = fence.find(named); at != fence.npos; at = fence.find(named, at + 1)) {
    const auto before = fence.rfind('\n', at);
    if (fence[before == fence.npos ? 0 : before + 1] != ' ') return true;
  }
  return false;
}

std::string fence_of(std::string_view file, const std::string& measure) {
  constexpr std::string_view opening = "```policy\n";
  for (auto from = file.find(opening); from != file.npos; from = file.find(opening, from)) {
    from += opening.size();
    const auto end = file.find("\n```", from);
    const auto fence = file.substr(from, end == file.npos ? file.npos : end - from);
    if (declares(fence, "(" + measure + ")")) return std::string(fence);
  }
  return {};
}

}  // namespace

Said rule_of(const Reading& reading, const policy::Measure& measure) {
  const auto& pack = reading.pack;
  for (const auto& document : pack.documents) {
    if (document.file != measure.file) continue;
    const auto print = [&](bool chinese) {
      return fence_of(policy::print_pack_file(pack, document, chinese, reading.vocabulary),
                      measure.name.id);
    };
    return {print(true), print(false)};
  }
  return {};
}

}  // namespace leye::workbench
