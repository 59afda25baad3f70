// leye policy differential PACK… [--rows N] [--seed N] [--sql DSN]
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "cli/policy/commands.hpp"
#include "cli/policy/pack.hpp"
#include "policy/differential/differential.hpp"

namespace leye::cli {
namespace {

struct DifferentialArguments {
  std::vector<std::string> packs;
  policy::differential::Settings settings;
  std::string dsn;  // of the database that reads along; "": none does
};

int compare(const DifferentialArguments& arguments) {
  bool differ = false;
  auto settings = arguments.settings;
  std::optional<policy::sql::Scratch> scratch;
  if (!arguments.dsn.empty()) {
    auto opened = policy::sql::Scratch::open(arguments.dsn);
    if (!opened.ok()) {
      fmt::print(stderr, "{}\n", to_text(opened.error()));
      return 2;
    }
    scratch.emplace(std::move(opened).value());
    settings.scratch = &*scratch;
  }
  for (const auto& path : arguments.packs) {
    const auto* vocabulary = vocabulary_of(path);
    if (vocabulary == nullptr) return 2;
    const auto pack = policy::read_pack(path, *vocabulary);
    if (!usable(pack)) return 1;
    const auto report = policy::differential::compare_readers(pack, *vocabulary, settings);
    fmt::print("{:<40} {:>10} {:>10} {:>12} {:>12}\n", "", "eligible", "refused", "undetermined",
               "not in force");
    for (const auto& each : report.measures)
      fmt::print("{:<40} {:>10} {:>10} {:>12} {:>12}\n", each.measure, each.outcomes[0],
                 each.outcomes[1], each.outcomes[2], each.outcomes[3]);
    if (report.difference) fmt::print(stderr, "{}\n", *report.difference);
    for (const auto& refused : report.refused) fmt::print("{}\n", refused);
    fmt::print("{}: {} rows, {} answers compared, {} of queries, {}\n", path, report.rows,
               report.compared, report.queried,
               report.difference ? "the readers differ" : "no difference");
    differ = differ || report.difference.has_value();
  }
  return differ ? 1 : 0;
}

}  // namespace

void add_policy_differential(CLI::App& policy, int& exit_code) {
  auto* command = policy.add_subcommand(
      "differential", "random facts close to the limits of packs: do both readers agree?");
  const auto arguments = std::make_shared<DifferentialArguments>();
  command->add_option("packs", arguments->packs, "pack folders or files")->required();
  command->add_option("--rows", arguments->settings.rows, "rows of each subject (20000)");
  command->add_option("--seed", arguments->settings.seed, "the same seed draws the same (1)");
  command->add_option("--sql", arguments->dsn,
                      "read the rows in this database, too (only temporary tables)");
  command->callback([arguments, &exit_code] { exit_code = compare(*arguments); });
}

}  // namespace leye::cli
