// The file of what any window registers: read, and refused with the line where it is wrong.
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "policy/pack_vocabulary.hpp"
#include "registering/rules.hpp"

namespace leye::registering {
namespace {

class RegisteringRules : public testing::Test {
 protected:
  static std::filesystem::path pack() { return resource("packs/qingyang-2023").value(); }
  Result<Rules> parse(const std::string& text) {
    return Rules::parse(text, "kinds.md", vocabulary_);
  }
  void refused(const std::string& row, const std::string& why) {
    const auto rules = parse(head_ + row);
    ASSERT_FALSE(rules.ok()) << row;
    EXPECT_NE(to_text(rules.error()).find(why), std::string::npos) << to_text(rules.error());
    EXPECT_NE(to_text(rules.error()).find("kinds.md:6"), std::string::npos)
        << to_text(rules.error());
  }
  Vocabulary vocabulary_ =
      policy::vocabulary_of_pack(Vocabulary::load(resource("vocabulary").value()).value(), pack())
          .value();
  const std::string head_ =
      "# 登记 · registering · Registering\nopen: 30 minutes\nhome: 10 days\n"
      "| kind | label | label_en | registers | asks | sets | ends "
      "|\n|---|---|---|---|---|---|---|\n";
};

TEST_F(RegisteringRules, OfThePackInForce) {
  const auto rules = Rules::load(pack(), vocabulary_);
  ASSERT_TRUE(rules.ok()) << to_text(rules.error());
  const Kind* kind = rules.value().find("unemployment");
  ASSERT_NE(kind, nullptr);
  EXPECT_EQ(kind->entity->id, "unemployment_registration");
  EXPECT_TRUE(kind->asks.front().required);
  EXPECT_EQ(kind->ends->id, "employment");
  EXPECT_EQ(kind->because, "") << "the last day of work is asked for";
  EXPECT_EQ(rules.value().find("employment")->because, "employed");
  EXPECT_EQ(rules.value().find("nothing"), nullptr);
}

TEST_F(RegisteringRules, WhatIsWrongIsNamed) {
  refused("| a | 甲 | A | person | | | |", "nothing that a person is registered as");
  refused("| a | 甲 | | employment | | | |", "no label");
  refused("| a | 甲 | A | employment | wages | | |", "`wages`");
  refused("| a | 甲 | A | employment | person | | |", "`person`");
  refused("| a | 甲 | A | unemployment_registration | | place today | |", "cannot be `today`");
  refused("| a | 甲 | A | employment | | | education_record |", "does not end");
  refused("| a | 甲 | A | employment | | | unemployment_registration bored |", "no reason");
  refused("| a | 甲 | A | employment |", "a kind has");
  EXPECT_FALSE(parse("open: 0 minutes\n").ok());
  EXPECT_FALSE(parse("open: 30 minutes\nhome: 10 days\n").ok()) << "no kinds";
}

TEST_F(RegisteringRules, OnlineIsOfTheKinds) {
  const std::string kind =
      "| a | 甲 | A | employment | | | |\n## 网上\n| kind | | | |\n|---|---|---|---|\n";
  const auto rules = parse(head_ + kind + "| a | clerk | 5 working days | must |\n");
  ASSERT_TRUE(rules.ok()) << to_text(rules.error());
  EXPECT_EQ(rules.value().find_online("a")->working_days, 5);
  EXPECT_TRUE(rules.value().find_online("a")->needs_evidence);
  for (const char* row : {"| b | clerk | 5 working days | may |",
                          "| a | nobody | 5 working days | may |", "| a | clerk | 5 days | may |",
                          "| a | clerk | 5 working days | often |", "| a | at once | | must |"})
    EXPECT_FALSE(parse(head_ + kind + row).ok()) << row;
}

}  // namespace
}  // namespace leye::registering
