// leye policy plan PACK… [--measure ID], and the group of policy commands.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"

namespace leye::cli {
namespace {

int print_plans(const std::vector<std::string>& packs, const std::string& measure) {
  for (const auto& path : packs) {
    const auto* vocabulary = vocabulary_of(path);
    if (vocabulary == nullptr) return 2;
    const auto pack = policy::read_pack(path, *vocabulary);
    if (!usable(pack)) return 1;
    if (measure.empty()) {
      fmt::print("{}", policy::to_text(*pack.plan, vocabulary));
      continue;
    }
    const auto* found = pack.plan->find_measure(measure);
    if (found == nullptr) {
      fmt::print(stderr, "leye: {} 没有措施“{}”\n", path, measure);
      return 1;
    }
    fmt::print("{}", policy::to_text(*pack.plan, *found, vocabulary));
  }
  return 0;
}

void add_policy_plan(CLI::App& policy, int& exit_code) {
  auto* command = policy.add_subcommand("plan", "print the checked plan of packs");
  const auto packs = std::make_shared<std::vector<std::string>>();
  const auto measure = std::make_shared<std::string>();
  command->add_option("packs", *packs, "pack folders or files")->required();
  command->add_option("--measure", *measure, "only this measure");
  command->callback([packs, measure, &exit_code] { exit_code = print_plans(*packs, *measure); });
}

}  // namespace

void add_policy(CLI::App& program, int& exit_code) {
  auto* policy = program.add_subcommand("policy", "check, test, print and format policy packs");
  policy->require_subcommand(1);
  add_policy_check(*policy, exit_code);
  add_policy_test(*policy, exit_code);
  add_policy_fmt(*policy, exit_code);
  add_policy_plan(*policy, exit_code);
  add_policy_differential(*policy, exit_code);
  add_policy_prove(*policy, exit_code);
  add_policy_edges(*policy, exit_code);
  add_policy_numbers(*policy, exit_code);
  add_policy_sql(*policy, exit_code);
}

}  // namespace leye::cli
