// Facts from JSON: what is absent is unknown, what is empty is none, what is wrong is named.
#include "policy/facts_json.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"

namespace leye::policy {
namespace {

const Vocabulary& vocabulary() {
  static const auto loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

TEST(FactsJson, RefersByIdNumberAndPosition) {
  const auto read = read_facts_json(
      R"({"employments": [{"person": "p1", "employer": 0, "end_date": "none", "wage": "3000.50",
                           "is_owner": false, "contract_kind": "fixed_term"}],
          "persons": [{"id": "p1", "birth_date": null}], "organisations": [{"name": "甲"}]})",
      vocabulary());
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  const auto& facts = read.value().facts;
  const auto hire = facts.entity("employment");
  const auto shown = [&](const char* id) { return facts.spelling(hire, 0, facts.fact(hire, id)); };
  EXPECT_EQ(shown("end_date"), "无");
  EXPECT_EQ(shown("wage"), "3,000.50 元");
  EXPECT_EQ(shown("is_owner"), "否");
  EXPECT_EQ(shown("contract_kind"), "固定期限劳动合同");
  EXPECT_EQ(shown("start_date"), "未知");
  EXPECT_EQ(facts.related(hire, facts.fact(hire, "person"), 0).size(), 1U);
  EXPECT_TRUE(facts.closed(hire));
  EXPECT_FALSE(facts.closed(facts.entity("grant")));
  EXPECT_EQ(read.value().names[static_cast<std::size_t>(facts.entity("person"))][0], "p1");
}

TEST(FactsJson, NamesWhatItDoesNotUnderstand) {
  struct Bad {
    const char* json;
    const char* says;
  };
  const Bad table[] = {
      {R"([])", "应为一个对象"},
      {R"({"person": []})", "persons"},
      {R"({"persons": [{"birthdate": "2000-01-01"}]})", "birth_date"},
      {R"({"persons": [{"birth_date": "2000-02-30"}]})", "persons[0].birth_date"},
      {R"({"employments": [{"person": "x"}], "persons": []})", "employments[0].person"},
      {R"({"persons": [{"id": "a"}, {"id": "a"}]})", "用了两次"},
      {R"({"employments": [{"wage": ["1"]}]})", "employments[0].wage"},
  };
  for (const auto& bad : table) {
    const auto read = read_facts_json(bad.json, vocabulary());
    ASSERT_FALSE(read.ok()) << bad.json;
    const auto text = to_text(read.error()) + " " + read.error().fix;
    EXPECT_NE(text.find(bad.says), std::string::npos) << text;
  }
}

TEST(FactsJson, ReadsWhatPeopleDecided) {
  const auto read = read_facts_json(
      R"({"persons": [{"id": "a", "judgements": {"good": true, "fit": false, "late": null}}]})",
      vocabulary());
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  const auto& facts = read.value().facts;
  const auto person = facts.entity("person");
  EXPECT_TRUE(facts.judgement(person, 0, "good").yes());
  EXPECT_TRUE(facts.judgement(person, 0, "fit").no());
  EXPECT_TRUE(facts.judgement(person, 0, "late").undecided());
  EXPECT_TRUE(facts.judgement(person, 0, "never_asked").undecided());
  EXPECT_FALSE(
      read_facts_json(R"({"persons": [{"judgements": {"good": "yes"}}]})", vocabulary()).ok());
}

}  // namespace
}  // namespace leye::policy
