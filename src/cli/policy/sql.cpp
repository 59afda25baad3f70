// leye policy sql PACK… [--measure ID]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"
#include "policy/sql/sql.hpp"

namespace leye::cli {
namespace {

int print_queries(const std::vector<std::string>& packs, const std::string& measure) {
  std::size_t translated = 0, refused = 0;
  for (const auto& path : packs) {
    const auto* vocabulary = vocabulary_of(path);
    if (vocabulary == nullptr) return 2;
    const auto pack = policy::read_pack(path, *vocabulary);
    if (!usable(pack)) return 1;
    if (!measure.empty() && pack.plan->find_measure(measure) == nullptr) {
      fmt::print(stderr, "leye: {} 没有措施“{}”\n", path, measure);
      return 1;
    }
    const policy::sql::FactsLayout layout(*vocabulary);
    for (const auto& each : pack.plan->measures) {
      if (!measure.empty() && &each != pack.plan->find_measure(measure)) continue;
      const auto compiled = policy::sql::compile(*pack.plan, {&each}, layout);
      if (compiled.query) {
        ++translated;
        fmt::print("{};\n\n", compiled.query->text);
      } else {
        ++refused;
        fmt::print(stderr, "{}\n", policy::sql::to_text(*compiled.refusal));
      }
    }
  }
  fmt::print(stderr, "{} 项措施译成查询，{} 项不能 / {} measures translated, {} refused\n",
             translated, refused, translated, refused);
  return refused > 0 ? 1 : 0;
}

}  // namespace

void add_policy_sql(CLI::App& policy, int& exit_code) {
  auto* command = policy.add_subcommand("sql", "print the measures of packs as queries");
  const auto packs = std::make_shared<std::vector<std::string>>();
  const auto measure = std::make_shared<std::string>();
  command->add_option("packs", *packs, "pack folders or files")->required();
  command->add_option("--measure", *measure, "only this measure");
  command->callback([packs, measure, &exit_code] { exit_code = print_queries(*packs, *measure); });
}

}  // namespace leye::cli
