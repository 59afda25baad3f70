// leye migrate: brings the database to the schema of this program.
#include "store/migrate.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "registers/area_setup.hpp"

namespace leye::cli {
namespace {

struct Options {
  DatabaseChoice choice;
  std::vector<std::string> areas;  // division codes: "621000"
};

Status run(const Options& options) {
  const auto database = TRY(OpenDatabase::open(options.choice));
  auto connection = TRY(store::connect(database.dsn()));
  const auto schema = TRY(resource("schema"));
  auto report = TRY(store::migrate(connection, schema, {}));
  for (const auto& area : options.areas) {
    const auto made = TRY(registers::set_up_area(connection, "area_" + area));
    report.applied += made.applied;
  }
  const auto areas = TRY(store::area_schemas(connection));
  fmt::print("{} migrations applied, {} were there; areas: {}\n", report.applied, report.present,
             areas.empty() ? "none" : fmt::format("{}", fmt::join(areas, ", ")));
  return Done{};
}

}  // namespace

void add_migrate(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand("migrate", "bring the database to this program's schema");
  auto options = std::make_shared<Options>();
  add_database_options(*command, options->choice);
  command->add_option("--area", options->areas,
                      "division code of an area to set up, such as 621000");
  command->callback([options, &exit_code] { exit_code = finish(run(*options)); });
}

}  // namespace leye::cli
