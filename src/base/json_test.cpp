#include <gtest/gtest.h>

#include "base/json_schema.hpp"

namespace leye::json {

enum class Outcome { eligible, short_by_one };
BOOST_DESCRIBE_ENUM(Outcome, eligible, short_by_one)

struct Node {
  std::string label;
  std::vector<Node> children = {};
};
BOOST_DESCRIBE_STRUCT(Node, (), (label, children))

struct Claim {
  Id id;
  Money amount;
  Outcome outcome = Outcome::eligible;
  std::optional<Day> on;
  std::vector<Node> nodes;
  std::map<std::string, std::string> fields;
};
BOOST_DESCRIBE_STRUCT(Claim, (), (id, amount, outcome, on, nodes, fields))

constexpr auto good =
    R"({"id":"9007199254740993","amount":"1500.50","outcome":"short_by_one","on":"2023-08-01",)"
    R"("nodes":[{"label":"如\"\u003c","children":[]}],"fields":{"a":"b"}})";

std::string refusal(std::string_view text) {
  const auto claim = read<Claim>(text);
  return claim.ok() ? "accepted" : to_text(claim.error());
}

TEST(Json, ReadsWhatItWrites) {
  const auto claim = read<Claim>(good);
  ASSERT_TRUE(claim.ok()) << to_text(claim.error());
  EXPECT_EQ(claim.value().id.number, 9007199254740993);
  EXPECT_EQ(claim.value().amount.fen(), 150050);
  EXPECT_EQ(claim.value().nodes[0].label, "如\"<");
  EXPECT_EQ(write(claim.value()), good);
}

TEST(Json, NamesTheField) {
  EXPECT_NE(refusal(R"({"id":"1","amount":"1.234","outcome":"eligible","nodes":[],"fields":{}})")
                .find("amount"),
            std::string::npos);
  EXPECT_EQ(
      refusal(R"({"id":"1","amount":"1","outcome":"eligible",)"
              R"("nodes":[{"label":"a","children":[{"label":1,"children":[]}]}],"fields":{}})"),
      "nodes[0].children[0].label: 应为字符串");
  EXPECT_EQ(refusal(R"({"id":"1","outcome":"eligible","nodes":[],"fields":{}})"),
            "amount: 缺少此字段");
  EXPECT_EQ(refusal(R"({"id":"1","amount":"1","outcome":"eligible","nodes":[],"fields":{},"x":1})"),
            "x: 没有这个字段");
  EXPECT_EQ(refusal(R"({"id":"1","amount":"1","outcome":"maybe","nodes":[],"fields":{}})"),
            "outcome: 不认识的取值“maybe”");
  EXPECT_EQ(refusal(R"({"id":12,"amount":"1","outcome":"eligible","nodes":[],"fields":{}})"),
            "id: 应为字符串");
}

TEST(Json, RefusesWhatATreeWouldHide) {
  for (const auto text :
       {R"({"a":1,"a":2})", R"({"a":"\u0000"})", R"({"a\u0000":1})", R"({"a":1.5})", R"({"a":1e3})",
        R"({"a":18446744073709551615})", "{\"a\":\"\xff\"}", R"({"a":1} x)", R"({"a":1)", "",
        "{\"a\":1,}", "/*c*/{}"}) {
    EXPECT_FALSE(parse(text).ok()) << text;
  }
  EXPECT_FALSE(parse(std::string(33, '[') + std::string(33, ']')).ok());
  EXPECT_TRUE(parse(std::string(32, '[') + std::string(32, ']')).ok());
  EXPECT_FALSE(parse("\"" + std::string(std::size_t{1} << 20, 'a') + "\"").ok());
}

TEST(Json, DescribesARecursiveStruct) {
  Schemas schemas;
  EXPECT_EQ(schemas.of<Claim>(), R"({"$ref":"#/components/schemas/Claim"})");
  const auto tree = parse(schemas.components());
  ASSERT_TRUE(tree.ok());
  const auto& node = tree.value().at("Node").at("properties").at("children").at("items");
  EXPECT_EQ(node.at("$ref").as_string(), "#/components/schemas/Node");
  EXPECT_EQ(tree.value().at("Outcome").at("enum").as_array().size(), 2U);
}

}  // namespace leye::json
