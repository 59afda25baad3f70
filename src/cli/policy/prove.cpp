// leye policy prove PACK… [--all | --json] [--effort N] [--threads N]
// Exit 0: all is acknowledged; 1: something is open, or a pack has errors; 2: the vocabulary cannot
// be read.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "cli/policy/answer_json.hpp"
#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"
#include "policy/proof/proof.hpp"

namespace leye::cli {
namespace {

using policy::proof::Finding;
using policy::proof::Report;

struct ProveArguments {
  std::vector<std::string> packs;
  policy::proof::Settings settings;
  bool all = false;
  bool json = false;
};

policy::Language language_of(const policy::LoadedPack& pack) {
  const bool chinese = pack.documents.empty() || pack.documents.front().chinese;
  return chinese ? policy::Language::zh : policy::Language::en;
}

void print(const Report& report, const std::string& path, policy::Language language, bool all) {
  const bool zh = language == policy::Language::zh;
  for (const auto& finding : report.findings)
    if (all || !finding.reason) fmt::print("{}", to_text(finding, language));
  for (const auto& each : report.unproved)
    fmt::print("{} [{}] {}:{}\n  {}\n", zh ? "未证明" : "not proved", each.name, each.file,
               each.line, zh ? each.tried_zh : each.tried_en);
  for (const auto& each : report.idle)
    fmt::print("{} [{}] {}:{}\n", zh ? "多余的说明, 没有这个发现" : "nothing to acknowledge",
               each.name, each.file, each.line);
  fmt::print("{}: {} findings, {} acknowledged, {} not proved, {} questions\n", path,
             report.findings.size(), report.findings.size() - report.open(), report.unproved.size(),
             report.checks);
}

void append_json(JsonWriter& out, const Finding& finding) {
  out.raw("{");
  out.member("kind", name(finding.kind));
  out.member("name", finding.name);
  out.list("measures", finding.measures);
  out.list("clauses", finding.clauses);
  out.member("title", finding.title_zh);
  out.member("title_en", finding.title_en);
  out.member("file", finding.file);
  out.key("line");
  out.raw(std::to_string(finding.line));
  out.member("digest", finding.digest);
  if (finding.reason) out.member("reason", *finding.reason);
  if (finding.expired) out.member("expired", "yes");
  if (finding.witness) {
    out.key("witness");
    out.raw("{");
    out.member("on", to_text(finding.witness->on));
    out.key("facts");
    const char* between = "[";
    for (const auto& line : finding.witness->facts) {
      out.raw(between);
      out.raw("{");
      out.member("fact", line.fact);
      out.member("label", line.label);
      out.member("value", line.value);
      out.raw("}");
      between = ", ";
    }
    out.raw(finding.witness->facts.empty() ? "[]" : "]");
    out.key("answers");
    between = "[";
    for (const auto& said : finding.witness->answers) {
      out.raw(between);
      out.raw("{");
      out.member("measure", said.measure);
      out.member("outcome", policy::name(said.outcome));
      out.member("amount", to_text(said.amount));
      if (!said.note_en.empty()) out.member("note", said.note_en);
      out.raw("}");
      between = ", ";
    }
    out.raw(finding.witness->answers.empty() ? "[]}" : "]}");
  }
  out.raw("}");
}

std::string json_of(const Report& report, const std::string& path) {
  JsonWriter out;
  out.raw("{");
  out.member("pack", path);
  out.key("findings");
  const char* between = "[";
  for (const auto& finding : report.findings) {
    out.raw(between);
    append_json(out, finding);
    between = ",\n ";
  }
  out.raw(report.findings.empty() ? "[]" : "]");
  std::vector<std::string> unproved;
  for (const auto& each : report.unproved) unproved.push_back(each.name + ": " + each.tried_en);
  out.list("not_proved", unproved);
  std::vector<std::string> idle;
  for (const auto& each : report.idle) idle.push_back(each.name);
  out.list("idle", idle);
  out.raw("}");
  return out.take();
}

// Of a pack that cannot be proved because it has errors.
std::string errors_as_json(const policy::LoadedPack& pack, const std::string& path) {
  JsonWriter out;
  out.raw("{");
  out.member("pack", path);
  std::vector<std::string> errors;
  for (const auto& problem : pack.diagnostics)
    if (problem.severity == policy::Severity::error)
      errors.push_back(fmt::format("{}:{}: {}", problem.file, problem.at.line, problem.title));
  out.list("errors", errors);
  out.raw("}");
  return out.take();
}

struct ReadPack {
  std::string path;
  policy::LoadedPack pack;
  const Vocabulary* vocabulary = nullptr;
};

int prove(const ProveArguments& arguments) {
  std::vector<ReadPack> packs;
  std::vector<policy::proof::PackToProve> sound;
  packs.reserve(arguments.packs.size());  // `sound` points into it
  for (const auto& path : arguments.packs) {
    const auto* vocabulary = vocabulary_of(path);
    if (vocabulary == nullptr) return 2;
    packs.push_back({path, policy::read_pack(path, *vocabulary), vocabulary});
    if (packs.back().pack.plan) sound.push_back({packs.back().pack, *vocabulary});
  }
  const auto reports = policy::proof::prove(sound, arguments.settings);
  auto report = reports.begin();
  std::size_t open = 0;
  std::string json = "[";
  for (const auto& each : packs) {
    if (json.size() > 1) json += ",\n";
    if (!each.pack.plan) {
      ++open;
      if (arguments.json)
        json += errors_as_json(each.pack, each.path);
      else
        usable(each.pack);
      continue;
    }
    if (arguments.json)
      json += json_of(*report, each.path);
    else
      print(*report, each.path, language_of(each.pack), arguments.all);
    open += report->open() + report->idle.size();
    ++report;
  }
  if (arguments.json) fmt::print("{}]\n", json);
  return open == 0 ? 0 : 1;
}

}  // namespace

void add_policy_prove(CLI::App& policy, int& exit_code) {
  auto* command = policy.add_subcommand(
      "prove",
      "gaps, contradictions, measures that meet, cliffs; exit 1 if one is not acknowledged or a "
      "pack has errors, 2 if the vocabulary cannot be read");
  const auto arguments = std::make_shared<ProveArguments>();
  command->add_option("packs", arguments->packs, "pack folders or files")->required();
  command->add_flag("--all", arguments->all, "also what the pack acknowledges");
  command->add_flag("--json", arguments->json, "all findings as JSON");
  command
      ->add_option("--effort", arguments->settings.effort,
                   "thousand steps of the solver for each question (400), a minute at most")
      ->check(CLI::Range(1, policy::proof::effort_max));
  command
      ->add_option("--threads", arguments->settings.threads,
                   "cores that work on it (default: all, 8 at most); the findings are the same")
      ->check(CLI::Range(1, 256));
  command->callback([arguments, &exit_code] { exit_code = prove(*arguments); });
}

}  // namespace leye::cli
