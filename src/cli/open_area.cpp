#include "cli/open_area.hpp"

#include <CLI/CLI.hpp>

#include "cli/policies.hpp"
#include "registers/places.hpp"

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

}  // namespace

void add_area_options(CLI::App& command, AreaOptions& options) {
  command.add_option("--data", options.data, "data folder (private PostgreSQL, keys)");
  command.add_option("--db", options.database, "connection string of a PostgreSQL to use");
  command.add_option("--pack", options.pack, "policy pack in force; default: the last of packs/");
  command.add_option("--area", options.area, "schema of the area; default: the first");
}

store::Scope OpenArea::scope(bool bypass) const {
  store::Scope scope = store::Scope::whole_area(schema_name);
  scope.bypass = bypass;
  scope.time_limit = statement_time_max;
  return scope;
}

Result<OpenArea> open_area(const AreaOptions& options) {
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
  auto vocabulary = TRY(vocabulary_in_force(options.pack));
  const auto pack = TRY(pack_in_force(options.pack));
  auto arrangements = TRY(exchange::Arrangements::load(pack, vocabulary));
  return OpenArea{std::move(cluster), std::move(connection), std::move(cipher),
                  std::move(vocabulary), std::move(arrangements), std::move(schema_name)};
}

}  // namespace leye::cli
