// leye restore.
#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "base/cipher.hpp"
#include "base/key_ring.hpp"
#include "base/resources.hpp"
#include "cli/backup.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/postgres_program.hpp"
#include "cli/verify.hpp"
#include "funds/paying.hpp"
#include "store/migrate.hpp"

namespace leye::cli {
namespace {

namespace fs = std::filesystem;

// The key file may lie anywhere; data keys that were wrapped under it are in the backup.
Status check_key(const BackupManifest& manifest, const fs::path& folder, const fs::path& key_file) {
  if (manifest.key_id.empty()) return Done{};
  const auto wrapped = data_keys_beside(folder / "master.key");
  const auto keys = TRY(read_data_keys(key_file, fs::exists(wrapped) ? wrapped : fs::path{}));
  const auto held = ring_id(keys);
  if (held == manifest.key_id) return Done{};
  return Error{ErrorCode::conflict,
               fmt::format("the backup needs key {}, {} holds key {}", manifest.key_id,
                           key_file.string(), held),
               {},
               "name the right key file with --key"};
}

Status check_empty(store::Connection& connection) {
  const auto found = TRY(connection.run(
      "select 1 as one from pg_namespace where nspname = 'leye' or nspname like 'area\\_%'", {}));
  if (found.empty()) return Done{};
  return Error{ErrorCode::conflict,
               "the database is not empty; nothing was changed",
               {},
               "restore into an empty data folder or a new database"};
}

Status fence_payments(store::Connection& connection, const BackupManifest& manifest, Instant now) {
  for (const auto& area : manifest.areas) {
    auto transaction = TRY(store::Transaction::begin(connection, store::Scope::whole_area(area)));
    TRY(funds::raise_fence(
        transaction, fmt::format("已从 {} 的备份恢复，账目可能落后于银行", manifest.made_at), now));
    TRY(transaction.commit());
  }
  return Done{};
}

}  // namespace

Status restore_into(const std::string& dsn, const fs::path& folder, const fs::path& key_file,
                    const Clock& clock) {
  const auto manifest = TRY(check_backup(folder));
  TRY(check_key(manifest, folder, key_file));
  auto connection = TRY(store::connect(dsn));
  TRY(check_empty(connection));
  TRY(store::create_roles(connection));
  TRY(run_postgres_program("pg_restore",
                           {"--single-transaction", "--exit-on-error", "--dbname=" + dsn,
                            (folder / manifest.files.front().name).string()},
                           dsn));
  TRY(connection.run_script("analyze"));
  const auto schema = TRY(resource("schema"));
  TRY(store::migrate(connection, schema, {}));
  return fence_payments(connection, manifest, clock.now());
}

namespace {

struct Options {
  DatabaseChoice choice;
  std::string folder;
  std::string key_file;
};

Status copy_key(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (from == to || !fs::exists(from, error)) return Done{};
  fs::copy_file(from, to, fs::copy_options::none, error);
  if (!error) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
  if (error) return Error{ErrorCode::unavailable, "cannot copy the key to " + to.string()};
  return Done{};
}

Status run(const Options& options) {
  const auto data_folder = options.choice.data_folder();
  TRY(check_backup(options.folder));
  const bool private_cluster = options.choice.database.empty();
  if (private_cluster && fs::exists(data_folder / "postgres"))
    return Error{ErrorCode::conflict,
                 "the data folder holds a database; nothing was changed",
                 {data_folder.string()},
                 "name an empty one with --data"};
  const fs::path own_key = data_folder / "master.key";
  const fs::path key = options.key_file.empty() ? own_key : fs::path(options.key_file);
  const auto database = TRY(OpenDatabase::open(options.choice));
  TRY(restore_into(database.dsn(), options.folder, key, SystemClock()));
  TRY(copy_key(key, own_key));
  const auto wrapped = data_keys_beside(fs::path(options.folder) / "master.key");
  TRY(copy_key(wrapped, data_keys_beside(own_key)));
  fmt::print("restored; now comparing the books\n");
  if (!TRY(verify_database(database.dsn(), data_folder)))
    return Error{ErrorCode::conflict, "the restored database does not hold, see above"};
  fmt::print("Payments are stopped until someone has compared the books with the bank.\n");
  return Done{};
}

}  // namespace

void add_restore(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand("restore", "fill an empty database from a backup");
  auto options = std::make_shared<Options>();
  add_database_options(*command, options->choice);
  command->add_option("FOLDER", options->folder, "made by leye backup")->required();
  command->add_option("--key", options->key_file,
                      "the key file; else master.key in the data folder");
  command->callback([options, &exit_code] { exit_code = finish(run(*options)); });
}

}  // namespace leye::cli
