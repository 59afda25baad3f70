// Brings a database to the schema this program was built for.
//
// Files schema/global/NNNN_name.sql make the schema `leye`, once for each database; files
// schema/area/NNNN_name.sql make the schema of each area (`area_621000`) and are run once for
// every one of them, with that schema first on the search path. Each file runs in a transaction of
// its own together with its record (leye.migration: scope, number, name, SHA-256), so a killed
// migration goes on where it stopped. Files are never edited after they were applied: a different
// checksum is refused, and so is a database that holds migrations this program does not know.
//
// Objects belong to leye_owner. leye_app (row-level security applies) and leye_screen (it does
// not) may read and write every table unless its file revokes it. Creating the three roles takes a
// superuser, once; afterwards any member of leye_owner can migrate.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "store/connection.hpp"

namespace leye::store {

struct MigrationReport {
  int applied = 0;
  int present = 0;  // were there before
};

// `areas`: schemas to create or bring up to date, besides those the database already has.
Result<MigrationReport> migrate(Connection& connection, const std::filesystem::path& schema_folder,
                                const std::vector<std::string>& areas);

// Only the three roles: they belong to the server, not to a database, so a dump does not hold them.
Status create_roles(Connection& connection);

// The area schemas that exist, in order.
Result<std::vector<std::string>> area_schemas(Connection& connection);

// One SHA-256 over all migration files: which schema this program expects.
Result<std::string> schema_digest(const std::filesystem::path& schema_folder);

}  // namespace leye::store
