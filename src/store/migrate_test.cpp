// Migrations run once, are refused when edited, and go on where they stopped.
#include "store/migrate.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "store/test_database.hpp"

namespace leye::store {
namespace {

class Migrate : public testing::Test {
 protected:
  Migrate() {
    folder_ = std::filesystem::temp_directory_path() / database_.name();
    std::filesystem::create_directories(folder_ / "global");
    std::filesystem::create_directories(folder_ / "area");
    // Beside the real ones, so that records of the template are known.
    const auto real = resource("schema").value();
    std::filesystem::copy(real, folder_,
                          std::filesystem::copy_options::recursive |
                              std::filesystem::copy_options::overwrite_existing);
  }
  ~Migrate() override { std::filesystem::remove_all(folder_); }

  void write(const char* name, const char* text) { std::ofstream(folder_ / name) << text; }

  TestDatabase database_;
  Connection connection_ = database_.connect();
  std::filesystem::path folder_;
};

TEST_F(Migrate, RunsEachFileOnceInEachArea) {
  write("global/9001_extra.sql", "create table extra_global (id bigint primary key)");
  write("area/9001_extra.sql", "create table extra_local (id bigint primary key)");
  const auto first = migrate(connection_, folder_, {"area_000000", "area_000001"});
  ASSERT_TRUE(first.ok()) << to_text(first.error());
  EXPECT_GE(first.value().applied, 3);
  const auto second = migrate(connection_, folder_, {});
  ASSERT_TRUE(second.ok()) << to_text(second.error());
  EXPECT_EQ(second.value().applied, 0);
  EXPECT_EQ(area_schemas(connection_).value(),
            (std::vector<std::string>{"area_000000", "area_000001"}));
  auto transaction = Transaction::begin(connection_, Scope::whole_area("area_000001")).value();
  EXPECT_TRUE(transaction.execute("insert into extra_local values (1)").ok());
}

TEST_F(Migrate, AnEditedFileIsRefused) {
  write("area/9001_extra.sql", "create table extra (id bigint)");
  ASSERT_TRUE(migrate(connection_, folder_, {}).ok());
  write("area/9001_extra.sql", "create table extra (id bigint, more text)");
  const auto again = migrate(connection_, folder_, {});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(Migrate, ADatabaseOfANewerProgramIsRefused) {
  write("area/9001_extra.sql", "create table extra (id bigint)");
  ASSERT_TRUE(migrate(connection_, folder_, {}).ok());
  std::filesystem::remove(folder_ / "area/9001_extra.sql");
  EXPECT_EQ(migrate(connection_, folder_, {}).error().code, ErrorCode::conflict);
}

TEST_F(Migrate, AFailingFileLeavesNothingAndIsNamed) {
  write("area/9001_extra.sql", "create table extra (id bigint)");
  write("area/9002_wrong.sql", "create table half (id bigint); select 1 / 0");
  const auto failed = migrate(connection_, folder_, {});
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(to_text(failed.error()).find("9002_wrong.sql"), std::string::npos);
  auto transaction = Transaction::begin(connection_, TestDatabase::scope()).value();
  EXPECT_FALSE(transaction.query("select 1 as one from half").ok());
  write("area/9002_wrong.sql", "create table half (id bigint)");
}

TEST_F(Migrate, TheApplicationRolesAreNotTheOwner) {
  auto transaction = Transaction::begin(connection_, TestDatabase::scope()).value();
  const auto made = transaction.execute("create table leye.mine (id bigint)");
  EXPECT_EQ(made.error().code, ErrorCode::forbidden);
}

}  // namespace
}  // namespace leye::store
