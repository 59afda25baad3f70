// leye backup.
#include "cli/backup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/describe.hpp>
#include <fstream>
#include <memory>
#include <sstream>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/cipher.hpp"
#include "base/digest.hpp"
#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "base/key_ring.hpp"
#include "base/resources.hpp"
#include "cli/commands.hpp"
#include "cli/database.hpp"
#include "cli/postgres_program.hpp"
#include "store/migrate.hpp"

namespace leye::cli {

BOOST_DESCRIBE_STRUCT(BackupFile, (), (name, bytes, sha256))
BOOST_DESCRIBE_STRUCT(BackupManifest, (),
                      (format, made_at, schema_digest, postgres_version, areas, key_id, files))

namespace {

namespace fs = std::filesystem;
constexpr const char* dump_name = "leye.dump";

Status sync(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool kept = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!kept) return Error{ErrorCode::unavailable, "cannot write " + path.string() + " to disk"};
  return Done{};
}

Status make_empty_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error))
    return Error{ErrorCode::conflict,
                 folder.string() + " is not empty",
                 {},
                 "name a new folder for each backup"};
  fs::create_directories(folder, error);
  fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return Error{ErrorCode::unavailable, "cannot make the folder " + folder.string()};
  return Done{};
}

Result<std::string> postgres_version(store::Connection& connection) {
  return TRY(connection.run("select current_setting('server_version') as version", {}))[0]
      .get<std::string>("version");
}

}  // namespace

Result<BackupManifest> back_up(const std::string& dsn, const fs::path& key_file,
                               const fs::path& folder, const Clock& clock) {
  BackupManifest manifest;
  auto connection = TRY(store::connect(dsn));
  manifest.made_at = fmt::format("{:%Y-%m-%d %H:%M:%S}Z",
                                 fmt::gmtime(std::chrono::system_clock::to_time_t(clock.now())));
  const auto schema = TRY(resource("schema"));
  manifest.schema_digest = TRY(store::schema_digest(schema));
  manifest.postgres_version = TRY(postgres_version(connection));
  manifest.areas = TRY(store::area_schemas(connection));
  if (fs::exists(key_file)) manifest.key_id = TRY(Cipher::open(key_file)).key_id();
  TRY(make_empty_folder(folder));
  const auto dump = folder / dump_name;
  TRY(run_postgres_program("pg_dump", {"--format=custom", "--file=" + dump.string()}, dsn));
  TRY(sync(dump));
  manifest.files.push_back(
      {dump_name, static_cast<std::int64_t>(fs::file_size(dump)), TRY(sha256_hex_of_file(dump))});
  // Sealed under the master key, which stays out: safe to keep beside the rows it opens.
  if (const auto keys = data_keys_beside(key_file); fs::exists(keys)) {
    const auto copy = folder / keys.filename();
    std::error_code error;
    fs::copy_file(keys, copy, error);
    if (error) return Error{ErrorCode::unavailable, "cannot copy " + keys.string()};
    TRY(sync(copy));
    manifest.files.push_back({copy.filename().string(),
                              static_cast<std::int64_t>(fs::file_size(copy)),
                              TRY(sha256_hex_of_file(copy))});
  }
  // Written last: a folder with a manifest is a whole backup.
  const auto path = folder / "manifest.json";
  std::ofstream(path) << json::write(manifest) << "\n";
  TRY(sync(path));
  TRY(sync(folder));
  return manifest;
}

Result<BackupManifest> check_backup(const fs::path& folder) {
  std::ifstream file(folder / "manifest.json");
  if (!file)
    return Error{ErrorCode::not_found,
                 "there is no manifest.json in " + folder.string(),
                 {},
                 "name the folder that leye backup made; without a manifest it is not whole"};
  std::ostringstream text;
  text << file.rdbuf();
  auto manifest = TRY(json::read<BackupManifest>(text.str()).at("manifest.json"));
  if (manifest.format != 1)
    return Error{ErrorCode::invalid_input, "the backup was made by a newer program"};
  for (const auto& each : manifest.files) {
    const auto digest = TRY(sha256_hex_of_file(folder / each.name));
    if (digest != each.sha256)
      return Error{ErrorCode::invalid_input,
                   each.name + " is not as it was backed up",
                   {folder.string()},
                   "use another copy of this backup, or an older one"};
  }
  return manifest;
}

namespace {

struct Options {
  DatabaseChoice choice;
  std::string folder;
};

Status run(const Options& options) {
  const auto database = TRY(OpenDatabase::open(options.choice));
  const auto key_file = options.choice.data_folder() / "master.key";
  const auto manifest = TRY(back_up(database.dsn(), key_file, options.folder, SystemClock()));
  fmt::print("backed up {} areas to {} ({} bytes)\n", manifest.areas.size(), options.folder,
             manifest.files.front().bytes);
  if (!manifest.key_id.empty())
    fmt::print("The key is not in it. Keep a copy of {} (key {}) in another place.\n",
               key_file.string(), manifest.key_id);
  return Done{};
}

}  // namespace

void add_backup(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand("backup", "write everything but the key into a folder");
  auto options = std::make_shared<Options>();
  add_database_options(*command, options->choice);
  command->add_option("FOLDER", options->folder, "a new folder")->required();
  command->callback([options, &exit_code] { exit_code = finish(run(*options)); });
}

}  // namespace leye::cli
