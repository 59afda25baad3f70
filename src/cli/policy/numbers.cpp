// leye policy numbers PACK: the numbers that `leye screen --what-if` may change.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"
#include "policy/draft/numbers.hpp"

namespace leye::cli {
namespace {

int print_numbers(const std::string& path) {
  const auto* vocabulary = vocabulary_of(path);
  if (vocabulary == nullptr) return 2;
  const auto pack = policy::read_pack(path, *vocabulary);
  if (!usable(pack)) return 1;
  for (const auto& number : policy::numbers_of(pack))
    fmt::print("{} = {}  # {}: {} [{}] {}\n", number.id, number.text, number.clause, number.before,
               number.text, number.after);
  return 0;
}

}  // namespace

void add_policy_numbers(CLI::App& policy, int& exit_code) {
  auto* command = policy.add_subcommand(
      "numbers", "the numbers of a pack's rules, as `leye screen --what-if` takes them");
  const auto pack = std::make_shared<std::string>();
  command->add_option("pack", *pack, "pack folder or file")->required();
  command->callback([pack, &exit_code] { exit_code = print_numbers(*pack); });
}

}  // namespace leye::cli
