// One file beside what departments last said.
#include "exchange/check_now.hpp"

#include <algorithm>

#include "exchange/test_feeds.hpp"

namespace leye::exchange {
namespace {

class CheckNow : public FeedsTest {
 protected:
  std::vector<CheckedFeed> grid(std::int64_t person) {
    auto transaction = begin();
    return must(check_now(transaction, vocabulary_, catalogue_, {"person", person},
                          day("2023-11-20"), next_minute()));
  }
  static const CheckedFeed& of(const std::vector<CheckedFeed>& all, const std::string& feed) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const auto& one) { return one.feed->id == feed; });
    EXPECT_NE(found, all.end()) << feed;
    return *found;
  }
  static std::string verdict(const CheckedFeed& feed, const std::string& fact) {
    for (const auto& one : feed.facts)
      if (one.fact != nullptr && one.fact->id == fact) return one.verdict;
    return "none";
  }
  std::int64_t known_id() {
    auto transaction = begin();
    const auto rows = must(transaction.query("select min(person_id) as id from person_identity"));
    return rows[0].get<std::int64_t>("id");
  }
};

TEST_F(CheckNow, SaysWhatIsTheSameWhatDiffersAndWhoSentNothing) {
  import("person", known_person);
  const auto person = known_id();
  for (const auto& feed : grid(person)) {
    EXPECT_FALSE(feed.period) << feed.feed->id;
    for (const auto& fact : feed.facts) EXPECT_EQ(fact.verdict, "not_sent") << feed.feed->id;
  }
  // The window is believed before the police about where somebody lives, not about the hukou.
  receive("police_population", "身份证号码,姓名,常住地,户籍地\n000000199001010018,王小明,环县,环县\n");
  const auto after = grid(person);
  const auto& police = of(after, "police_population");
  EXPECT_EQ(police.period, day("2023-10-01"));
  EXPECT_EQ(verdict(police, "residence_place"), "different");
  EXPECT_EQ(verdict(police, "hukou_place"), "same");
  EXPECT_EQ(verdict(police, "id_number"), "sealed");
  EXPECT_EQ(police.open, 1);
  for (const auto& fact : police.facts) {
    if (fact.verdict != "different") continue;
    EXPECT_NE(fact.ours, fact.theirs);
    EXPECT_NE(fact.theirs.find("环县"), std::string::npos) << fact.theirs;
    EXPECT_TRUE(fact.task && fact.due_on);
  }
  EXPECT_EQ(verdict(of(after, "veterans_register"), "veteran"), "not_sent");
  EXPECT_EQ(std::count_if(after.begin(), after.end(),
                          [](const auto& one) { return one.feed->kind == "organisation"; }),
            0)
      << "feeds of employers are not about people";
}

TEST_F(CheckNow, SaysWhatSomebodyVerified) {
  import("person", known_person);
  const auto person = known_id();
  const auto got = receive("police_population",
                           "身份证号码,姓名,常住地,户籍地\n000000199001010018,王小明,环县,环县\n");
  auto transaction = begin();
  Deliveries deliveries(transaction, vocabulary_, cipher_, catalogue_, arrangements_);
  const auto tasks = must(deliveries.disagreements(got.id, true, 10));
  ASSERT_EQ(tasks.size(), 1U);
  ASSERT_TRUE(deliveries
                  .settle(tasks[0].id, "register_right", "电话核实",
                          {1, catalogue_.find("police_population")->owner}, next_minute())
                  .ok());
  ASSERT_TRUE(transaction.commit().ok());
  const auto after = grid(person);
  EXPECT_EQ(of(after, "police_population").open, 0);
  EXPECT_EQ(verdict(of(after, "police_population"), "residence_place"), "settled");
}

}  // namespace
}  // namespace leye::exchange
