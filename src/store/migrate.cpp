#include "store/migrate.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "store/transaction.hpp"

namespace leye::store {
namespace {

struct Migration {
  int number = 0;
  std::string name;  // "0030_funds.sql"
  std::string text;
  std::string sha256;
};

constexpr const char* roles_script = R"sql(
do $$
declare wanted text;
begin
  foreach wanted in array array['leye_owner', 'leye_app', 'leye_screen'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin %s', wanted,
                       case wanted when 'leye_screen' then 'bypassrls' else '' end);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
  execute format('grant create on database %I to leye_owner', current_database());
end $$)sql";

constexpr const char* foundation_script = R"sql(
create extension if not exists btree_gist schema public;
create extension if not exists pg_trgm schema public;
create schema if not exists leye authorization leye_owner;
set role leye_owner;
create table if not exists leye.migration (
  scope      text not null,  -- 'global' or the schema of an area
  number     int not null,
  name       text not null,
  sha256     text not null,
  applied_at timestamptz not null,
  primary key (scope, number));
grant usage on schema leye to leye_app, leye_screen;
grant select on leye.migration to leye_app, leye_screen;
reset role)sql";

// Rights on everything the owner makes in a schema from now on; the files revoke what they must.
std::string schema_script(const std::string& schema) {
  return fmt::format(R"sql(
create schema if not exists {0} authorization leye_owner;
grant usage on schema {0} to leye_app, leye_screen;
alter default privileges for role leye_owner in schema {0}
  grant select, insert, update, delete on tables to leye_app, leye_screen;
alter default privileges for role leye_owner in schema {0}
  grant usage, select on sequences to leye_app, leye_screen)sql",
                     schema);
}

Result<Migration> read_migration(const std::filesystem::path& path) {
  Migration migration;
  migration.name = path.filename().string();
  const auto digits = migration.name.substr(0, 4);
  if (migration.name.size() < 6 || migration.name[4] != '_' ||
      digits.find_first_not_of("0123456789") != std::string::npos)
    return Error{ErrorCode::invalid_input,
                 "a migration is named NNNN_what.sql, not " + migration.name};
  migration.number = std::stoi(digits);
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::not_found, "cannot read " + path.string()};
  std::ostringstream text;
  text << file.rdbuf();
  migration.text = text.str();
  migration.sha256 = sha256_hex(migration.text);
  return migration;
}

Result<std::vector<Migration>> read_folder(const std::filesystem::path& folder) {
  std::vector<Migration> migrations;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".sql") migrations.push_back(TRY(read_migration(entry.path())));
  if (error) return Error{ErrorCode::not_found, "cannot read the folder " + folder.string()};
  std::sort(migrations.begin(), migrations.end(),
            [](const auto& left, const auto& right) { return left.number < right.number; });
  for (std::size_t i = 1; i < migrations.size(); ++i)
    if (migrations[i].number == migrations[i - 1].number)
      return Error{ErrorCode::invalid_input,
                   fmt::format("two migrations have the number of {}", migrations[i].name)};
  return migrations;
}

struct Known {
  std::string name, sha256;
};

Result<std::map<int, Known>> known_migrations(Connection& connection, const std::string& scope) {
  const std::vector<Parameter> parameters{parameter(scope)};
  const auto rows = TRY(connection.run(
      Statement("select number, name, sha256 from leye.migration where scope = $1"), parameters));
  std::map<int, Known> known;
  for (const Row row : rows)
    known[row.get<int>("number")] = {row.get<std::string>("name"), row.get<std::string>("sha256")};
  return known;
}

Status check_known(const std::map<int, Known>& known, const std::vector<Migration>& migrations,
                   const std::string& scope) {
  for (const auto& [number, record] : known) {
    const auto file = std::find_if(migrations.begin(), migrations.end(),
                                   [&](const auto& each) { return each.number == number; });
    if (file == migrations.end())
      return Error{ErrorCode::conflict,
                   fmt::format("the database holds migration {} ({}), which this program does not "
                               "know: it is older than the database",
                               record.name, scope),
                   {},
                   "use the newer program, or restore a backup made by this one"};
    if (file->sha256 != record.sha256)
      return Error{
          ErrorCode::conflict,
          fmt::format("migration {} ({}) was changed after it was applied", file->name, scope),
          {},
          "put the file back as it was and write the change as a new migration"};
  }
  return Done{};
}

