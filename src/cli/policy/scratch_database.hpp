// The database in which the queries of rules run for the length of a command: the one that is
// named, or a private one in a folder of its own that goes with the command. Only temporary tables
// are made.
//
//   auto database = TRY(ScratchDatabase::open(dsn));   // "": a private one, in a second or two
//   database.scratch().load(plan, facts);
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "policy/sql/scratch.hpp"
#include "store/private_cluster.hpp"

namespace leye::cli {

class ScratchDatabase {
 public:
  // unavailable: no PostgreSQL can be started here, or the named one is not reached.
  static Result<ScratchDatabase> open(const std::string& dsn);
  ScratchDatabase(ScratchDatabase&&) = default;
  ScratchDatabase& operator=(ScratchDatabase&&) = delete;
  ~ScratchDatabase();

  policy::sql::Scratch& scratch() { return *scratch_; }

 private:
  ScratchDatabase() = default;

  std::filesystem::path folder_;  // of the private one
  std::optional<store::PrivateCluster> cluster_;
  std::optional<policy::sql::Scratch> scratch_;
};

}  // namespace leye::cli
