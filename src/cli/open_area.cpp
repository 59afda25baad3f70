#include "cli/open_area.hpp"

#include <CLI/CLI.hpp>

#include "base/clock.hpp"
#include "cli/policies.hpp"
#include "registers/places.hpp"
#include "workbench/versions.hpp"

namespace leye::cli {
namespace {

constexpr std::chrono::hours statement_time_max{2};

Result<std::string> schema_of(store::Connection& connection, const std::string& wanted) {
  auto transaction = TRY(store::Transaction::begin(connection, {}));
  for (const auto& area : TRY(registers::list_areas(transaction))) {
    if (wanted.empty() || area.schema_name == wanted) return area.schema_name;
  }
  return Error{ErrorCode::not_found,
               "数据库里没有这个地区",
               {wanted},
               "先用 leye demo 建演示城市，或用 leye migrate --area 新建地区"};
}

struct KeptVersion {
  std::int64_t number = 0;
  std::string pack;
  workbench::Files files;
};

// The version in force that the store keeps; none if it keeps none.
Result<std::optional<KeptVersion>> kept_version(store::Connection& connection,
                                                const std::string& schema_name, Day on) {
  store::Scope scope = store::Scope::whole_area(schema_name);
  scope.bypass = true;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  const auto pack = TRY(workbench::latest_pack(transaction));
  if (!pack) return std::optional<KeptVersion>();
  const auto number = TRY(workbench::version_in_force(transaction, *pack, on));
  if (!number) return std::optional<KeptVersion>();
  auto files = TRY(workbench::files_of_version(transaction, *number));
  return std::optional(KeptVersion{*number, *pack, std::move(files)});
}

}  // namespace

void add_area_options(CLI::App& command, AreaOptions& options) {
  command.add_option("--data", options.data, "data folder (private PostgreSQL, keys)");
  command.add_option("--db", options.database, "connection string of a PostgreSQL to use");
  command.add_option("--pack", options.pack,
                     "folder of a policy pack; default: the version in force in the store");
  command.add_option("--area", options.area, "schema of the area; default: the first");
}

store::Scope OpenArea::scope(bool bypass) const {
  store::Scope scope = store::Scope::whole_area(schema_name);
  scope.bypass = bypass;
  scope.time_limit = statement_time_max;
  return scope;
}

Result<OpenArea> open_area(const AreaOptions& options, std::optional<Day> on) {
  const std::filesystem::path data =
      options.data.empty() ? store::default_data_folder() : std::filesystem::path(options.data);
  std::optional<store::PrivateCluster> cluster;
  std::string dsn = options.database;
  if (dsn.empty()) {
    cluster.emplace(TRY(store::PrivateCluster::start(data, store::IfRunning::join)));
    dsn = cluster->dsn();
  }
  auto connection = TRY(store::connect(dsn));
  std::string schema_name = TRY(schema_of(connection, options.area));
  auto cipher = TRY(Cipher::open(data / "master.key"));
  std::optional<workbench::ScratchFolder> texts;
  std::optional<std::int64_t> version;
  std::filesystem::path pack = options.pack;
  if (pack.empty()) {
    const SystemClock machine;
    auto kept = TRY(kept_version(connection, schema_name, on.value_or(machine.today())));
    if (kept) {
      // Not where a server keeps its own: it clears that when it starts.
      texts.emplace(TRY(workbench::ScratchFolder::make(data / "commands")));
      TRY(workbench::write_files(kept->files, texts->path()));
      version = kept->number;
      pack = texts->path() / kept->pack;
    } else {
      pack = TRY(pack_in_force({}));
    }
  }
  auto vocabulary = TRY(vocabulary_in_force(pack));
  auto arrangements = TRY(exchange::Arrangements::load(pack, vocabulary));
  return OpenArea{
      std::move(cluster),      std::move(connection),  std::move(cipher), std::move(vocabulary),
      std::move(arrangements), std::move(schema_name), std::move(pack),   version,
      std::move(texts)};
}

}  // namespace leye::cli
