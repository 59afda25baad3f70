// Which database a command works on: a PostgreSQL by --db, else the private one in --data.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "store/private_cluster.hpp"

namespace CLI {
class App;
}

namespace leye::cli {

struct DatabaseChoice {
  std::string data;      // folder; empty: the default one
  std::string database;  // connection string
  std::filesystem::path data_folder() const;
};

// The options --data and --db.
void add_database_options(CLI::App& command, DatabaseChoice& choice);

// The database while a command runs. Joins a server that is running in the folder.
class OpenDatabase {
 public:
  static Result<OpenDatabase> open(const DatabaseChoice& choice);
  std::string dsn() const { return dsn_; }

 private:
  std::optional<store::PrivateCluster> cluster_;
  std::string dsn_;
};

// Prints an error, if there is one. The exit code.
int finish(const Status& done);

}  // namespace leye::cli
