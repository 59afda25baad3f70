// leye policy test PACK… [--json]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "base/json.hpp"
#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"
#include "policy/cases.hpp"

namespace leye::cli {
namespace {

void append_json(std::string& out, const policy::CaseResult& result) {
  if (out.size() > 1) out += ",\n ";
  out += "{";
  const auto member = [&out](const char* name, const std::string& value) {
    out += fmt::format("\"{}\": ", name);
    json::append_quoted(out, value);
    out += ", ";
  };
  member("file", result.file);
  member("id", result.id);
  member("measure", result.measure);
  member("expected", result.expected);
  member("got", result.got);
  member("reason", result.reason);
  out += fmt::format("\"line\": {}, \"passed\": {}}}", result.line, result.passed);
}

int run_packs(const std::vector<std::string>& packs, bool as_json) {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::string out = "[";
  for (const auto& path : packs) {
    const auto* vocabulary = vocabulary_of(path);
    if (vocabulary == nullptr) return 2;
    const auto pack = policy::read_pack(path, *vocabulary);
    if (!usable(pack)) ++failed;
    for (const auto& result : policy::run_cases(pack, *vocabulary)) {
      ++(result.passed ? passed : failed);
      if (as_json)
        append_json(out, result);
      else if (!result.passed)
        fmt::print("{}:{} {} {}\n    期望 {}\n    得到 {}\n", result.file, result.line, result.id,
                   result.measure, result.expected, result.got);
    }
  }
  if (as_json)
    fmt::print("{}]\n", out);
  else
    fmt::print("{} passed, {} failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace

void add_policy_test(CLI::App& policy, int& exit_code) {
  auto* command = policy.add_subcommand("test", "run the worked cases of packs");
  const auto packs = std::make_shared<std::vector<std::string>>();
  const auto as_json = std::make_shared<bool>(false);
  command->add_option("packs", *packs, "pack folders or files")->required();
  command->add_flag("--json", *as_json, "every case as JSON");
  command->callback([packs, as_json, &exit_code] { exit_code = run_packs(*packs, *as_json); });
}

}  // namespace leye::cli
