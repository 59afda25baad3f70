#include "api/measure_texts.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

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

void add_sentences(const policy::Document& document,
                   std::map<std::string, std::string>& sentences) {
  for (const auto& part : document.parts) {
    const auto* line = std::get_if<policy::ClauseLine>(&part);
    if (line == nullptr) continue;
    sentences.emplace(fmt::format("{} 句{}", line->clause, line->sentence), line->summary);
  }
}

std::vector<std::string_view> cut(std::string_view text, std::string_view between) {
  std::vector<std::string_view> parts;
  for (auto at = text.find(between); at != text.npos; at = text.find(between)) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + between.size());
  }
  parts.push_back(text);
  return parts;
}

int number_of(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

constexpr std::string_view sentence_mark = " 句";
constexpr int sentences_max = 200;  // of one item

}  // namespace

std::vector<Cite> MeasureTexts::cites(const std::string& clause) const {
  std::vector<Cite> found;
  const auto add = [&](const std::string& label) {
    const auto sentence = sentences.find(label);
    found.push_back({label, sentence == sentences.end() ? std::string() : sentence->second});
  };
  if (clause.empty()) return found;
  for (const auto item : cut(clause, "; ")) {
    const auto mark = item.find(sentence_mark);
    if (mark == item.npos) {
      Cite whole{std::string(item), ""};
      const auto prefix = whole.label + std::string(sentence_mark);
      for (int number = 1; number <= sentences_max; ++number) {
        const auto sentence = sentences.find(prefix + std::to_string(number));
        if (sentence == sentences.end()) continue;
        whole.summary += (whole.summary.empty() ? "" : "\n") + sentence->second;
      }
      found.push_back(std::move(whole));
      continue;
    }
    const auto prefix = std::string(item.substr(0, mark)) + std::string(sentence_mark);
    for (const auto part : cut(item.substr(mark + sentence_mark.size()), "、")) {
      const auto ends = cut(part, "–");
      const int last = std::min(number_of(ends.back()), sentences_max);
      for (int at = number_of(ends.front()); at <= last; ++at) add(prefix + std::to_string(at));
    }
  }
  return found;
}

MeasureTexts read_measure_texts(const policy::LoadedPack& pack, const Vocabulary& vocabulary) {
  MeasureTexts texts;
  if (!pack.plan) return texts;
  for (const auto& document : pack.documents) {
    add_sentences(document, texts.sentences);
    const auto chinese = policy::print_pack_file(pack, document, true, vocabulary);
    const auto english = policy::print_pack_file(pack, document, false, vocabulary);
    for (const auto& measure : pack.plan->measures) {
      auto& text = texts.measures[measure.name.id];
      if (text.rule_zh.empty()) text.rule_zh = fence_of(chinese, measure.name.id);
      if (text.rule_en.empty()) text.rule_en = fence_of(english, measure.name.id);
    }
  }
  for (const auto& result : policy::run_cases(pack, vocabulary)) {
    const auto* measure = pack.plan->find_measure(result.measure);
    if (measure == nullptr) continue;
    texts.measures[measure->name.id].cases.push_back(
        {result.id, result.expected, result.reason, result.passed});
  }
  return texts;
}

}  // namespace leye::api
