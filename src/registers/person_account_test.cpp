// Where people are paid: sealed, compared without being opened, kept when it is replaced, and told
// to whoever pays a case of that person only.
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "registers/import.hpp"
#include "registers/people.hpp"
#include "store/test_database.hpp"

namespace leye::registers {
namespace {

class PersonAccount : public testing::Test {
 protected:
  PersonAccount() {
    auto transaction = begin();
    EXPECT_TRUE(transaction
                    .execute("insert into leye.place (code, name, level, parent) values "
                             "(621000000000, '庆阳市', 2, null), "
                             "(621002000000, '西峰区', 3, 621000000000) on conflict do nothing")
                    .ok());
    EXPECT_TRUE(transaction.commit().ok());
  }
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  // "new changed same bad"
  std::string import(const std::string& rows) {
    const std::string text = "身份证号码,姓名,现住地行政区划,社保卡账号,开户行,手机号码\n" + rows;
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_,
                  {"person", "社会保障卡发放", start_ + std::chrono::minutes(++minute_),
                   Day::parse("2023-06-01").value()});
    const auto report = import.run(intake::bytes_of(text));
    if (!report.ok()) return to_text(report.error());
    EXPECT_TRUE(import.store().ok());
    EXPECT_TRUE(transaction.commit().ok());
    return fmt::format("{} {} {} {}", report.value().added, report.value().changed,
                       report.value().same, report.value().bad);
  }
  People::Account account(std::int64_t person) {
    auto transaction = begin();
    return People(transaction, vocabulary_, cipher_).account(person).value();
  }
  std::int64_t count(store::Statement statement) {
    auto transaction = begin();
    return transaction.query(statement).value()[0].get<std::int64_t>("n");
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  Instant start_{std::chrono::hours(24 * 19000)};
  int minute_ = 0;
};

const std::string first =
    "000000199001010018,王小明,621002,6217000000000001,示例银行,13900001234\n";

TEST_F(PersonAccount, ComesWithTheFileAndStaysUntilAnotherComes) {
  EXPECT_EQ(import(first), "1 0 0 0");
  EXPECT_EQ(account(1).number, "6217000000000001");
  EXPECT_EQ(account(1).bank, "示例银行");
  EXPECT_EQ(import(first), "0 0 1 0");
  // Nothing said of it, and a new phone: number, phone and account each open under their own key.
  EXPECT_EQ(import("000000199001010018,王小明,621002,,,13900005678\n"), "0 1 0 0");
  EXPECT_EQ(account(1).number, "6217000000000001");
  EXPECT_EQ(count("select count(*) as n from person_account_past"), 0);
  EXPECT_EQ(import("000000199001010018,王小明,621002,6217000000000002,,\n"), "0 1 0 0");
  EXPECT_EQ(account(1).number, "6217000000000002");
  EXPECT_EQ(account(1).bank, "示例银行");
  EXPECT_EQ(count("select count(*) as n from person_account_past"), 1);
}

TEST_F(PersonAccount, IsAddedToWhoeverHadNone) {
  EXPECT_EQ(import("000000199001010018,王小明,621002,,,13900001234\n"), "1 0 0 0");
  EXPECT_EQ(account(1).number, "");
  EXPECT_EQ(import(first), "0 1 0 0");
  EXPECT_EQ(account(1).number, "6217000000000001");
}

// What an import brought goes with it; what stood before comes back.
TEST_F(PersonAccount, GoesBackWithTheImportThatBroughtIt) {
  EXPECT_EQ(import(first), "1 0 0 0");
  EXPECT_EQ(import("000000199001010018,王小明,621002,6217000000000002,,\n"), "0 1 0 0");
  auto transaction = begin();
  const Instant stored = start_ + std::chrono::minutes(minute_);
  const auto undone = transaction.execute("select undo_import_of_identities('{}', $1, $2)", stored,
                                          stored + std::chrono::minutes(1));
  ASSERT_TRUE(undone.ok()) << to_text(undone.error());
  ASSERT_TRUE(transaction.commit().ok());
  EXPECT_EQ(account(1).number, "6217000000000001");
  EXPECT_EQ(account(1).bank, "示例银行");
  EXPECT_EQ(count("select count(*) as n from person_account"), 1);
}

TEST_F(PersonAccount, ABankWithoutAnAccountIsNoAccount) {
  EXPECT_EQ(import("000000199001010018,王小明,621002,,示例银行,\n"), "0 0 0 1");
}

TEST_F(PersonAccount, StandsInTheFileOfThePersonAndIsMaskedLikeAnyAccount) {
  EXPECT_EQ(import(first), "1 0 0 0");
  auto transaction = begin();
  const auto file =
      People(transaction, vocabulary_, cipher_)
          .file(1, {Day::parse("2023-07-01").value(), start_ + std::chrono::hours(1)});
  ASSERT_TRUE(file.ok()) << to_text(file.error());
  const FactValue* held = file.value().person.find("account_number");
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(held->value, "6217000000000001");
  EXPECT_EQ(held->fact->mask, Mask::account);
}

}  // namespace
}  // namespace leye::registers
