// The file of reviews: read, and refused with the line where it is wrong.
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "recognitions/rules.hpp"

namespace leye::recognitions {
namespace {

constexpr auto head =
    "# 复核 · reviews · Reviews\n"
    "| category | label | label_en | review | warning | answer | escalates | clause |\n"
    "|---|---|---|---|---|---|---|---|\n";

void refused(const std::string& row, const std::string& why) {
  const auto rules = Rules::parse(head + row, "reviews.md");
  ASSERT_FALSE(rules.ok()) << row;
  EXPECT_NE(to_text(rules.error()).find(why), std::string::npos) << to_text(rules.error());
}

TEST(ReviewRules, OfThePackInForce) {
  const auto rules = Rules::load(resource("packs/qingyang-2023").value());
  ASSERT_TRUE(rules.ok()) << to_text(rules.error());
  const Review* review = rules.value().find("hard_to_employ");
  ASSERT_NE(review, nullptr);
  EXPECT_EQ(review->months, 12);
  EXPECT_EQ(review->warning_days, 30);
  EXPECT_EQ(review->escalates, "director");
}

TEST(ReviewRules, WhatIsWrongIsNamed) {
  const std::string right = "| a | 甲 | A | 12 months | 30 days | 30 days | director | 第一条 |\n";
  EXPECT_TRUE(Rules::parse(head + right, "reviews.md").ok());
  refused(right + right, "stands there twice");
  refused(right + right, "reviews.md:5");
  refused("| a | 甲 | A | 1 year | 30 days | 30 days | director | |", "`1 year`");
  refused("| a | 甲 | A | 12 months | 0 days | 30 days | director | |", "`0 days`");
  refused("| a | 甲 | A | 12 months | 30 days | 30 days | | |", "lacks a label or a role");
  refused("| a | 甲 |", "a review has");
  refused("", "no category is reviewed");
}

}  // namespace
}  // namespace leye::recognitions
