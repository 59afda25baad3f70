// The queries of the packs that are shipped agree with the interpreter on rows drawn at random near
// their limits; on all worked cases `leye policy test` shows it.
#include "policy/differential/third_reader.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "policy/differential/case_facts.hpp"
#include "policy/differential/differential.hpp"
#include "policy/differential/shipped_packs.hpp"
#include "store/test_database.hpp"

namespace leye::policy::differential {
namespace {

class InDatabase : public testing::TestWithParam<std::string> {
 protected:
  store::TestDatabase database_;
  sql::Scratch scratch_ = sql::Scratch::open(database_.dsn()).value();
};

TEST_P(InDatabase, RandomRowsAreReadAlike) {
  const auto [vocabulary, pack] = shipped(GetParam());
  ASSERT_TRUE(pack.plan.has_value());
  const auto report =
      compare_readers(pack, vocabulary, {.rows = 200, .seed = 5, .scratch = &scratch_});
  EXPECT_FALSE(report.difference) << *report.difference;
  EXPECT_TRUE(report.refused.empty()) << report.refused.front();
  EXPECT_GE(report.queried, 200 * pack.plan->measures.size());
}

INSTANTIATE_TEST_SUITE_P(Shipped, InDatabase, testing::ValuesIn(names_of_packs()),
                         [](const auto& pack) {
                           auto name = pack.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// The database asks a plan in which one amount is one fen more.
TEST(ThirdReader, NoticesOneFenAndShowsTheSmallestExample) {
  store::TestDatabase database;
  auto scratch = sql::Scratch::open(database.dsn()).value();
  const auto [vocabulary, pack] = shipped("qingyang-2023");
  ASSERT_TRUE(pack.plan.has_value());
  const auto* measure = pack.plan->find_measure("hiring_subsidy");
  ASSERT_NE(measure, nullptr);
  Plan plan = *pack.plan;
  plan.measures = {*measure};
  Plan other = plan;
  for (auto& node : other.measures[0].nodes)
    if (node.op == Op::constant && node.type == Type::money) node.constant.top += 1;
  const auto used = used_by(plan, measure->subject, vocabulary);
  Facts facts(vocabulary);
  for (int hire = 0; hire < 5; ++hire) facts.add(measure->subject);
  facts.link();
  const auto found = compare_in_sql(plan, other, facts, used, Day::parse("2023-11-20").value(),
                                    {default_choices(*measure)}, scratch);
  ASSERT_TRUE(found.ok()) << to_text(found.error());
  ASSERT_TRUE(found.value().difference.has_value());
  EXPECT_NE(found.value().difference->find("sql:     undetermined 0 [0, 100001]"),
            std::string::npos)
      << *found.value().difference;
}

// A case of a loan asks for the other reading of its last day (截止范围 管全条).
TEST(ThirdReader, IsAskedForTheReadingThatACaseAsksFor) {
  const auto [vocabulary, pack] = shipped("qingyang-2023");
  ASSERT_TRUE(pack.plan.has_value());
  const auto* measure = pack.plan->find_measure("personal_loan");
  ASSERT_NE(measure, nullptr);
  const auto at = static_cast<std::size_t>(measure - pack.plan->measures.data());
  const auto cases = facts_of_cases(pack, vocabulary);
  const auto usual = default_choices(*measure).values;
  EXPECT_TRUE(std::any_of(cases.begin(), cases.end(), [&](const CaseFacts& each) {
    return each.choices[at].values != usual;
  }));
  // More answers than the default readings of all cases would give.
  store::TestDatabase database;
  auto scratch = sql::Scratch::open(database.dsn()).value();
  const auto found = compare_cases_in_sql(pack, vocabulary, scratch);
  ASSERT_TRUE(found.ok()) << to_text(found.error());
  EXPECT_FALSE(found.value().difference) << *found.value().difference;
  std::size_t with_default = 0;
  for (const auto& each : cases)
    for (const auto& one : pack.plan->measures) with_default += one.subject == each.subject;
  EXPECT_GT(found.value().compared, with_default);
}

}  // namespace
}  // namespace leye::policy::differential
