// What the commands on registers work with: a migrated database, its key, one area.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/cipher.hpp"
#include "exchange/arrangements.hpp"
#include "store/private_cluster.hpp"
#include "store/transaction.hpp"
#include "vocabulary/vocabulary.hpp"
#include "workbench/files.hpp"

namespace CLI {
class App;
}

namespace leye::cli {

struct AreaOptions {
  std::string data;      // data folder
  std::string database;  // connection string; empty: the private cluster of the data folder
  std::string area;      // schema; empty: the only or first area
  // The folder of the pack whose facts and rules count. Empty: the version in force in the store,
  // or the installed pack where no version is kept yet.
  std::string pack;
};

void add_area_options(CLI::App& command, AreaOptions& options);

struct OpenArea {
  std::optional<store::PrivateCluster> cluster;  // ours, or joined
  store::Connection connection;
  Cipher cipher;
  Vocabulary vocabulary;
  exchange::Arrangements arrangements;  // of the pack in force
  std::string schema_name;
  std::filesystem::path pack;                     // its folder, as long as this lives
  std::optional<std::int64_t> version;            // of the store; none of a folder
  std::optional<workbench::ScratchFolder> texts;  // where the version was written to

  // Everything in the area; `bypass` as in store::Scope.
  store::Scope scope(bool bypass) const;
};

// `on`: the day whose version counts; today where nothing is said.
Result<OpenArea> open_area(const AreaOptions& options, std::optional<Day> on = {});

}  // namespace leye::cli
