#include "cli/database.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

namespace leye::cli {

std::filesystem::path DatabaseChoice::data_folder() const {
  return data.empty() ? store::default_data_folder() : std::filesystem::path(data);
}

void add_database_options(CLI::App& command, DatabaseChoice& choice) {
  command.add_option("--data", choice.data, "data folder (private PostgreSQL, keys)");
  command.add_option("--db", choice.database, "connection string of a PostgreSQL to use instead");
}

Result<OpenDatabase> OpenDatabase::open(const DatabaseChoice& choice) {
  OpenDatabase opened;
  if (!choice.database.empty()) {
    opened.dsn_ = choice.database;
    return opened;
  }
  opened.cluster_.emplace(
      TRY(store::PrivateCluster::start(choice.data_folder(), store::IfRunning::join)));
  opened.dsn_ = opened.cluster_->dsn();
  return opened;
}

int finish(const Status& done) {
  if (done.ok()) return 0;
  fmt::print(stderr, "{}\n", to_text(done.error()));
  return 1;
}

}  // namespace leye::cli
