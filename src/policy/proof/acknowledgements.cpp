#include "policy/proof/acknowledgements.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <variant>

#include <fmt/format.h>

#include "base/digest.hpp"

namespace leye::policy::proof {
namespace {

void read_row(std::string_view text, const Document& document, std::int32_t number,
              Remarks& remarks) {
  if (!text.starts_with('|') || is_rule_row(text)) return;
  const auto cells = table_cells(text, number);
  if (cells.size() < 3 || cells[0].text == "发现" || cells[0].text == "finding") return;
  remarks.acknowledgements.push_back(
      {cells[0].text, cells[1].text, cells[2].text, document.file, number});
}

void read_promise(const std::string& text, const Document& document, std::int32_t number,
                  Remarks& remarks) {
  std::istringstream words(text);
  Promise made;
  std::string way;
  if (!(words >> made.measure >> made.path >> way)) return;
  made.rising = way == "不减" || way == "rising";
  // A word that is neither makes a promise about nothing, and that is said.
  if (!made.rising && way != "不增" && way != "falling") made.path += " " + way;
  made.file = document.file;
  made.line = number;
  remarks.promises.push_back(std::move(made));
}

// The fences are prose to the rest of the program, so they are read from the file's own lines.
void read_file(const Document& document, Remarks& remarks) {
  std::istringstream lines(document.source);
  std::string fence;
  std::int32_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.starts_with("```")) {
      fence = fence.empty() ? line.substr(3) : "";
      if (fence.empty()) continue;
    } else if (fence == "findings") {
      read_row(line, document, number, remarks);
    } else if (fence == "monotone") {
      read_promise(line, document, number, remarks);
    }
  }
}

// "二(二)12 句2、句3" is about the item 二(二)12.
std::string item_of(const std::string& clause) { return clause.substr(0, clause.find(" 句")); }

std::set<std::string> items_of(const Finding& finding, const Plan& plan) {
  std::set<std::string> items;
  for (const auto& clause : finding.clauses) items.insert(item_of(clause));
  for (const auto& id : finding.measures) {
    const auto* measure = plan.find_measure(id);
    if (measure == nullptr) continue;
    items.insert(item_of(measure->amount_clause));
    for (const auto& condition : measure->conditions) items.insert(item_of(condition.clause));
  }
  items.erase("");
  return items;
}

}  // namespace

Remarks remarks_of(const LoadedPack& pack) {
  Remarks remarks;
  for (const auto& document : pack.documents) read_file(document, remarks);
  return remarks;
}

std::string digest_of(const Finding& finding, const LoadedPack& pack,
                      const Vocabulary& vocabulary) {
  std::string text = finding.name + "\n";
  for (const auto& id : finding.measures)
    if (const auto* measure = pack.plan->find_measure(id))
      text += to_text(*pack.plan, *measure, &vocabulary);
  const auto items = items_of(finding, *pack.plan);
  for (const auto& document : pack.documents)
    for (const auto& part : document.parts)
      if (const auto* clause = std::get_if<ClauseLine>(&part);
          clause != nullptr && items.contains(clause->clause))
        text += fmt::format("{} {} {}\n", clause->clause, clause->sentence, clause->digest);
  return sha256_hex(text).substr(0, 12);
}

void acknowledge(Report& report, const LoadedPack& pack, const Remarks& remarks,
                 const Vocabulary& vocabulary) {
  std::set<std::string> found;
  for (auto& finding : report.findings) {
    finding.digest = digest_of(finding, pack, vocabulary);
    found.insert(finding.name);
    for (const auto& each : remarks.acknowledgements) {
      if (each.name != finding.name || each.reason.empty()) continue;
      if (each.digest == finding.digest)
        finding.reason = each.reason;
      else
        finding.expired = true;
    }
    if (finding.reason) finding.expired = false;
  }
  for (const auto& each : report.unproved) found.insert(each.name);  // nobody knows
  for (const auto& each : remarks.promises)
    if (pack.plan->find_measure(each.measure) == nullptr)
      report.idle.push_back({"monotone " + each.measure, each.file, each.line});
  for (const auto& each : remarks.acknowledgements)
    if (!found.contains(each.name)) report.idle.push_back({each.name, each.file, each.line});
}

}  // namespace leye::policy::proof
