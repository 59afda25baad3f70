#include "exchange/contested.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "exchange/contested_files.hpp"
#include "exchange/test_feeds.hpp"

namespace leye::exchange {
namespace {

class ContestedTest : public FeedsTest {
 protected:
  // "fact value (who, because): other (who, held, open);"
  std::string told(const char* entity = "person", const char* on = "2023-11-20") {
    const Subject subject{entity, id(entity)};
    auto transaction = begin();
    std::string all;
    const auto facts = must(
        contested(transaction, vocabulary_, catalogue_, subject, day(on), next_minute()));
    for (const auto& fact : facts) {
      all += fmt::format("{} {} ({}, {}):", fact.fact, fact.standing.value, fact.standing.who,
                         fact.because);
      for (const auto& other : fact.others)
        all += fmt::format(" {} ({}, {}{})", other.claim.value, other.claim.who,
                           other.held ? "held" : "before",
                           other.state.empty() ? "" : " " + other.state);
      all += ";";
    }
    return all;
  }
  // "name open facts;" of each file
  std::string files(const ContestedFilter& filter) {
    auto transaction = begin();
    std::string all;
    for (const auto& file : must(contested_files(transaction, filter, 10, 0)).files) {
      all += fmt::format("{} {}", file.name, file.open);
      for (const auto& fact : file.facts) all += " " + fact;
      all += ";";
    }
    return all;
  }
  std::int64_t id(const std::string& entity) {
    auto transaction = begin();
    const auto rows = must(transaction.query(
        entity == "person" ? store::Statement("select min(id) as id from person")
                           : store::Statement("select min(id) as id from organisation")));
    return rows[0].get<std::int64_t>("id");
  }
};

TEST_F(ContestedTest, WhatOneSourceSaysIsNotContested) {
  import("person", known_person);
  EXPECT_EQ(told(), "");
}

// Of the residence the counter is believed before the police: what they say is held back.
TEST_F(ContestedTest, WhatWasHeldBackStandsBesideWhatIsKnown) {
  import("person", known_person);
  receive("police_population", "身份证号码,姓名,常住地,户籍地\n000000199001010018,王小明,环县,环县\n");
  const auto said = told();
  EXPECT_NE(said.find("residence_place"), said.npos) << said;
  EXPECT_NE(said.find("(window, rank)"), said.npos) << said;
  EXPECT_NE(said.find("环县 (police, held open)"), said.npos) << said;
}

// Of the place of registration the police are believed before the counter: theirs stands, the other
// one stays in sight.
TEST_F(ContestedTest, WhatStoodBeforeStaysInSight) {
  import("person", known_person);
  receive("police_population",
          "身份证号码,姓名,常住地,户籍地\n000000199001010018,王小明,西峰区,西峰区\n");
  const auto said = told();
  EXPECT_NE(said.find("hukou_place"), said.npos) << said;
  EXPECT_NE(said.find("(police, rank)"), said.npos) << said;
  EXPECT_NE(said.find("(window, before)"), said.npos) << said;
  EXPECT_EQ(said.find("residence_place"), said.npos) << said;
}

TEST_F(ContestedTest, WhatASourceSaidOfItselfBeforeIsNotContested) {
  import("person", known_person);
  import("person",
         "身份证号码,姓名,常住地,户籍地,残疾等级,文化程度\n"
         "000000199001010018,王小明,西峰区,环县,二级,本科\n");
  EXPECT_EQ(told(), "");
}

// Listed while somebody has to answer, and by the filters.
TEST_F(ContestedTest, FilesOfWhichSomethingIsOpenAreListed) {
  import("person", known_person);
  EXPECT_EQ(files({}), "");
  receive("police_population", "身份证号码,姓名,常住地,户籍地\n000000199001010018,王小明,环县,环县\n");
  const std::string own = "王小明 1 person.residence_place;";
  EXPECT_EQ(files({}), own);
  EXPECT_EQ(files({.entity = "person"}), own);
  EXPECT_EQ(files({.entity = "organisation"}), "");
  EXPECT_EQ(files({.feed = "police_population"}), own);
  EXPECT_EQ(files({.feed = "tax_employers"}), "");
  EXPECT_EQ(files({.owner = catalogue_.find("police_population")->owner}), own);
  EXPECT_EQ(files({.owner = "auditor"}), "");
  const Day today = day("2023-11-20");
  EXPECT_EQ(files({.due_before = today}), "");
  EXPECT_EQ(files({.due_before = today + 366}), own);
}

TEST_F(ContestedTest, SettledForTheRegisterSaysSo) {
  import("person", known_person);
  receive("police_population", "身份证号码,姓名,常住地,户籍地\n000000199001010018,王小明,环县,环县\n");
  auto transaction = begin();
  Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_, arrangements_);
  const auto open = must(deliveries.disagreements(0, true, 10));
  ASSERT_EQ(open.size(), 1U);
  ASSERT_TRUE(deliveries
                  .settle(open[0].id, "register_right", "上门看过",
                          {1, catalogue_.find("police_population")->owner}, next_minute())
                  .ok());
  must(transaction.commit());
  EXPECT_NE(told().find("(police, held register_right)"), std::string::npos) << told();
  EXPECT_EQ(files({}), "");
}

}  // namespace
}  // namespace leye::exchange
