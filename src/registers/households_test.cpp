// A family as it is kept by hand: joining, leaving, coming back, and whether anybody of it works.
#include "registers/households.hpp"

#include <algorithm>

#include "registers/entry.hpp"
#include "registers/import.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

class HouseholdsTest : public RegisterTest {
 protected:
  HouseholdsTest() {
    store("person",
          "身份证号码,姓名,常住地\n护照:E00000001,张父,西峰区\n护照:E00000002,李母,西峰区\n"
          "护照:E00000003,张子,西峰区\n");
    store("organisation",
          "统一社会信用代码,单位名称,注册地\n91000000MA0000001R,某厂,环县\n");
    auto transaction = begin();
    father_ = person(transaction, "passport:E00000001");
    mother_ = person(transaction, "passport:E00000002");
    son_ = person(transaction, "passport:E00000003");
  }
  void store(const char* kind, const std::string& sheet) {
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_,
                  {kind, "导入", next_minute(), day("2023-01-01")});
    const auto report = must(import.run(intake::bytes_of(sheet)));
    ASSERT_TRUE(report.problems.empty()) << report.problems.front().message;
    must(import.store());
    must(transaction.commit());
  }
  std::int64_t person(store::Transaction& transaction, const char* number) {
    return must(person_with_number(transaction, cipher_, number));
  }
  HouseholdNote note() { return {"窗口录入", next_minute()}; }
  std::int64_t family(store::Transaction& transaction) {
    return must(make_household(
        transaction, {father_, "registered", 621002000000, day("2023-01-01"), note()}));
  }
  Household seen(store::Transaction& transaction, std::int64_t id, const char* on) {
    return must(find_household(transaction, id, {day(on), next_minute()}));
  }
  static std::string told(const Household& household) {
    std::string all;
    for (const auto& each : household.members)
      all += each.relation + (each.present ? "+" : "-") + " ";
    return all;
  }
  std::int64_t father_ = 0, mother_ = 0, son_ = 0;
};

TEST_F(HouseholdsTest, MembersJoinLeaveAndComeBack) {
  auto transaction = begin();
  const auto id = family(transaction);
  EXPECT_TRUE(must(set_member(transaction, {id, mother_, "1", day("2023-01-01"), {}, note()})));
  EXPECT_TRUE(must(set_member(transaction, {id, son_, "2", day("2023-03-01"), {}, note()})));
  EXPECT_EQ(told(seen(transaction, id, "2023-02-28")), "0+ 1+ 2- ");
  EXPECT_EQ(told(seen(transaction, id, "2023-03-01")), "0+ 1+ 2+ ");
  const auto before = next_minute();
  EXPECT_TRUE(must(
      set_member(transaction, {id, son_, "2", day("2023-03-01"), day("2023-06-30"), note()})));
  EXPECT_FALSE(must(
      set_member(transaction, {id, son_, "2", day("2023-03-01"), day("2023-06-30"), note()})));
  EXPECT_EQ(told(seen(transaction, id, "2023-06-30")), "0+ 1+ 2+ ");
  EXPECT_EQ(told(seen(transaction, id, "2023-07-01")), "0+ 1+ 2- ");
  // What we knew before he left.
  EXPECT_EQ(told(must(find_household(transaction, id, {day("2023-07-01"), before}))),
            "0+ 1+ 2+ ");
  EXPECT_TRUE(must(set_member(transaction, {id, son_, "2", day("2023-09-01"), {}, note()})));
  auto people = must(household_people(transaction, son_));
  std::sort(people.begin(), people.end());
  EXPECT_EQ(people, (std::vector<std::int64_t>{father_, mother_, son_}));
  const auto back = seen(transaction, id, "2023-09-02");
  EXPECT_EQ(told(back), "0+ 1+ 2+ ");
  EXPECT_EQ(back.members.back().times_changed, 2);
  EXPECT_EQ(must(households_of(transaction, son_, {day("2023-09-02"), next_minute()})).size(), 1U);
}

TEST_F(HouseholdsTest, WhoStandsAloneIsTheOnlyOne) {
  auto transaction = begin();
  family(transaction);
  EXPECT_EQ(must(household_people(transaction, mother_)), std::vector<std::int64_t>{mother_});
}

TEST_F(HouseholdsTest, WithoutWorkTheDaySomebodyIsHiredItIsNot) {
  std::int64_t id = 0;
  {
    auto transaction = begin();
    id = family(transaction);
    must(set_member(transaction, {id, mother_, "1", day("2023-01-01"), {}, note()}));
    EXPECT_FALSE(seen(transaction, id, "2023-05-01").without_work());  // nobody is registered
    must(transaction.commit());
  }
  store("unemployment_registration", "身份证号码,登记日期,登记地\n护照:E00000001,2023-04-01,西峰区\n");
  {
    auto transaction = begin();
    EXPECT_TRUE(seen(transaction, id, "2023-05-01").without_work());
    EXPECT_FALSE(seen(transaction, id, "2023-03-31").without_work());
  }
  store("employment",
        "身份证号码,单位统一社会信用代码,入职日期\n护照:E00000002,91000000MA0000001R,2023-05-10\n");
  auto transaction = begin();
  EXPECT_TRUE(seen(transaction, id, "2023-05-09").without_work());
  EXPECT_FALSE(seen(transaction, id, "2023-05-10").without_work());
  // She leaves the family: her job is not its job any more.
  must(set_member(transaction, {id, mother_, "1", day("2023-01-01"), day("2023-05-31"), note()}));
  EXPECT_FALSE(seen(transaction, id, "2023-05-31").without_work());
  EXPECT_TRUE(seen(transaction, id, "2023-06-01").without_work());
}

TEST_F(HouseholdsTest, OneFamilyOfAKindAtATime) {
  auto transaction = begin();
  const auto id = family(transaction);
  must(set_member(transaction, {id, son_, "2", day("2023-01-01"), {}, note()}));
  const auto own = must(make_household(
      transaction, {mother_, "registered", 621002000000, day("2023-01-01"), note()}));
  const auto both =
      set_member(transaction, {own, son_, "2", day("2023-06-01"), std::nullopt, note()});
  ASSERT_FALSE(both.ok());
  EXPECT_EQ(both.error().code, ErrorCode::conflict);
  must(set_member(transaction, {id, son_, "2", day("2023-01-01"), day("2023-06-01"), note()}));
  EXPECT_TRUE(must(set_member(transaction, {own, son_, "2", day("2023-06-01"), {}, note()})));
  const auto backwards = set_member(
      transaction, {own, son_, "2", day("2023-06-01"), day("2023-05-01"), note()});
  ASSERT_FALSE(backwards.ok());
  EXPECT_EQ(backwards.error().code, ErrorCode::invalid_input);
}

TEST_F(HouseholdsTest, NobodyHeadsTwoOfAKind) {
  auto transaction = begin();
  family(transaction);
  const auto again = make_household(
      transaction, {father_, "registered", 621002000000, day("2023-02-01"), note()});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace leye::registers
