// Who is alike before a file is made by hand, and what is kept of those who are somebody else.
#include "registers/entry.hpp"

#include "registers/import.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

class EntryTest : public RegisterTest {
 protected:
  void store(const char* kind, const std::string& sheet) {
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_,
                  {kind, "窗口录入", next_minute(), day("2023-05-04")});
    const auto report = must(import.run(intake::bytes_of(sheet)));
    ASSERT_TRUE(report.problems.empty()) << report.problems.front().message;
    must(import.store());
    must(transaction.commit());
  }
  std::string likes(store::Transaction& transaction, const std::string& uscc,
                    const std::string& name) {
    Organisations organisations(transaction, vocabulary_, cipher_);
    std::string all;
    for (const auto& each : must(like_organisations(organisations, similar_, numbers_, uscc, name)))
      all += each.reasons.front() + " " + std::to_string(each.score) + " ";
    return all;
  }
  Numbers numbers_ = Numbers::load().value();
  SimilarNames similar_ =
      SimilarNames::load(resource("data/characters/similar.txt").value()).value();
};

TEST_F(EntryTest, EmployersAreAlikeByCodeByNameAndByNameButForForm) {
  store("organisation",
        "统一社会信用代码,单位名称,注册地\n"
        "91000000MA0000001R,西峰（庆阳）未名商贸有限公司,西峰区\n"
        "91000000MA00000030,未名试验（庆阳）有限公司,西峰区\n");
  auto transaction = begin();
  EXPECT_EQ(likes(transaction, "91000000MA0000001R", ""), "same_code 100 ");
  EXPECT_EQ(likes(transaction, "91000000MA0000002W", "西峰（庆阳）未名商贸有限公司"),
            "same_trade_name 85 ");
  EXPECT_EQ(likes(transaction, "", "西峰(庆阳)未名商贸有限责任公司"), "similar_trade_name 70 ");
  EXPECT_EQ(likes(transaction, "", "西峰（庆阳）末名商贸有限公司"), "similar_trade_name 70 ");
  EXPECT_EQ(likes(transaction, "", "末名试验(庆阳)有限责任公司"), "similar_trade_name 70 ");
  EXPECT_EQ(likes(transaction, "", "未名商贸有限公司"), "");
  EXPECT_EQ(likes(transaction, "91000000MA0000002W", ""), "");
  EXPECT_EQ(likes(transaction, "", "公司"), "");
  numbers_.employer_same_code = 99;
  numbers_.employer_same_name = 80;
  numbers_.employer_similar_name = 60;
  EXPECT_EQ(likes(transaction, "91000000MA0000001R", "西峰（庆阳）末名商贸有限公司"),
            "same_code 99 ");
  EXPECT_EQ(likes(transaction, "", "西峰（庆阳）未名商贸有限公司"), "same_trade_name 80 ");
  EXPECT_EQ(likes(transaction, "", "西峰（庆阳）末名商贸有限公司"), "similar_trade_name 60 ");
}

TEST(Entry, WhoHasTheNumberHasAFile) {
  const auto refused = check_told_apart({{5, {"same_number"}, 100}}, {{5, "不是他"}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(refused.error().where, std::vector<std::string>{"id_number"});
  const auto employer = check_told_apart({{5, {"same_code"}, 99}}, {});
  ASSERT_FALSE(employer.ok());
  EXPECT_EQ(employer.error().where, std::vector<std::string>{"uscc"});
}

TEST(Entry, EveryoneAlikeIsToldApartWithAReason) {
  const std::vector<Likeness> alike{{5, {"same_person"}, 85}, {6, {"similar_name"}, 70}};
  EXPECT_TRUE(check_told_apart({}, {}).ok());
  EXPECT_TRUE(check_told_apart(alike, {{6, "证件照片不同"}, {5, "父子同名"}}).ok());
  const auto one_left = check_told_apart(alike, {{5, "父子同名"}});
  ASSERT_FALSE(one_left.ok());
  EXPECT_EQ(one_left.error().code, ErrorCode::conflict);
  EXPECT_NE(one_left.error().what.find("有 1 份"), std::string::npos);
  const auto no_reason = check_told_apart(alike, {{5, "父子同名"}, {6, "否"}});
  ASSERT_FALSE(no_reason.ok());
  EXPECT_EQ(no_reason.error().code, ErrorCode::invalid_input);
}

// The search of the whole register finds the two alike and leaves them as they were told apart.
TEST_F(EntryTest, WhoWasToldApartStaysSo) {
  store("person", "身份证号码,姓名,出生日期,常住地\n护照:E11111111,陈小峰,1980-06-06,西峰区\n");
  std::vector<Likeness> alike;
  {
    auto looking = begin();
    Duplicates before(looking, cipher_, similar_, numbers_);
    alike = must(before.like({"passport:E22222222", "陳小峰", day("1980-06-06"), 621002000000}));
  }
  store("person", "身份证号码,姓名,出生日期,常住地\n护照:E22222222,陳小峰,1980-06-06,西峰区\n");
  auto transaction = begin();
  const auto first = must(person_with_number(transaction, cipher_, "passport:E11111111"));
  ASSERT_EQ(alike.size(), 1U);
  EXPECT_EQ(alike.front().person, first);
  Duplicates duplicates(transaction, cipher_, similar_, numbers_);
  const auto second = must(person_with_number(transaction, cipher_, "passport:E22222222"));
  must(keep_told_apart(transaction, {second, 9, "窗口", next_minute()}, alike,
                       {{first, "两本护照都看过，是堂兄弟"}}));
  const auto tally = must(duplicates.find_all(next_minute()));
  EXPECT_EQ(tally.fresh, 0);
  const auto kept = must(list_pairs(transaction, "different", 10, 0));
  ASSERT_EQ(kept.total, 1);
  EXPECT_EQ(kept.items.front().first, std::min(first, second));
  EXPECT_EQ(kept.items.front().second, std::max(first, second));
  EXPECT_EQ(kept.items.front().reason, "两本护照都看过，是堂兄弟");
  EXPECT_EQ(kept.items.front().decided_by, "窗口");
}

TEST_F(EntryTest, ANumberThatNobodyHasIsNotFound) {
  auto transaction = begin();
  const auto nobody = person_with_number(transaction, cipher_, "passport:E33333333");
  ASSERT_FALSE(nobody.ok());
  EXPECT_EQ(nobody.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace leye::registers
