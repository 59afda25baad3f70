// The explanation as a person reads it:
//
//   一次性吸纳就业补贴: 不符合 (差 1 条)
//     ✓ 有效期  入职日期 2023-11-01 (截至 2023-12-31)                     二(二)8
//     ✗ 合同期限 1 年以上  11 个月, 要求 1 年以上, 差 1 个月              二(二)8 句1
//         招用.合同终止日期 2024-09-30 [就业登记, 2023-11-03]
//     建议: 合同终止日期 为 2024-10-31 (现为 2024-09-30), 即可享受 1,000.00 元
#include <fmt/format.h>

#include "policy/explain/explain.hpp"

namespace leye::policy {
namespace {

constexpr std::size_t clause_column = 68;

// Chinese characters and full-width signs take two columns; all others here take one.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) ++width;
    if (byte >= 0xe3) width += 2;
    if (byte >= 0xc0 && byte < 0xe3) ++width;
  }
  return width;
}

const char* mark_of(Verdict verdict) {
  if (verdict == Verdict::yes) return "✓";
  return verdict == Verdict::no ? "✗" : "?";
}

class Printer {
 public:
  Printer(Language language, const Measure& measure) : language_(language), measure_(measure) {}

  std::string print(const Explanation& explanation) {
    headline(explanation);
    for (const auto& part : explanation.trace.children) {
      const bool conditions = !measure_.conditions.empty() &&
                              part.id == measure_.conditions[0].id && !part.children.empty();
      // The conditions themselves need no line of their own.
      if (!conditions) line(part, 1);
      if (!conditions) continue;
      for (const auto& child : part.children) line(child, 1);
    }
    if (!explanation.trace.advice.empty()) advise(explanation.trace.advice);
    if (!advice_.empty()) text_ += fmt::format("  {}{}\n", pick("建议: ", "advice: "), advice_);
    return std::move(text_);
  }

 private:
  const char* pick(const char* zh, const char* en) const {
    return language_ == Language::zh ? zh : en;
  }

  void headline(const Explanation& explanation) {
    const auto& answer = explanation.answer;
    const auto& trace = explanation.trace;
    constexpr const char* english[] = {"eligible", "not eligible", "undetermined", "not in force"};
    text_ = fmt::format("{}: {}", trace.label,
                        pick(label_zh(answer.outcome), english[static_cast<int>(answer.outcome)]));
    if (!trace.found.empty()) text_ += ", " + trace.found;
    if (answer.outcome == Outcome::not_eligible) {
      text_ += answer.distance == distance_none
                   ? pick(" (无法补足)", " (cannot be mended)")
                   : fmt::format(fmt::runtime(pick(" (差 {} 条)", " (short by {})")),
                                 int{answer.distance});
    }
    if (!trace.facts.empty()) {
      text_ += pick("; 缺 ", "; missing ");
      for (const auto& fact : trace.facts)
        text_ += (&fact == trace.facts.data() ? "" : pick("、", ", ")) + fact.label;
    }
    text_ += "\n";
  }

  void line(const Trace& trace, std::size_t depth) {
    auto row = std::string(depth * 2, ' ') + mark_of(trace.verdict) + " " + trace.label;
    if (!trace.found.empty()) row += "  " + trace.found;
    if (!trace.required.empty() && trace.required != trace.found) {
      row += trace.verdict == Verdict::yes
                 ? " (" + trace.required + ")"
                 : std::string(pick(", 要求 ", ", required ")) + trace.required;
    }
    if (!trace.margin.empty()) row += ", " + trace.margin;
    if (!trace.clause.empty() && trace.children.empty()) {
      const auto width = width_of(row);
      row += std::string(width < clause_column ? clause_column - width : 2, ' ') + trace.clause;
    }
    text_ += row + "\n";
    if (trace.verdict != Verdict::yes && trace.children.empty()) sources(trace, depth);
    if (!trace.advice.empty()) advise(trace.advice);
    for (const auto& child : trace.children) line(child, depth + 1);
  }

  void sources(const Trace& trace, std::size_t depth) {
    for (const auto& fact : trace.facts) {
      text_ += fmt::format("{:{}}{} {}", "", depth * 2 + 4, fact.label, fact.value);
      if (!fact.source.empty()) text_ += " [" + fact.source + "]";
      text_ += "\n";
    }
  }

  void advise(const std::string& advice) {
    if (!advice_.empty()) advice_ += pick("; 或 ", "; or ");
    advice_ += advice;
  }

  Language language_;
  const Measure& measure_;
  std::string text_;
  std::string advice_;
};

}  // namespace

std::string to_text(const Plan&, const Measure& measure, const Explanation& explanation,
                    Language language) {
  return Printer(language, measure).print(explanation);
}

}  // namespace leye::policy
