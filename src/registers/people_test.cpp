#include "registers/people.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "registers/bulk.hpp"
#include "registers/organisations.hpp"
#include "store/test_database.hpp"

namespace leye::registers {
namespace {

const Instant learnt{std::chrono::hours(24 * 19000)};

Day day(const char* text) { return Day::parse(text).value(); }

// 王小明 lives in 西峰区 (621002) and works for a firm of 环县 (621022); 欧阳小丽 lives in 环县.
class PeopleRegister : public testing::Test {
 protected:
  PeopleRegister() {
    auto load =
        RegisterLoad::begin(connection_, store::TestDatabase::area, cipher_, {"测试", learnt})
            .value();
    PersonRow person;
    person.id = 1;
    person.name = "王小明";
    person.number = "000000199001010018";
    person.phone = "13900001234";
    person.valid_from = day("2020-01-01");
    person.birth_date = day("1990-01-01");
    person.residence_place = 621002001001;
    must(load.add(person));
    person.id = 2;
    person.name = "欧阳小丽";
    person.number = "000000197506150025";
    person.phone = "";
    person.residence_place = 621022100000;
    must(load.add(person));
    OrganisationRow firm;
    firm.id = 1;
    firm.uscc = "91000000000000000K";
    firm.name = "环县示范农业有限公司";
    firm.valid_from = day("2019-01-01");
    firm.registered_place = 621022000000;
    firm.account_number = "6222000000000001";
    must(load.add(firm));
    EmploymentRow hire;
    hire.id = 1;
    hire.person_id = 1;
    hire.employer_id = 1;
    hire.start_date = day("2023-08-01");
    hire.contract_kind = "fixed_term";
    hire.wage = Money::yuan(3500);
    hire.place = 621022000000;
    must(load.add(hire));
    UnemploymentRow unemployed;
    unemployed.id = 1;
    unemployed.person_id = 1;
    unemployed.start_date = day("2022-11-01");
    unemployed.end_date = day("2023-07-31");
    unemployed.place = 621002000000;
    must(load.add(unemployed));
    must(load.finish());
  }
  static void must(const Status& status) { ASSERT_TRUE(status.ok()) << to_text(status.error()); }

