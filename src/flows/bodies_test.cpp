#include "flows/bodies.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"

namespace leye::flows {
namespace {

Actor account(const char* role, std::int64_t place, std::int64_t span) {
  Actor actor;
  actor.roles = {role};
  actor.place_lo = place;
  actor.place_hi = place + span - 1;
  return actor;
}

const Vocabulary& words() {
  static const Vocabulary vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  return vocabulary;
}

constexpr std::int64_t city = 621000000000;
constexpr std::int64_t county = 621002000000;
constexpr std::int64_t street = 621002001000;

TEST(Bodies, AnAccountActsForTheBodyOfItsRoleAndLevel) {
  const auto checker = account("first_checker", county, 1'000'000);
  EXPECT_TRUE(acts_for(words(), checker, "县区人社局"));
  EXPECT_TRUE(acts_for(words(), checker, "区人力社保局"));
  EXPECT_TRUE(acts_for(words(), checker, "县区公共就业服务机构"));
  EXPECT_TRUE(acts_for(words(), checker, "人社部门")) << "of any level";
  EXPECT_FALSE(acts_for(words(), checker, "市人社局")) << "of the city";
  EXPECT_FALSE(acts_for(words(), checker, "街镇社会保障所")) << "of a street";
  EXPECT_TRUE(acts_for(words(), account("director", city, 100'000'000), "市人社局"));
  EXPECT_TRUE(acts_for(words(), account("window_clerk", street, 1'000), "街道办事处"));
  EXPECT_TRUE(acts_for(words(), account("window_clerk", street, 1'000), "镇街公共就业服务机构"));
}

TEST(Bodies, OthersActForNobodyHere) {
  const auto checker = account("first_checker", county, 1'000'000);
  for (const char* name :
       {"民政部门", "经办银行", "区扶贫部门", "县区人民政府", "担保基金管理机构"})
    EXPECT_FALSE(acts_for(words(), checker, name)) << name;
  EXPECT_FALSE(acts_for(words(), checker, "区财政局"));
  EXPECT_TRUE(acts_for(words(), account("finance_bureau", county, 1'000'000), "区财政局"));
  EXPECT_TRUE(
      acts_for(words(), account("insurance_agency", city, 100'000'000), "市社会保险经办机构"));
  EXPECT_FALSE(acts_for(words(), account("employer", city, 100'000'000), "人社部门"));
}

// 民政部门 and the like have accounts of their own: their word is theirs.
TEST(Bodies, AccountsOfOutsideBodiesActForTheirOwn) {
  const auto civil_affairs = account("civil_affairs", county, 1'000'000);
  EXPECT_TRUE(acts_for(words(), civil_affairs, "民政部门"));
  EXPECT_TRUE(acts_for(words(), civil_affairs, "区民政局"));
  EXPECT_FALSE(acts_for(words(), civil_affairs, "市民政局")) << "of the city";
  EXPECT_FALSE(acts_for(words(), civil_affairs, "县区人社局"));
  EXPECT_TRUE(
      acts_for(words(), account("guarantee_body", county, 1'000'000), "担保基金管理机构"));
  EXPECT_TRUE(acts_for(words(), account("bank", county, 1'000'000), "经办银行"));
  for (const Code* body : outside_bodies(words()))
    EXPECT_NE(body->code, "finance_bureau") << "has a role of its own";
  EXPECT_GE(outside_bodies(words()).size(), 9U);
}

TEST(Bodies, TheLastWordOfPlaceBeforeTheKindDecidesTheLevel) {
  const auto county_clerk = account("first_checker", county, 1'000'000);
  EXPECT_TRUE(acts_for(words(), county_clerk, "天水市秦州区人社局"));
  EXPECT_TRUE(acts_for(words(), county_clerk, "区人力资源市场"));
  EXPECT_FALSE(acts_for(words(), county_clerk, "庆阳市人力资源和社会保障局"));
  EXPECT_FALSE(acts_for(words(), county_clerk, "省就业服务局"));
  EXPECT_TRUE(acts_for(words(), account("window_clerk", street, 1'000), "西峰区北街街道办事处"));
}

TEST(Bodies, TheTablesHoldWhatTheProgramCanRead) {
  for (const Code& code : words().find_code_table("body_level")->codes())
    EXPECT_TRUE(body_named(words(), code.also.front() + "人社局").level) << code.code;
  for (const Code& code : words().find_code_table("body")->codes()) {
    if (code.also.empty()) continue;  // no document has named it yet
    EXPECT_FALSE(body_named(words(), code.also.front()).roles.empty()) << code.code;
  }
}

}  // namespace
}  // namespace leye::flows
