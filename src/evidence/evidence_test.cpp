#include "evidence/evidence.hpp"

#include <gtest/gtest.h>

#include "store/test_database.hpp"

namespace leye::evidence {
namespace {

constexpr std::int64_t town = 621002001000;
const std::string scan = "%PDF-1.7 参保记录";

class Evidence : public testing::Test {
 protected:
  store::Transaction begin() {
    store::Scope scope = store::TestDatabase::scope();
    scope.bypass = true;
    return store::Transaction::begin(connection_, scope).value();
  }
  Adder adder(std::int64_t account = 7) { return {account, town, clock_.now()}; }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  Cipher cipher_ = Cipher::from_master(Secret(Bytes(32, 7)));
  SetClock clock_{Day::parse("2023-10-16").value()};
};

TEST(EvidenceKind, IsTakenFromTheBytes) {
  EXPECT_EQ(kind_of("%PDF-1.4"), "pdf");
  EXPECT_EQ(kind_of("\xFF\xD8\xFF\xE0"), "jpeg");
  EXPECT_EQ(kind_of("\x89PNG\r\n\x1A\n...."), "png");
  EXPECT_EQ(kind_of("PK\x03\x04"), "");
  EXPECT_EQ(kind_of("<html>"), "");
}

TEST_F(Evidence, IsKeptSealedAndOpenedAgain) {
  auto transaction = begin();
  const auto file = add_file(transaction, cipher_, adder(), {"参保.pdf", scan});
  ASSERT_TRUE(file.ok()) << to_text(file.error());
  ASSERT_TRUE(
      attach(transaction, adder(), file.value(), "suspect", {{17, town}, {18, town}}).ok());
  const auto listed = of_rows(transaction, "suspect", {17, 18, 19}).value();
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed.at(17)[0].name, "参保.pdf");
  EXPECT_EQ(listed.at(17)[0].size, static_cast<std::int64_t>(scan.size()));
  EXPECT_TRUE(of_rows(transaction, "quality", {17}).value().empty());
  EXPECT_TRUE(of_rows(transaction, "suspect", {17}, 8).value().empty());
  const auto opened = open_file(transaction, cipher_, listed.at(18)[0].id);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened.value().bytes, scan);
  EXPECT_EQ(opened.value().row, 18);
  const auto stored = transaction.query(
      "select count(*) as n from evidence_file where position('PDF'::bytea in content) > 0");
  EXPECT_EQ(stored.value()[0].get<std::int64_t>("n"), 0);
}

TEST_F(Evidence, IsWipedWhenItIsOfNoRow) {
  auto transaction = begin();
  const auto file = add_file(transaction, cipher_, adder(), {"参保.pdf", scan}).value();
  ASSERT_TRUE(attach(transaction, adder(), file, "suspect", {{17, town}, {18, town}}).ok());
  const auto listed = of_rows(transaction, "suspect", {17, 18}).value();
  const auto empty = [&] {
    return transaction.query("select count(*) as n from evidence_file where content = ''")
        .value()[0]
        .get<std::int64_t>("n");
  };
  EXPECT_FALSE(remove(transaction, adder(8), listed.at(17)[0].id).ok());  // another's
  ASSERT_TRUE(remove(transaction, adder(), listed.at(17)[0].id).ok());
  EXPECT_EQ(empty(), 0);
  EXPECT_FALSE(open_file(transaction, cipher_, listed.at(17)[0].id).ok());
  ASSERT_TRUE(remove(transaction, adder(), listed.at(18)[0].id).ok());
  EXPECT_EQ(empty(), 1);
  EXPECT_FALSE(remove(transaction, adder(), listed.at(18)[0].id).ok());
}

TEST_F(Evidence, RefusesWhatItCannotKeep) {
  auto transaction = begin();
  const auto tried = [&](const char* name, std::string_view bytes) {
    return add_file(transaction, cipher_, adder(), {name, bytes}).ok();
  };
  EXPECT_FALSE(tried("a.pdf", ""));
  EXPECT_FALSE(tried("a.pdf", "MZ program"));
  EXPECT_FALSE(tried("../a.pdf", scan));
  EXPECT_FALSE(tried("a\n.pdf", scan));
  EXPECT_FALSE(tried("", scan));
  EXPECT_FALSE(tried("a.pdf", scan + std::string(file_bytes_max, 'x')));
  for (int i = 0; i < 10; ++i) {
    const auto file = add_file(transaction, cipher_, adder(), {"参保.pdf", scan}).value();
    ASSERT_TRUE(attach(transaction, adder(), file, "quality", {{5, town}}).ok());
  }
  const auto eleventh = add_file(transaction, cipher_, adder(), {"参保.pdf", scan}).value();
  EXPECT_EQ(attach(transaction, adder(), eleventh, "quality", {{5, town}, {6, town}}).error().code,
            ErrorCode::conflict);
}

}  // namespace
}  // namespace leye::evidence
