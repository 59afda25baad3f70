// Findings that can be read off the pack.
#include <algorithm>

#include <fmt/format.h>

#include "policy/plan/rule_text.hpp"
#include "policy/proof/asking.hpp"

namespace leye::policy::proof {
namespace {

// What stands in the first quotation marks: the parameter.
std::string quoted(const std::string& title) {
  for (const auto& [open, close] : {std::pair{std::string("“"), std::string("”")},
                                    std::pair{std::string("'"), std::string("'")}}) {
    const auto from = title.find(open);
    if (from == std::string::npos) continue;
    const auto until = title.find(close, from + open.size());
    if (until != std::string::npos)
      return title.substr(from + open.size(), until - from - open.size());
  }
  return title;
}

// What a declaration is part of, and whose value it asks for.
std::vector<std::string> named_by(const Declaration& declaration) {
  std::vector<std::string> ids;
  if (!declaration.part_of.empty()) ids.push_back(declaration.part_of);
  if (declaration.required && !declaration.required->indicator.empty())
    ids.push_back(declaration.required->indicator);
  return ids;
}

class Rings {
 public:
  Rings(const Plan& plan, Report& report) : plan_(plan), report_(report) {}

  void run() {
    for (const auto& each : plan_.declarations) walk(each);
  }

 private:
  const Declaration* find(const std::string& id) const {
    for (const auto& each : plan_.declarations)
      if (each.name.id == id) return &each;
    return nullptr;
  }

  void walk(const Declaration& from) {
    if (std::find(done_.begin(), done_.end(), &from) != done_.end()) return;
    const auto at = std::find(way_.begin(), way_.end(), &from);
    if (at != way_.end()) return say({at, way_.end()});
    way_.push_back(&from);
    for (const auto& id : named_by(from))
      if (const auto* next = find(id)) walk(*next);
    way_.pop_back();
    done_.push_back(&from);
  }

  void say(const std::vector<const Declaration*>& ring) {
    Finding made;
    made.kind = Kind::cycle;
    made.name = "cycle";
    std::string labels;
    for (const auto* each : ring) {
      made.name += " " + each->name.id;
      labels += each->name.label + " → ";
      made.clauses.push_back(each->clause);
    }
    labels += ring.front()->name.label;
    made.title_zh = "互相引用成环: " + labels;
    made.title_en = "they refer to each other in a ring: " + made.name.substr(6);
    made.file = ring.front()->file;
    made.line = ring.front()->line;
    report_.findings.push_back(std::move(made));
  }

  const Plan& plan_;
  Report& report_;
  std::vector<const Declaration*> way_, done_;
};

}  // namespace

void find_stale(const LoadedPack& pack, Report& report) {
  for (const auto& each : pack.diagnostics) {
    if (each.code != "stale_parameter") continue;
    Finding made;
    made.kind = Kind::stale;
    const auto label = quoted(each.title);
    made.name = fmt::format("stale {} {}", label, each.clause);
    made.clauses = {each.clause};
    made.title_zh = made.title_en = each.title;
    made.particulars = each.title + "\n";
    for (const auto& parameter : pack.plan->parameters)
      if (parameter.name.label == label) made.particulars += rule_text(parameter);
    made.file = each.file;
    made.line = each.at.line;
    report.findings.push_back(std::move(made));
  }
}

void find_cycles(const Plan& plan, Report& report) { Rings(plan, report).run(); }

}  // namespace leye::policy::proof
