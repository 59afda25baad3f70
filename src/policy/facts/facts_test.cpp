// Rows, states of a cell, relations, and blocks that are filled again.
#include "policy/facts/facts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"

namespace leye::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Vocabulary& vocabulary() {
  static const auto loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

TEST(Facts, KnowsUnknownNoneAndKnown) {
  Facts facts(vocabulary());
  const auto person = facts.entity("person");
  const auto born = facts.fact(person, "birth_date");
  const auto row = facts.add(person, 7);
  EXPECT_EQ(facts.key(person, row), 7);
  EXPECT_EQ(facts.value(person, row, born).state, State::unknown);
  ASSERT_TRUE(facts.set_spelling(person, row, born, "2000-02-29").ok());
  EXPECT_EQ(facts.spelling(person, row, born), "2000-02-29");
  ASSERT_TRUE(facts.set_spelling(person, row, born, "无").ok());
  EXPECT_EQ(facts.value(person, row, born).state, State::none);
  ASSERT_TRUE(facts.set_spelling(person, row, born, "?").ok());
  EXPECT_EQ(facts.spelling(person, row, born), "未知");
  EXPECT_FALSE(facts.set_spelling(person, row, born, "2000-02-30").ok());
}

TEST(Facts, ReadsEachTypeAsPeopleWriteIt) {
  Facts facts(vocabulary());
  const auto year = facts.entity("organisation_year");
  const auto row = facts.add(year);
  const auto spelled = [&](const char* id, const char* text) {
    const auto fact = facts.fact(year, id);
    return facts.set_spelling(year, row, fact, text).ok() ? facts.spelling(year, row, fact)
                                                          : std::string("refused");
  };
  EXPECT_EQ(spelled("premium_unit_paid", "9876.54"), "9,876.54 元");
  EXPECT_EQ(spelled("headcount_mean", "61/2"), "30.5");
  EXPECT_EQ(spelled("headcount_mean", "30.25"), "30.25");
  EXPECT_EQ(spelled("headcount_mean", "4/61"), "≈6.56% (4/61)");
  EXPECT_EQ(spelled("headcount_mean", "61/3"), "≈20.33 (61/3)");
  EXPECT_EQ(spelled("headcount_mean", "11/200"), "5.5%");
  EXPECT_EQ(spelled("layoffs", "11"), "11");
  EXPECT_EQ(spelled("layoffs", "十一"), "refused");
}

TEST(Facts, RelatesRowsInTheOrderTheyWereAdded) {
  Facts facts(vocabulary());
  const auto person = facts.entity("person");
  const auto spell = facts.entity("employment");
  const auto of = facts.fact(spell, "person");
  const auto ada = facts.add(person);
  const auto bo = facts.add(person);
  for (const auto who : {bo, ada, bo}) {
    facts.set_reference(spell, facts.add(spell), of, who);
  }
  facts.add(spell);  // of nobody known
  facts.link();
  EXPECT_THAT(facts.related(spell, of, bo), ElementsAre(0, 2));
  EXPECT_THAT(facts.related(spell, of, ada), ElementsAre(1));
  facts.clear();
  facts.link();
  EXPECT_THAT(facts.related(spell, of, ada), IsEmpty());
  EXPECT_EQ(facts.size(spell), 0U);
}

// Around a person all jobs of that person were loaded, but not all staff of the employer.
TEST(Facts, ClosesRelationsOneByOne) {
  Facts facts(vocabulary());
  const auto spell = facts.entity("employment");
  const auto of = facts.fact(spell, "person");
  const auto by = facts.fact(spell, "employer");
  const auto ada = facts.add(facts.entity("person"));
  const auto bo = facts.add(facts.entity("person"));
  EXPECT_FALSE(facts.closed(spell, of, ada));
  facts.close(spell, of);
  facts.leave_open(spell, of, bo);
  EXPECT_TRUE(facts.closed(spell, of, ada));
  EXPECT_FALSE(facts.closed(spell, of, bo));
  EXPECT_FALSE(facts.closed(spell, by, 0));
  EXPECT_FALSE(facts.closed(spell));
  facts.clear();
  EXPECT_TRUE(facts.closed(spell, of, bo));
  facts.close(spell);
  EXPECT_TRUE(facts.closed(spell, by, 0));
}

}  // namespace
}  // namespace leye::policy
