// Comparing, asking, approving: an age raised in a draft, two people, a date.
#include "workbench/publishing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "workbench/changes.hpp"
#include "workbench/edges.hpp"
#include "workbench/line_diff.hpp"
#include "workbench/test_bench.hpp"

namespace leye::workbench {
namespace {

std::string shown(const std::vector<DiffLine>& lines) {
  std::string text;
  for (const auto& each : lines) text += each.kind + each.text + "\n";
  return text;
}

TEST(LineDiff, ShowsWhatChangedWithWhatIsAround) {
  EXPECT_EQ(shown(line_diff("a\nb\nc\n", "a\nb\nc\n")), "");
  EXPECT_EQ(shown(line_diff("a\nb\nc\n", "a\nx\nc\n")), " a\n-b\n+x\n c\n");
  EXPECT_EQ(shown(line_diff("", "a\nb\n")), "+a\n+b\n");
  EXPECT_EQ(shown(line_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n2\n3\n4\n5\n6\n7\n8\n0\n", 1)),
            "-1\n+0\n 2\n@\n 8\n-9\n+0\n");
  const auto lines = line_diff("a\nb\nc\nd\n", "b\nc\nx\nd\n");
  EXPECT_EQ(shown(lines), "-a\n b\n c\n+x\n d\n");
  EXPECT_EQ(lines[1].before, 2);
  EXPECT_EQ(lines[1].after, 1);
}

using PublishingTest = BenchTest;

TEST_F(PublishingTest, TheComparisonNamesTheMeasureAndTheLineInBothLanguages) {
  auto transaction = begin();
  change(transaction, "  标准 1000 元\n", "  标准 1200 元\n");
  const auto base = must(bench_.reading(transaction, {.version = 1}));
  const auto now = must(bench_.reading(transaction, {.draft = draft_}));
  const auto found = compare(*base, *now);
  ASSERT_EQ(found.measures.size(), 1u);
  EXPECT_EQ(found.measures[0].id, "hiring_subsidy");
  EXPECT_EQ(found.measures[0].change, "changed");
  EXPECT_TRUE(found.measures[0].rule);
  EXPECT_FALSE(found.measures[0].path);
  EXPECT_NE(shown(found.measures[0].rule_zh).find("-  标准 1000 元\n+  标准 1200 元\n"),
            std::string::npos);
  EXPECT_NE(shown(found.measures[0].rule_en).find("-  amount 1000 yuan\n+  amount 1200 yuan\n"),
            std::string::npos);
  ASSERT_EQ(found.files.size(), 1u);
  EXPECT_EQ(found.files[0].path, hiring);
  EXPECT_EQ(touched_measures(*base, *now), std::set<std::string>{"hiring_subsidy"});
}

TEST_F(PublishingTest, OtherWordsAloneTouchNobody) {
  auto transaction = begin();
  change(transaction, "县区政府落实", "县区政府落实并公开");
  const auto base = must(bench_.reading(transaction, {.version = 1}));
  const auto now = must(bench_.reading(transaction, {.draft = draft_}));
  EXPECT_TRUE(touched_measures(*base, *now).empty());
  const auto found = compare(*base, *now);
  const auto told = [&](const auto& changes) {
    return std::any_of(changes.begin(), changes.end(),
                       [](const auto& each) { return each.clause == "二(二)8 句6"; });
  };
  bool somewhere = told(found.sentences);
  for (const auto& measure : found.measures) somewhere |= told(measure.sentences);
  EXPECT_TRUE(somewhere);
}

TEST_F(PublishingTest, LimitsOfAChangedRuleAreToBeTickedAgain) {
  auto transaction = begin();
  const auto base = must(bench_.reading(transaction, {.version = 1}));
  EXPECT_EQ(must(open_edges(*base, *base, bench_.folder())), 0);
  const auto revision = change(transaction, "自 起始日 至 2023-12-31", "自 起始日 至 2024-06-30");
  const auto now = must(bench_.reading(transaction, {.draft = draft_}));
  EdgeQuestion asked;
  const auto edges = must(edges_of(*base, *now, asked, bench_.folder()));
  ASSERT_EQ(edges.size(), 1u);  // the other limits of the measure stand in other lines
  bool until = false;
  for (const auto& each : edges) {
    EXPECT_EQ(each.entry.edge.measure->name.id, "hiring_subsidy");
    until |= each.entry.edge.words_zh.find("2024-06-30") != std::string::npos;
  }
  EXPECT_TRUE(until);
  EXPECT_FALSE(ticked(*now, edges[0].entry.edge.id, "another", "甲", day("2023-10-16"),
                      bench_.folder()).ok());
  const auto text = must(ticked(*now, edges[0].entry.edge.id, edges[0].digest, "甲",
                                day("2023-10-16"), bench_.folder()));
  Drafts drafts(transaction);
  must(drafts.save(draft_, ticks_path(*now), text, revision, first, at(4), "ticked"));
  const auto after = must(bench_.reading(transaction, {.draft = draft_}));
  EXPECT_EQ(must(open_edges(*base, *after, bench_.folder())),
            static_cast<std::int64_t>(edges.size()) - 1);
}

TEST_F(PublishingTest, WhatIsNotRightIsNotTaken) {
  auto transaction = begin();
  const auto refused = [&](const Request& asked) {
    const auto done = submit(transaction, bench_, asked, first, day("2023-10-16"), at(5));
    return done.ok() ? std::string("taken") : done.error().what + " " +
                       (done.error().where.empty() ? "" : done.error().where[0]);
  };
  EXPECT_NE(refused(request(1, "2023-11-01")).find("没有不同"), std::string::npos);
  auto revision = change(transaction, "  标准 1000 元\n", "  标准 1000 元元\n");
  EXPECT_NE(refused(request(revision, "2023-11-01")).find("8-hiring.md"), std::string::npos);
  // The worked cases still expect 1000.
  revision = change(transaction, "  标准 1000 元\n", "  标准 1200 元\n");
  EXPECT_NE(refused(request(revision, "2023-11-01")).find("用例没有通过"), std::string::npos);
  revision = change(transaction, "县区政府落实", "县区政府落实并公开");
  EXPECT_NE(refused(request(revision, "2023-10-15")).find("早于今天"), std::string::npos);
  EXPECT_NE(refused(request(revision - 1, "2023-11-01")).find("改动过"), std::string::npos);
  auto silent = request(revision, "2023-11-01");
  silent.confirmations = {};
  EXPECT_NE(refused(silent).find("confirmations.proof"), std::string::npos);
  silent = request(revision, "2023-11-01");
  silent.note = "";
  EXPECT_NE(refused(silent).find("note"), std::string::npos);
}

TEST_F(PublishingTest, TwoPeoplePublishAndTheDayDecides) {
  {
    auto transaction = begin();
    const auto revision = change(transaction, "县区政府落实", "县区政府落实并公开");
    ASSERT_TRUE(submit(transaction, bench_, request(revision, "2023-11-01"), first,
                       day("2023-10-16"), at(5))
                    .ok());
    ASSERT_TRUE(transaction.commit().ok());
  }
  {
    auto transaction = begin();
    const auto alone = approve_it(transaction, first, "2023-10-16");
    ASSERT_FALSE(alone.ok());
    EXPECT_EQ(alone.error().code, ErrorCode::forbidden);
  }
  {
    // On a day after the one that was asked for it is too late.
    auto transaction = begin();
    const auto late = approve_it(transaction, second, "2023-11-02");
    ASSERT_FALSE(late.ok());
    EXPECT_EQ(late.error().where, std::vector<std::string>{"in_force_from"});
  }
  auto transaction = begin();
  EXPECT_EQ(must(approve_it(transaction, second, "2023-10-17")), 2);
  EXPECT_EQ(must(bench_.in_force(transaction, day("2023-10-31"))).number, 1);
  EXPECT_EQ(must(bench_.in_force(transaction, day("2023-11-01"))).number, 2);
  EXPECT_EQ(must(Drafts(transaction).find(draft_)).state, "published");
  // A draft of the first version would take the second one back.
  Drafts drafts(transaction);
  const auto stale = must(drafts.make(must(find_version(transaction, 1)), "旧底稿", first, at(9)));
  const auto saved =
      must(drafts.save(stale, "qingyang-2023/99-more.md", "# 另加\n", 1, first, at(9)));
  Request asked = request(saved.revision, "2023-12-01");
  asked.draft = stale;
  const auto refused = submit(transaction, bench_, asked, first, day("2023-10-17"), at(9));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().what.find("第 2 版"), std::string::npos);
}

TEST_F(PublishingTest, WhatIsSubmittedIsNotWrittenIntoUntilItComesBack) {
  auto transaction = begin();
  const auto revision = change(transaction, "县区政府落实", "县区政府落实并公开");
  ASSERT_TRUE(submit(transaction, bench_, request(revision, "2023-11-01"), first,
                     day("2023-10-16"), at(5))
                  .ok());
  Drafts drafts(transaction);
  EXPECT_FALSE(drafts.save(draft_, hiring, before_, revision, first, at(6)).ok());
  EXPECT_FALSE(send_back(transaction, draft_, "", second, at(6)).ok());
  ASSERT_TRUE(send_back(transaction, draft_, "请再核一遍", second, at(6)).ok());
  EXPECT_TRUE(drafts.save(draft_, hiring, before_, revision, first, at(7)).ok());
  ASSERT_TRUE(withdraw(transaction, draft_, "不改了", first, at(8)).ok());
  EXPECT_FALSE(withdraw(transaction, draft_, "不改了", first, at(8)).ok());
}

}  // namespace
}  // namespace leye::workbench
