// leye policy check PACK… [--source FILE [--missing]] [--json]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/json.hpp"
#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"
#include "policy/cases.hpp"
#include "policy/source_coverage.hpp"
#include "policy/target_reports.hpp"

namespace leye::cli {
namespace {

struct CheckArguments {
  std::vector<std::string> packs;
  std::string source;
  bool missing = false;
  bool json = false;
};

void append_json(std::string& out, const policy::Diagnostic& problem) {
  if (out.size() > 1) out += ",\n ";
  const auto member = [&out](const char* name, const std::string& value) {
    out += fmt::format("\"{}\": ", name);
    json::append_quoted(out, value);
    out += ", ";
  };
  out += "{";
  member("severity", problem.severity == policy::Severity::error ? "error" : "warning");
  member("code", problem.code);
  member("file", problem.file);
  member("title", problem.title);
  member("clause", problem.clause);
  member("fix", problem.fix);
  out += fmt::format("\"line\": {}, \"column\": {}}}", problem.at.line, problem.at.column);
}

// Clause lines to be filled in on stdout, what they are about on stderr.
void print_missing(const policy::SourceCoverage& coverage) {
  for (const auto& each : coverage.missing) {
    fmt::print(stderr, "# {} 句{}: {}\n", each.clause, each.sentence, each.text);
    fmt::print("{}\n", each.clause_line);
  }
}

// How many measures say how they are carried out, and which of these no case runs on.
void print_paths(const policy::Plan& plan) {
  std::size_t with_path = 0;
  std::string kept;
  std::size_t kept_count = 0;
  for (const auto& measure : plan.measures) {
    if (!measure.path) continue;
    ++with_path;
    const auto why = policy::why_kept(*measure.path);
    if (why.empty()) continue;
    ++kept_count;
    kept += fmt::format("  {}: {} / {}\n", measure.name.id, why.front().zh, why.front().en);
  }
  fmt::print("  paths: {} of {} measures, {} run, {} kept\n{}", with_path, plan.measures.size(),
             with_path - kept_count, kept_count, kept);
}

bool in_chinese(const policy::LoadedPack& pack) {
  return pack.documents.empty() || pack.documents.front().chinese;
}

int check(const CheckArguments& arguments) {
  std::string out = "[";
  std::size_t errors = 0;
  for (const auto& path : arguments.packs) {
    const auto* vocabulary = vocabulary_of(path);
    if (vocabulary == nullptr) return 2;
    auto pack = policy::read_pack(path, *vocabulary);
    std::optional<policy::SourceCoverage> coverage;
    if (!arguments.source.empty()) {
      const auto source = text_of_file(arguments.source);
      if (!source.ok()) {
        fmt::print(stderr, "leye: {}\n", to_text(source.error()));
        return 2;
      }
      coverage = policy::compare_with_source(pack, source.value(), arguments.source);
      if (arguments.missing) {
        print_missing(*coverage);
        continue;
      }
      for (auto& problem : coverage->problems) pack.diagnostics.push_back(std::move(problem));
    }
    for (auto& problem : policy::problems_of_cases(pack, *vocabulary))
      pack.diagnostics.push_back(std::move(problem));
    for (auto& report : policy::reports_on_targets(pack))
      pack.diagnostics.push_back(std::move(report));
    const auto before = errors;
    for (const auto& problem : pack.diagnostics) {
      errors += problem.severity == policy::Severity::error;
      if (arguments.json)
        append_json(out, problem);
      else
        fmt::print(stderr, "{}\n", policy::to_text(problem, pack));
    }
    if (!arguments.json && coverage) fmt::print("{}", to_text(*coverage, in_chinese(pack)));
    if (!arguments.json && pack.plan && errors == before) {
      fmt::print("{}: {} measures, {} parameters, no errors, {} warnings\n", path,
                 pack.plan->measures.size(), pack.plan->parameters.size(), pack.diagnostics.size());
      print_paths(*pack.plan);
    }
  }
  if (arguments.missing) return 0;
  if (arguments.json)
    fmt::print("{}]\n", out);
  else if (errors > 0)
    fmt::print(stderr, "{} errors\n", errors);
  return errors == 0 ? 0 : 1;
}

}  // namespace

void add_policy_check(CLI::App& policy, int& exit_code) {
  auto* command = policy.add_subcommand("check", "parse and type-check packs; exit 1 on errors");
  const auto arguments = std::make_shared<CheckArguments>();
  command->add_option("packs", arguments->packs, "pack folders or files")->required();
  command->add_option("--source", arguments->source,
                      "the source document: proves that each sentence of it is covered");
  command
      ->add_flag("--missing", arguments->missing,
                 "with --source: clause lines for the sentences that are not covered yet")
      ->needs("--source");
  command->add_flag("--json", arguments->json, "diagnostics as JSON");
  command->callback([arguments, &exit_code] { exit_code = check(*arguments); });
}

}  // namespace leye::cli