  // A clerk of one county.
  store::Transaction clerk_of(Place low, Place high) {
    store::Scope scope = store::TestDatabase::scope();
    scope.place_lo = low;
    scope.place_hi = high;
    return store::Transaction::begin(connection_, scope).value();
  }
  std::string names(store::Transaction& transaction, const char* wanted) {
    std::string found;
    const auto cards = People(transaction, vocabulary_, cipher_).find(wanted, 10);
    EXPECT_TRUE(cards.ok()) << to_text(cards.error());
    for (const PersonCard& card : cards.value()) found += card.name + " ";
    return found;
  }

  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  IdentityCipher cipher_{Cipher::from_master(Secret(Bytes(32, 7)))};
  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  AsOf now_{day("2023-12-01"), learnt + std::chrono::hours(1)};
};

TEST_F(PeopleRegister, FindsByNameNumberAndPhone) {
  auto transaction = clerk_of(0, 999999999999);
  EXPECT_EQ(names(transaction, "小"), "王小明 欧阳小丽 ");
  EXPECT_EQ(names(transaction, "小明"), "王小明 ");
  EXPECT_EQ(names(transaction, "欧阳小丽"), "欧阳小丽 ");
  EXPECT_EQ(names(transaction, "阳丽"), "");
  EXPECT_EQ(names(transaction, "00000019900101 0018"), "王小明 ");
  EXPECT_EQ(names(transaction, "13900001234"), "王小明 ");
  EXPECT_EQ(names(transaction, "13900001235"), "");
  EXPECT_EQ(names(transaction, " "), "");
}

TEST_F(PeopleRegister, FindsManyAtOnceEachOnItsLine) {
  auto transaction = clerk_of(0, 999999999999);
  const auto found = People(transaction, vocabulary_, cipher_)
                         .find_each({"小", "", "000000197506150025", "王小明", "000000199001010026",
                                     "13900001234", "小明", "无此人", "000000199001010018"},
                                    10);
  ASSERT_TRUE(found.ok()) << to_text(found.error());
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(found.value(), (std::vector<Ids>{Ids{1, 2}, {}, {2}, {1}, {}, {1}, {1}, {}, {1}}));
  const auto one_each = People(transaction, vocabulary_, cipher_).find_each({"小", "丽"}, 1);
  EXPECT_EQ(one_each.value(), (std::vector<Ids>{Ids{1}, {2}}));
}

TEST_F(PeopleRegister, AClerkFindsOnlyThePeopleOfTheCounty) {
  auto transaction = clerk_of(621022000000, 621022999999);
  EXPECT_EQ(names(transaction, "小"), "欧阳小丽 ");
  EXPECT_EQ(names(transaction, "000000199001010018"), "");
  EXPECT_EQ(names(transaction, "13900001234"), "");
  const auto file = People(transaction, vocabulary_, cipher_).file(1, now_);
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().code, ErrorCode::not_found);
}

TEST_F(PeopleRegister, TheFileHasTheSpellsElsewhereToo) {
  auto transaction = clerk_of(621002000000, 621002999999);
  const auto file = People(transaction, vocabulary_, cipher_).file(1, now_);
  ASSERT_TRUE(file.ok()) << to_text(file.error());
  EXPECT_EQ(file.value().person.value("id_number"), "000000199001010018");
  EXPECT_EQ(file.value().person.value("birth_date"), "1990-01-01");
  ASSERT_EQ(file.value().employments.size(), 1U);
  const Record& hire = file.value().employments[0];
  EXPECT_EQ(hire.shown("employer"), "环县示范农业有限公司");
  EXPECT_EQ(hire.shown("contract_kind"), "固定期限劳动合同");
  EXPECT_EQ(hire.value("wage"), "3500.00");
  EXPECT_EQ(hire.source, "测试");
  std::string days;
  for (const TimelineEntry& entry : file.value().timeline) {
    days += to_text(entry.on) + " " + entry.title + "; ";
  }
  EXPECT_EQ(days,
            "2023-08-01 招用：入职日期; 2023-07-31 失业登记：注销日期; 2022-11-01 "
            "失业登记：登记日期; ");
}

TEST_F(PeopleRegister, NothingWasKnownBeforeItWasLearnt) {
  auto transaction = clerk_of(0, 999999999999);
  const auto file = People(transaction, vocabulary_, cipher_)
                        .file(1, {day("2023-12-01"), learnt - std::chrono::hours(1)});
  ASSERT_TRUE(file.ok());
  EXPECT_TRUE(file.value().employments.empty());
  EXPECT_EQ(file.value().person.value("birth_date"), "");
}

TEST_F(PeopleRegister, AnEmployersFileShowsStaffOnlyByNameWhereTheyMayBeSeen) {
  auto county = clerk_of(621022000000, 621022999999);
  Organisations organisations(county, vocabulary_, cipher_);
  EXPECT_EQ(organisations.find("示范", 5).value().size(), 1U);
  EXPECT_EQ(organisations.find("91000000000000000k", 5).value().size(), 1U);
  const auto file = organisations.file(1, now_, 20);
  ASSERT_TRUE(file.ok()) << to_text(file.error());
  EXPECT_EQ(file.value().staff_total, 1);
  EXPECT_EQ(file.value().staff[0].shown("person"), "1");  // lives elsewhere: no name
  EXPECT_EQ(file.value().organisation.value("account_number"), "6222000000000001");
  EXPECT_EQ(file.value().organisation.value("uscc"), "91000000000000000K");
}

TEST_F(PeopleRegister, AClerkElsewhereDoesNotSeeTheEmployer) {
  auto city = clerk_of(621002000000, 621002999999);
  Organisations organisations(city, vocabulary_, cipher_);
  EXPECT_TRUE(organisations.find("示范", 5).value().empty());
  EXPECT_TRUE(organisations.find("91000000000000000K", 5).value().empty());
  EXPECT_EQ(organisations.card(1).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace leye::registers
