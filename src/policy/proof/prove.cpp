#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "policy/proof/asking.hpp"

namespace leye::policy::proof {

const char* name(Kind kind) {
  constexpr std::array names = {"contradiction", "unreachable", "always", "no_amount",
                                "pair",          "cliff",       "jump",   "not_monotone",
                                "stale",         "cycle"};
  return names[static_cast<std::size_t>(kind)];
}

std::size_t Report::open() const {
  return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(),
                                                [](const auto& each) { return !each.reason; }));
}

namespace {

// Who may have two of them is one subject: measures that pay, in the order of the document.
std::vector<std::vector<const Measure*>> paid_by_subject(const Plan& plan) {
  std::map<EntityIndex, std::vector<const Measure*>> groups;
  for (const auto& measure : plan.measures)
    if (measure.amount >= 0) groups[measure.subject].push_back(&measure);
  std::vector<std::vector<const Measure*>> all;
  for (auto& [subject, group] : groups) all.push_back(std::move(group));
  return all;
}

}  // namespace

Report prove(const LoadedPack& pack, const Vocabulary& vocabulary, const Settings& settings) {
  Report report;
  Logic logic;
  const auto& plan = *pack.plan;
  const auto remarks = remarks_of(pack);
  Asking asking(logic, plan, vocabulary, settings, report);
  for (const auto& measure : plan.measures) {
    asking.about({&measure});
    find_unreachable(asking);
    find_missing_amounts(asking);
    find_cliffs(asking, remarks.promises);
  }
  for (const auto& group : paid_by_subject(plan)) find_pairs(asking, group);
  find_stale(pack, report);
  find_cycles(plan, report);
  acknowledge(report, pack, remarks, vocabulary);
  report.checks = logic.checks();
  return report;
}

std::string to_text(const Finding& finding, Language language) {
  const bool zh = language == Language::zh;
  std::string out = zh ? finding.title_zh : finding.title_en;
  out += fmt::format("  {}:{}\n  [{}]", finding.file, finding.line, finding.name);
  for (const auto& clause : finding.clauses) out += " " + clause;
  out += "\n";
  if (finding.witness) {
    out += fmt::format("  {} ({})\n", zh ? "例" : "example", leye::to_text(finding.witness->on));
    for (const auto& line : finding.witness->facts)
      out += fmt::format("    {} {}\n", zh ? line.label : line.fact, line.value);
    for (const auto& said : finding.witness->answers) {
      out += fmt::format("    → {}: {}", zh ? said.label : said.measure,
                         zh ? label_zh(said.outcome) : name(said.outcome));
      if (said.outcome == Outcome::eligible) out += fmt::format(" {}", to_display(said.amount));
      const auto& note = zh ? said.note_zh : said.note_en;
      out += note.empty() ? "\n" : fmt::format(" ({})\n", note);
    }
  }
  if (finding.reason)
    out += fmt::format("  {}: {}\n", zh ? "已说明" : "acknowledged", *finding.reason);
  else
    out +=
        fmt::format("  | {} | {} | {} |\n", finding.name, finding.digest, zh ? "理由" : "reason");
  if (finding.expired)
    out += zh ? "  原来的说明已失效: 原句或规则改过\n"
              : "  its acknowledgement has expired: the sentence or the rule was changed\n";
  return out;
}

}  // namespace leye::policy::proof
