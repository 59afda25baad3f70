#include "registers/bulk.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include <fmt/format.h>

#include "store/test_database.hpp"

namespace leye::registers {
namespace {

const Provenance provenance{"测试", Instant(std::chrono::hours(24 * 19000))};

class Bulk : public testing::Test {
 protected:
  Result<RegisterLoad> begin() {
    return RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_, provenance);
  }
  std::int64_t count(store::Statement statement) {
    store::Scope scope = database_.scope();
    auto transaction = store::Transaction::begin(connection_, scope).value();
    return transaction.query(statement).value()[0].get<std::int64_t>("n");
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
};

PersonRow person(std::int64_t id) {
  PersonRow row;
  row.id = id;
  row.name = "王小" + std::to_string(id);
  row.number = "00000019900101" + std::to_string(1000 + id);
  row.phone = "1390000" + std::to_string(1000 + id);
  row.valid_from = Day::from_civil(2023, 1, 1).value();
  row.residence_place = 621002001001;
  row.sex = "1";
  return row;
}

EmploymentRow employment(std::int64_t id, std::int64_t person_id, std::int64_t employer_id) {
  EmploymentRow row;
  row.id = id;
  row.person_id = person_id;
  row.employer_id = employer_id;
  row.start_date = Day::from_civil(2023, 8, 1).value();
  row.place = 621002000000;
  return row;
}

OrganisationRow organisation(std::int64_t id) {
  OrganisationRow row;
  row.id = id;
  row.uscc = "91000000000000000K";
  row.name = "庆阳市示范有限公司";
  row.valid_from = Day::from_civil(2020, 1, 1).value();
  row.registered_place = 621002000000;
  row.account_number = "6222000000000001";
  return row;
}

TEST_F(Bulk, LoadsRowsOfAllKindsAndRestoresEveryIndex) {
  const std::int64_t indexes_before =
      count("select count(*) as n from pg_indexes where schemaname = 'area_000000'");
  const std::int64_t constraints_before = count(
      "select count(*) as n from pg_constraint where connamespace = 'area_000000'::regnamespace");
  auto load = begin();
  ASSERT_TRUE(load.ok()) << to_text(load.error());
  for (std::int64_t id = 1; id <= 30; ++id) ASSERT_TRUE(load.value().add(person(id)).ok());
  ASSERT_TRUE(load.value().add(organisation(1)).ok());
  ASSERT_TRUE(load.value().add(employment(1, 30, 1)).ok());
  const auto finished = load.value().finish();
  ASSERT_TRUE(finished.ok()) << to_text(finished.error());

  EXPECT_EQ(count("select count(*) as n from person_now"), 30);
  EXPECT_EQ(count("select count(*) as n from organisation_now"), 1);
  EXPECT_EQ(count("select count(*) as n from pg_indexes where schemaname = 'area_000000'"),
            indexes_before);
  EXPECT_EQ(count("select count(*) as n from pg_constraint "
                  "where connamespace = 'area_000000'::regnamespace"),
            constraints_before);
  EXPECT_EQ(count("select count(*) as n from find_persons_by_name('小3', 10)"), 2);
  EXPECT_EQ(count("select nextval(pg_get_serial_sequence('person', 'id')) as n"), 31);
}

TEST_F(Bulk, RefusesAnAreaThatHasRows) {
  auto first = begin();
  ASSERT_TRUE(first.value().add(person(1)).ok());
  ASSERT_TRUE(first.value().finish().ok());
  const auto second = begin();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
}

TEST_F(Bulk, LeavesNothingBehindWhenAKeyIsMissing) {
  {
    auto load = begin();
    ASSERT_TRUE(load.value().add(person(1)).ok());
    ASSERT_TRUE(load.value().add(employment(1, 1, 99)).ok());
    EXPECT_FALSE(load.value().finish().ok());
  }
  EXPECT_EQ(count("select count(*) as n from person"), 0);
  EXPECT_EQ(count("select count(*) as n from pg_indexes "
                  "where indexname = 'employment_key' and schemaname = 'area_000000'"),
            1);
}

TEST(IdentityCipher, OpensOnlyWithThePersonsSalt) {
  const IdentityCipher cipher{Cipher::from_master(Secret(Bytes(32, 7)))};
  const IdentityCipher other{Cipher::from_master(Secret(Bytes(32, 8)))};
  const Salt salt = cipher.new_salt();
  const Bytes sealed = cipher.seal(salt, "000000199001010018");
  EXPECT_EQ(cipher.open(salt, sealed).value(), "000000199001010018");
  EXPECT_NE(cipher.seal(salt, "000000199001010018"), sealed);
  EXPECT_FALSE(cipher.open(cipher.new_salt(), sealed).ok());
  EXPECT_FALSE(cipher.open({}, sealed).ok());
  EXPECT_FALSE(other.open(salt, sealed).ok());
  Bytes changed = sealed;
  changed.back() ^= 1;
  EXPECT_FALSE(cipher.open(salt, changed).ok());
  EXPECT_EQ(cipher.number_blind("1"), IdentityCipher(cipher).number_blind("1"));
  EXPECT_NE(cipher.number_blind("1"), cipher.phone_blind("1"));
  EXPECT_NE(cipher.number_blind("1"), other.number_blind("1"));
}

TEST(IdentityCipher, ReadsAndFindsWhatWasThereBeforeTheOtherProfile) {
  const auto file = std::filesystem::temp_directory_path() / fmt::format("leye-ring-{}", getpid());
  const auto ring = [&file](const std::string& lines) {
    std::filesystem::remove(file);
    std::ofstream(file) << lines;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    return Cipher::open(file).value();
  };
  const std::string first(64, '1'), second(64, '2');
  const IdentityCipher before{ring(first)}, after{ring("sm " + second + "\n" + first)};
  const IdentityCipher begun_otherwise{ring("sm " + second)};
  std::filesystem::remove(file);
  const Salt salt = before.new_salt(), other = after.new_salt();
  EXPECT_NE(salt, other);
  const Bytes sealed = before.seal(salt, "000000199001010018");
  const Bytes now = after.seal(salt, "000000199001010018");
  EXPECT_EQ(now.size(), sealed.size() + 20) << "nonce and tag of the sm profile are longer";
  for (const auto& each : {sealed, now}) {
    EXPECT_EQ(after.open(salt, each).value(), "000000199001010018");
    EXPECT_FALSE(after.open(other, each).ok());
  }
  // Each value needs the key that leads it, and no other (decision 0053); the indexes the first
  // one.
  EXPECT_FALSE(begun_otherwise.open(salt, sealed).ok());
  EXPECT_FALSE(before.open(salt, now).ok());
  EXPECT_EQ(begun_otherwise.open(salt, now).value(), "000000199001010018");
  EXPECT_NE(begun_otherwise.number_blind("1"), before.number_blind("1"));
  EXPECT_EQ(after.number_blind("000000199001010018"), before.number_blind("000000199001010018"));
}

}  // namespace
}  // namespace leye::registers