Status apply(Connection& connection, const Migration& migration, const std::string& scope,
             const std::string& schema) {
  const std::string path = schema == "leye" ? "leye, public" : schema + ", leye, public";
  const auto run = [&]() -> Status {
    TRY(connection.run_script(fmt::format(
        "begin; set local role leye_owner; set local search_path = {}; set local lock_timeout = 0",
        path)));
    TRY(connection.run_script(migration.text));
    const std::vector<Parameter> parameters{parameter(scope), parameter(migration.number),
                                            parameter(migration.name), parameter(migration.sha256),
                                            parameter(SystemClock().now())};
    TRY(connection.run(
        Statement("insert into leye.migration (scope, number, name, sha256, applied_at) "
                  "values ($1, $2, $3, $4, $5)"),
        parameters));
    return connection.run_script("commit");
  };
  auto done = run();
  if (!done.ok()) {
    if (auto undone = connection.run_script("rollback"); !undone.ok()) return undone;
  }
  return std::move(done).at(migration.name + " in " + schema);
}

Status apply_all(Connection& connection, const std::vector<Migration>& migrations,
                 const std::string& scope, const std::string& schema, MigrationReport& report) {
  const auto known = TRY(known_migrations(connection, scope));
  TRY(check_known(known, migrations, scope));
  TRY(connection.run_script(schema_script(schema)));
  for (const auto& migration : migrations) {
    if (known.contains(migration.number)) {
      ++report.present;
      continue;
    }
    TRY(apply(connection, migration, scope, schema));
    ++report.applied;
  }
  return Done{};
}

Status migrate_locked(Connection& connection, const std::filesystem::path& schema_folder,
                      std::vector<std::string> areas, MigrationReport& report) {
  TRY(connection.run_script(roles_script));
  TRY(connection.run_script(foundation_script));
  const auto global = TRY(read_folder(schema_folder / "global"));
  const auto local = TRY(read_folder(schema_folder / "area"));
  TRY(apply_all(connection, global, "global", "leye", report));
  for (auto& present : TRY(area_schemas(connection))) areas.push_back(std::move(present));
  std::sort(areas.begin(), areas.end());
  areas.erase(std::unique(areas.begin(), areas.end()), areas.end());
  for (const auto& area : areas) TRY(apply_all(connection, local, area, area, report));
  return Done{};
}

}  // namespace

Result<MigrationReport> migrate(Connection& connection, const std::filesystem::path& schema_folder,
                                const std::vector<std::string>& areas) {
  for (const auto& area : areas)
    if (!is_area_schema(area))
      return Error{ErrorCode::invalid_input, "not the schema of an area: " + area};
  // One migrator at a time; the number is ours alone ("leye").
  connection.set_deadline(std::chrono::steady_clock::time_point::max());
  TRY(connection.run_script("set lock_timeout = 0; select pg_advisory_lock(1818589541)"));
  MigrationReport report;
  auto done = migrate_locked(connection, schema_folder, areas, report);
  TRY(connection.run_script("select pg_advisory_unlock(1818589541); set lock_timeout = '10s'"));
  if (!done.ok()) return std::move(done).error();
  return report;
}

Status create_roles(Connection& connection) { return connection.run_script(roles_script); }

Result<std::vector<std::string>> area_schemas(Connection& connection) {
  const auto rows =
      TRY(connection.run(Statement("select nspname::text as name from pg_namespace where nspname ~ "
                                   "'^area_[0-9]{6,12}$' order by nspname"),
                         {}));
  std::vector<std::string> names;
  for (const Row row : rows) names.push_back(row.get<std::string>("name"));
  return names;
}

Result<std::string> schema_digest(const std::filesystem::path& schema_folder) {
  Sha256 digest;
  digest.add(std::string_view(roles_script));
  digest.add(std::string_view(foundation_script));
  for (const char* part : {"global", "area"})
    for (const auto& migration : TRY(read_folder(schema_folder / part)))
      digest.add(part + migration.name + migration.sha256);
  return digest.finish_hex();
}

}  // namespace leye::store
