// For tests only: a migrated PostgreSQL database of one's own, gone when the object goes.
//
//   class Persons : public testing::Test {
//     store::TestDatabase database_;            // schemas leye and area_000000
//     store::Connection connection_ = database_.connect();
//   };
//
// LEYE_TEST_DSN names a server where databases may be created. A template is migrated once for each
// state of schema/ and cloned (about 0.1 s). Without the variable the test fails: nothing is
// skipped in silence.
#pragma once

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "store/migrate.hpp"
#include "store/transaction.hpp"

namespace leye::store {

class TestDatabase {
 public:
  static constexpr const char* area = "area_000000";

  TestDatabase() {
    Connection server = must(store::connect(server_dsn()));
    must(server.run_script("set lock_timeout = 0"));
    const auto folder = must(resource("schema"));
    const std::string source = "leye_template_" + must(schema_digest(folder)).substr(0, 16);
    make_template(server, source, folder);
    static std::atomic<int> count{0};
    name_ = fmt::format("leye_test_{}_{}", getpid(), ++count);
    must(server.run_script(fmt::format("drop database if exists {0} with (force)", name_)));
    must(server.run_script(fmt::format("create database {} template {}", name_, source)));
  }

  ~TestDatabase() {
    auto server = store::connect(server_dsn());
    if (!server.ok()) return;
    const auto dropped =
        server.value().run_script(fmt::format("drop database if exists {} with (force)", name_));
    if (!dropped.ok()) fmt::print(stderr, "{}\n", to_text(dropped.error()));
  }

  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  std::string dsn() const { return dsn_to(name_); }
  const std::string& name() const { return name_; }
  Connection connect() const { return must(store::connect(dsn())); }
  static Scope scope() { return Scope::whole_area(area); }

 private:
  template <class T>
  static T must(Result<T> result) {
    if (!result.ok()) fmt::print(stderr, "test database: {}\n", to_text(result.error()));
    CHECK(result.ok());
    return std::move(result).value();
  }

  static std::string server_dsn() {
    const char* dsn = std::getenv("LEYE_TEST_DSN");
    if (!dsn) fmt::print(stderr, "set LEYE_TEST_DSN to a PostgreSQL where tests may run\n");
    CHECK(dsn != nullptr);
    return dsn;
  }

  // A later keyword wins over an earlier one.
  static std::string dsn_to(const std::string& name) { return server_dsn() + " dbname=" + name; }

  static bool exists(Connection& server, const std::string& name) {
    const std::vector<Parameter> parameters{parameter(name)};
    return !must(server.run(Statement("select 1 as one from pg_database where datname = $1"),
                            parameters))
                .empty();
  }

  static void make_template(Connection& server, const std::string& name,
                            const std::filesystem::path& folder) {
    if (exists(server, name)) return;
    // Test programs run side by side: one builds the template, the others wait.
    must(server.run_script("select pg_advisory_lock(1818589542)"));
    if (!exists(server, name)) {
      drop_leftovers(server);
      const std::string draft = name + "_draft";
      must(server.run_script(fmt::format("drop database if exists {} with (force)", draft)));
      must(
          server.run_script(fmt::format("create database {} template template0 encoding 'UTF8' "
                                        "locale 'C.UTF-8'",
                                        draft)));
      {
        Connection connection = must(store::connect(dsn_to(draft)));
        must(migrate(connection, folder, {area}));
      }
      must(server.run_script(fmt::format("alter database {} rename to {}", draft, name)));
    }
    must(server.run_script("select pg_advisory_unlock(1818589542)"));
  }

  // Databases of test programs that were killed.
  static void drop_leftovers(Connection& server) {
    const auto rows = must(server.run(
        Statement("select datname::text as name, split_part(datname, '_', 3)::bigint as process "
                  "from pg_database where datname ~ '^leye_test_[0-9]+_[0-9]+$'"),
        {}));
    for (const Row row : rows)
      if (kill(static_cast<pid_t>(row.get<std::int64_t>("process")), 0) != 0 && errno == ESRCH)
        must(server.run_script(
            fmt::format("drop database if exists {} with (force)", row.get<std::string>("name"))));
  }

  std::string name_;
};

}  // namespace leye::store
