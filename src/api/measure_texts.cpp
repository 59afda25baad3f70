#include "api/measure_texts.hpp"

#include "policy/cases.hpp"
#include "policy/pack.hpp"

namespace leye::api {
namespace {

// The ```policy fence of the printed file that declares the measure.
std::string fence_of(std::string_view file, const std::string& measure) {
  constexpr std::string_view opening = "```policy\n";
  for (auto from = file.find(opening); from != file.npos; from = file.find(opening, from)) {
    from += opening.size();
    const auto end = file.find("\n```", from);
    const auto fence = file.substr(from, end == file.npos ? file.npos : end - from);
    if (fence.find("(" + measure + ")\n") != fence.npos) return std::string(fence);
  }
  return {};
}

}  // namespace

MeasureTexts read_measure_texts(const policy::LoadedPack& pack, const Vocabulary& vocabulary) {
  MeasureTexts texts;
  if (!pack.plan) return texts;
  for (const auto& document : pack.documents) {
    const auto chinese = policy::print_pack_file(pack, document, true, vocabulary);
    const auto english = policy::print_pack_file(pack, document, false, vocabulary);
    for (const auto& measure : pack.plan->measures) {
      auto& text = texts[measure.name.id];
      if (text.rule_zh.empty()) text.rule_zh = fence_of(chinese, measure.name.id);
      if (text.rule_en.empty()) text.rule_en = fence_of(english, measure.name.id);
    }
  }
  for (const auto& result : policy::run_cases(pack, vocabulary)) {
    const auto* measure = pack.plan->find_measure(result.measure);
    if (measure == nullptr) continue;
    texts[measure->name.id].cases.push_back(
        {result.id, result.expected, result.reason, result.passed});
  }
  return texts;
}

}  // namespace leye::api
