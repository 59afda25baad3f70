// Screening over real registers: who is found, what a second run does, what a change does.
#include <gtest/gtest.h>

#include "benefits/assessment.hpp"
#include "benefits/screening.hpp"
#include "flows/office.hpp"

namespace leye::flows {
namespace {

class Screening : public testing::Test {
 protected:
  benefits::ScreeningReport run() {
    store::Pool pool(office_.dsn(), 3);
    const auto& bureau = office_.bureau();
    auto report = benefits::screen(
        pool, bureau.plan, bureau.vocabulary,
        {bureau.area_schema, bureau.clock.today(), bureau.clock.now(), 7, 10},
        [this](const benefits::Progress& progress) { progress_.push_back(progress); });
    EXPECT_TRUE(report.ok()) << to_text(report.error());
    return report.value();
  }

  std::vector<benefits::ResultLine> results(const std::string& measure) {
    auto transaction = store::Transaction::begin(office_.connection(),
                                                 office_.bureau().own_scope(store::Access::read))
                           .value();
    benefits::ResultFilter filter;
    filter.measure = measure;
    filter.size = 1000;
    return benefits::list_results(transaction, filter).value().lines;
  }

  benefits::ResultLine of(const std::string& measure, const std::string& person) {
    for (const auto& line : results(measure))
      if (line.person_name == person) return line;
    ADD_FAILURE() << measure << " has no result for " << person;
    return {};
  }

  Office office_;
  std::vector<benefits::Progress> progress_;
};

TEST_F(Screening, ASecondRunChangesNothing) {
  const auto again = run();
  EXPECT_EQ(again.subjects, 61) << "58 people and 3 employers";
  EXPECT_EQ(again.answers, 58 * 2 + 3);
  EXPECT_EQ(again.inserted, 0);
  EXPECT_EQ(again.changed, 0);
  EXPECT_EQ(again.vanished, 0);
  ASSERT_GE(progress_.size(), 6u) << "blocks of ten";
  EXPECT_EQ(progress_.back().done, progress_.back().total);
}

TEST_F(Screening, OfTwoThatExcludeEachOtherTheHigherIsProposed) {
  EXPECT_EQ(of("job_expansion_grant", "张一").settled, "granted");
  const auto lower = of("hiring_subsidy", "张一");
  EXPECT_EQ(lower.outcome, "eligible");
  EXPECT_EQ(lower.settled, "excluded");
  EXPECT_EQ(lower.settled_by, "hiring_once");
  auto transaction = store::Transaction::begin(office_.connection(),
                                               office_.bureau().own_scope(store::Access::read))
                         .value();
  const auto tallies = benefits::tally(transaction).value();
  for (const auto& tally : tallies) {
    if (tally.county != 621002) continue;
    if (tally.measure == "hiring_subsidy") {
      EXPECT_EQ(tally.excluded, 57);
    }
    if (tally.measure == "job_expansion_grant") {
      EXPECT_EQ(tally.amount, Money::yuan(57 * 1500));
    }
    if (tally.measure == "job_stabilisation_refund") {
      EXPECT_EQ(tally.eligible, 2);
    }
  }
}

TEST_F(Screening, OneConditionShortAndUndeterminedAreTold) {
  ASSERT_TRUE(office_.end_contract("张二", Day::parse("2024-08-30").value()).ok());
  ASSERT_TRUE(office_.forget_contract("张三").ok());
  const auto report = run();
  EXPECT_EQ(report.changed, 2) << "张二 and 张三 of the hiring subsidy";
  const auto near = of("hiring_subsidy", "张二");
  EXPECT_EQ(near.outcome, "short");
  EXPECT_EQ(near.distance, 1);
  const auto* measure = office_.bureau().plan.find_measure("hiring_subsidy");
  EXPECT_EQ(benefits::condition_labels(*measure, near.failed),
            std::vector<std::string>{"合同期限 1 年以上（二(二)8 句1）"});
  const auto open = of("hiring_subsidy", "张三");
  EXPECT_EQ(open.outcome, "undetermined");
  EXPECT_EQ(open.high, Money::yuan(1000));
  const auto missing = benefits::missing_labels(office_.bureau().vocabulary, open.missing);
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0], "招用·合同终止日期");
}

TEST_F(Screening, WhoIsNoLongerConcernedVanishes) {
  ASSERT_TRUE(office_.remove_hire("张一").ok());
  const auto report = run();
  EXPECT_EQ(report.vanished, 2);
  EXPECT_EQ(report.inserted, 0);
  for (const auto& line : results("hiring_subsidy")) EXPECT_NE(line.person_name, "张一");
}

TEST_F(Screening, TwoAtOnceAreRefused) {
  auto other = office_.lock_screening();
  store::Pool pool(office_.dsn(), 3);
  const auto& bureau = office_.bureau();
  const auto report =
      benefits::screen(pool, bureau.plan, bureau.vocabulary,
                       {bureau.area_schema, bureau.clock.today(), bureau.clock.now(), 7, 10}, {});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, ErrorCode::conflict);
}

TEST_F(Screening, TheTraceNamesTheSourceOfEachFact) {
  const auto subject = of("hiring_subsidy", "张一").subject_id;
  auto transaction = store::Transaction::begin(office_.connection(),
                                               office_.bureau().own_scope(store::Access::snapshot))
                         .value();
  const auto& bureau = office_.bureau();
  const auto* measure = bureau.plan.find_measure("hiring_subsidy");
  const auto why = benefits::explain(
      transaction,
      {bureau.plan, bureau.vocabulary, *measure, bureau.clock.today(), bureau.clock.now()}, subject,
      policy::Language::zh);
  ASSERT_TRUE(why.ok()) << to_text(why.error());
  const std::string text =
      policy::to_text(bureau.plan, *measure, why.value(), policy::Language::zh);
  EXPECT_NE(text.find("合同期限 1 年以上"), std::string::npos) << text;
}

}  // namespace
}  // namespace leye::flows
