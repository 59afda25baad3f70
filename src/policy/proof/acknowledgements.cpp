#include "policy/proof/acknowledgements.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <variant>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "policy/plan/rule_text.hpp"
#include "policy/sentences.hpp"

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

// Every clause that the measure names.
std::vector<std::string> clauses_of(const Measure& measure) {
  std::vector<std::string> clauses = {measure.clause, measure.amount_clause};
  for (const auto& each : measure.conditions) clauses.push_back(each.clause);
  for (const auto& each : measure.stages) clauses.push_back(each.clause);
  for (const auto& each : measure.quotas) clauses.push_back(each.clause);
  for (const auto& each : measure.outputs) clauses.push_back(each.clause);
  for (const auto& each : measure.judgements) clauses.push_back(each.clause);
  return clauses;
}

std::set<std::string> items_of(const Finding& finding, const Plan& plan) {
  std::set<std::string> items;
  const auto note = [&](const std::vector<std::string>& clauses) {
    for (const auto& clause : clauses)
      for (auto& item : items_in(clause)) items.insert(std::move(item));
  };
  note(finding.clauses);
  for (const auto& id : finding.measures)
    if (const auto* measure = plan.find_measure(id)) note(clauses_of(*measure));
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
  const auto& plan = *pack.plan;
  std::string text = finding.name + "\n" + finding.particulars + "\n";
  for (const auto& id : finding.measures)
    if (const auto* measure = plan.find_measure(id)) text += rule_text(plan, *measure, vocabulary);
  for (const auto& exclusion : plan.exclusions)
    for (const auto& id : exclusion.measures)
      if (std::find(finding.measures.begin(), finding.measures.end(), id) != finding.measures.end())
        text += rule_text(exclusion);
  // The whole items: what a reason says of them may rest on what no sentence of them says.
  const auto items = items_of(finding, plan);
  for (const auto& document : pack.documents)
    for (const auto& part : document.parts)
      if (const auto* sentence = std::get_if<ClauseLine>(&part);
          sentence != nullptr && items.contains(sentence->clause))
        text += text_of(*sentence);
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
