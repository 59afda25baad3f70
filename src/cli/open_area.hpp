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

namespace CLI {
class App;
}

namespace leye::cli {

struct AreaOptions {
  std::string data;      // data folder
  std::string database;  // connection string; empty: the private cluster of the data folder
  std::string area;      // schema; empty: the only or first area
  std::string pack;      // whose own facts and entities count too; empty: as for a server
};

void add_area_options(CLI::App& command, AreaOptions& options);

struct OpenArea {
  std::optional<store::PrivateCluster> cluster;  // ours, or joined
  store::Connection connection;
  Cipher cipher;
  Vocabulary vocabulary;
  exchange::Arrangements arrangements;  // of the pack in force
  std::string schema_name;

  // Everything in the area; `bypass` as in store::Scope.
  store::Scope scope(bool bypass) const;
};

Result<OpenArea> open_area(const AreaOptions& options);

}  // namespace leye::cli
