#include "quality/drawing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "quality/check_plan.hpp"

namespace leye::quality {
namespace {

// By the formula, with z² = 3.841459: 3 of 30 is 0.164024/1.128049 ± 0.124994/1.128049.
TEST(Wilson, IsTheScoreInterval) {
  const Interval few = wilson(3, 30);
  EXPECT_EQ(few.rate, 1000);
  EXPECT_EQ(few.low, 346);
  EXPECT_EQ(few.high, 2562);
  const Interval none = wilson(0, 30);  // up to 3.841459 / 33.841459
  EXPECT_EQ(none.rate, 0);
  EXPECT_EQ(none.low, 0);
  EXPECT_EQ(none.high, 1135);
  EXPECT_EQ(wilson(30, 30).low, 10'000 - 1135);
  EXPECT_EQ(wilson(0, 0).high, 0);
}

std::vector<Candidate> city() {
  std::vector<Candidate> all;
  std::int64_t id = 0;
  for (int i = 0; i < 50; ++i) all.push_back({++id, 621002001001});
  for (int i = 0; i < 30; ++i) all.push_back({++id, 621002002001});
  for (int i = 0; i < 20; ++i) all.push_back({++id, 621002003007});
  for (int i = 0; i < 3; ++i) all.push_back({++id, 621022100000});
  return all;
}

// 7 of 100: 3.5, 2.1 and 1.4; the one that is left goes to the half. The small county gives all.
TEST(Drawing, DividesACountyAmongItsTowns) {
  const Drawing drawing = draw(city(), 7, 42);
  ASSERT_EQ(drawing.strata.size(), 4U);
  EXPECT_EQ(drawing.strata[0].town, 621002001000);
  EXPECT_EQ(drawing.strata[0].drawn, 4);
  EXPECT_EQ(drawing.strata[1].drawn, 2);
  EXPECT_EQ(drawing.strata[2].drawn, 1);
  EXPECT_EQ(drawing.strata[3].drawn, 3);
  EXPECT_EQ(drawing.chosen.size(), 10U);
}

TEST(Drawing, IsTheSameWithTheSameSeedInWhateverOrderRowsCome) {
  const auto ids = [](const Drawing& drawing) {
    std::set<std::int64_t> found;
    for (const Candidate& one : drawing.chosen) found.insert(one.id);
    return found;
  };
  auto turned = city();
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(ids(draw(city(), 7, 42)), ids(draw(turned, 7, 42)));
  EXPECT_NE(ids(draw(city(), 7, 42)), ids(draw(city(), 7, 43)));
}

// By sha256sum: "1:1" d6b5915c…, "1:2" 673aeeb0…, "1:3" 85f2ef98….
TEST(Drawing, TakesTheSmallestDigests) {
  const Drawing drawing = draw({{1, 621002001001}, {2, 621002001001}, {3, 621002001001}}, 1, 1);
  ASSERT_EQ(drawing.chosen.size(), 1U);
  EXPECT_EQ(drawing.chosen[0].id, 2);
}

constexpr const char* plan_text =
    "# 三方核查 · quality · three-party check\n\nrows of a county: 30\ndays to answer: 15\n"
    "days to correct: 10\n\n| party | role | zh | en |\n|---|---|---|---|\n"
    "| reporter | window_clerk | 填报单位 | office |\n"
    "| subject | first_checker | 本人 | person |\n"
    "| independent | second_checker | 第三方 | third |\n";

TEST(CheckPlan, IsReadFromThePack) {
  const auto plan = CheckPlan::parse(plan_text, "checks.md");
  ASSERT_TRUE(plan.ok()) << to_text(plan.error());
  EXPECT_EQ(plan.value().county_rows, 30);
  EXPECT_EQ(plan.value().correct_days, 10);
  EXPECT_EQ(plan.value().party_of_role("second_checker")->id, "independent");
  EXPECT_EQ(plan.value().party_of_role("director"), nullptr);
}

TEST(CheckPlan, SaysWhereAFileIsWrong) {
  std::string text = plan_text;
  text.replace(text.find("first_checker"), 13, "window_clerk");
  const auto plan = CheckPlan::parse(text, "checks.md");
  ASSERT_FALSE(plan.ok());
  EXPECT_NE(to_text(plan.error()).find("checks.md:10"), std::string::npos)
      << to_text(plan.error());
}

TEST(CheckPlan, NeedsThreeParties) {
  const std::string text(plan_text);
  EXPECT_FALSE(CheckPlan::parse(text.substr(0, text.find("| independent")), "checks.md").ok());
}

}  // namespace
}  // namespace leye::quality
