// The three rows of each comparison of a small pack, worked out by hand; ticks and how they expire.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "policy/edges/ledger.hpp"
#include "policy/edges/witness.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::policy::edges {
namespace {

namespace files = std::filesystem;

const std::string head = R"(---
标题: 三行
---
> [一1 句1] 招用 16 到 24 周岁的人, 合同满一年, 每人 1000 元
> [一1 句2] 合同满三年的, 每人 1500 元
)";

const std::string rule = R"(
```policy
补贴 用工补贴 "hiring grant" (hiring_grant)
  每 招用
  付给 招用.单位
  对象 招用.人员
  资金 某资金 (some_fund)
  有效 招用.入职日期 自 2023-01-01 至 2023-12-31
  条件
    招用.人员.出生日期 周岁 于 招用.入职日期 16 以上 24 以下 "16 至 24 周岁" "aged 16 to 24"
    招用.入职日期 至 招用.合同终止日期 期限 1 年 以上 "合同满一年" "a contract of a year"
  设 每人 为 1000 元
    例外 三年 为 1500 元
      招用.入职日期 至 招用.合同终止日期 期限 3 年 以上
  标准 每人
```

```cases
默认 日期 = 2024-06-01
| 编号 | 人员.出生日期 | 入职日期 | 合同终止日期 | 期望 hiring_grant | 理由 |
|---|---|---|---|---|---|
| 一年 | 2003-05-20 | 2023-03-01 | 2024-02-29 | 1000 | |
```
)";

class EdgesTest : public testing::Test {
 protected:
  EdgesTest() {
    files::create_directories(folder_);
    write(head + rule);
  }
  ~EdgesTest() override { files::remove_all(folder_); }

  void write(const std::string& text) {
    std::ofstream(folder_ / "1-rules.md", std::ios::trunc) << text;
    pack_ = read_pack(folder_, vocabulary_);
    for (const auto& problem : pack_.diagnostics) ADD_FAILURE() << to_text(problem, pack_);
    entries_ = entries_of(pack_, vocabulary_);
  }

  // The rule with one text in place of another; its cases would fail.
  static std::string without_cases(const std::string& from, const std::string& to) {
    auto text = rule.substr(0, rule.find("```cases"));
    return text.replace(text.find(from), from.size(), to);
  }

  const Entry& entry(const std::string& words) const {
    for (const auto& each : entries_)
      if (each.edge.words_zh.find(words) != std::string::npos) return each;
    ADD_FAILURE() << "no comparison of " << words;
    return entries_.front();
  }

  Witness witness(const std::string& words) {
    auto cases = differential::facts_of_cases(pack_, vocabulary_);
    WitnessSearch search(*pack_.plan, pack_.plan->measures.front(), vocabulary_, cases);
    const auto found = search.find(entry(words).edge);
    EXPECT_TRUE(found.has_value()) << words;
    return found.value_or(Witness{});
  }

  // "2007-03-02: not_eligible 0"
  static std::string said(const std::optional<EdgeRow>& row) {
    if (!row) return "none";
    return row->moved + ": " + name(row->answer.outcome) + " " +
           std::to_string(row->answer.amount.fen() / 100);
  }

  const Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  const files::path folder_ =
      files::temp_directory_path() /
      ("leye-edges-" + std::to_string(testing::UnitTest::GetInstance()->random_seed()) + "-" +
       testing::UnitTest::GetInstance()->current_test_info()->name());
  LoadedPack pack_;
  std::vector<Entry> entries_;
};

// Hired on 2023-03-01: 16 on the birthday 2007-03-01, still 24 with the birthday 1998-03-02.
TEST_F(EdgesTest, MoveABirthdayAcrossAnAge) {
  const auto from = witness("周岁 16");
  EXPECT_EQ(from.fact_zh, "招用.人员.出生日期");
  EXPECT_TRUE(from.decides);
  EXPECT_EQ(said(from.under), "2007-03-02: not_eligible 0");
  EXPECT_EQ(said(from.at), "2007-03-01: eligible 1000");
  EXPECT_EQ(said(from.over), "2006-03-01: eligible 1000");
  EXPECT_EQ(from.under->found, "15");
  EXPECT_EQ(from.at->found, "16");
  EXPECT_EQ(from.over->found, "17");
  const auto to = witness("周岁 24");
  EXPECT_EQ(said(to.under), "1999-03-02: eligible 1000");
  EXPECT_EQ(said(to.at), "1998-03-02: eligible 1000");
  EXPECT_EQ(said(to.over), "1998-03-01: not_eligible 0");
}

// Begun on 2023-03-01, a year is full with the last day 2024-02-29, three with 2026-02-28.
TEST_F(EdgesTest, MoveTheLastDayAcrossATermAndAnExceptionOfTheAmount) {
  const auto year = witness("后 1 年");
  EXPECT_EQ(said(year.under), "2024-02-28: not_eligible 0");
  EXPECT_EQ(said(year.at), "2024-02-29: eligible 1000");
  EXPECT_EQ(said(year.over), "2024-03-01: eligible 1000");
  const auto three = witness("后 3 年");
  EXPECT_EQ(said(three.under), "2026-02-27: eligible 1000");
  EXPECT_EQ(said(three.at), "2026-02-28: eligible 1500");
  EXPECT_EQ(said(three.over), "2026-03-01: eligible 1500");
}

TEST_F(EdgesTest, MoveTheDayAcrossTheDaysInForce) {
  const auto from = witness("不早于 2023-01-01");
  EXPECT_EQ(said(from.under), "2022-12-31: not_in_force 0");
  EXPECT_EQ(said(from.at), "2023-01-01: eligible 1000");
  const auto until = witness("不晚于 2023-12-31");
  EXPECT_EQ(said(until.at).substr(0, 10), "2023-12-31");
  EXPECT_EQ(said(until.over), "2024-01-01: not_in_force 0");
}

// No case has such records: of the once-only limit none, one, two grants are tried; a registration
// is put beside the hire and then moved.
TEST_F(EdgesTest, AddRecordsWhereNoCaseHasThem) {
  auto text = rule;
  const std::string amount = "  标准 每人\n";
  text.replace(text.find(amount), amount.size(), "  次数 每 招用.人员 1 次\n" + amount);
  write(head + text);
  const auto once = witness("不满 1");
  EXPECT_TRUE(once.decides);
  EXPECT_EQ(said(once.under), "+0: eligible 1000");
  EXPECT_EQ(said(once.at), "+1: not_eligible 0");
  EXPECT_EQ(said(once.over), "+2: not_eligible 0");
  EXPECT_EQ(once.at->found, "1");

  text = rule;
  const std::string last = "\"合同满一年\" \"a contract of a year\"\n";
  text.replace(text.find(last), last.size(),
               last +
                   "    存在 招用.人员.失业登记 名 登记 \"登记过\" \"was registered\"\n"
                   "      登记.登记日期 不晚于 招用.入职日期\n");
  write(head + text);
  const auto registered = witness("登记日期 不晚于");
  EXPECT_TRUE(registered.decides);
  EXPECT_EQ(registered.fact_zh, "招用.人员.失业登记.登记日期");
  EXPECT_EQ(said(registered.under), "2023-02-28: eligible 1000");
  EXPECT_EQ(said(registered.at), "2023-03-01: eligible 1000");
  EXPECT_EQ(said(registered.over), "2023-03-02: not_eligible 0");
}

// Grants that name the record they are for stand in the first pack, limits by person in the second.
TEST(ShippedPacks, HaveThreeRowsForNineComparisonsInTen) {
  for (const char* id : {"haidian-2018", "qingyang-2023"}) {
    const auto path = resource("packs").value() / id;
    const auto installed = Vocabulary::load(resource("vocabulary").value()).value();
    const auto vocabulary = vocabulary_of_pack(installed, path).value();
    const auto pack = read_pack(path, vocabulary);
    ASSERT_TRUE(pack.plan.has_value());
    auto cases = differential::facts_of_cases(pack, vocabulary);
    std::size_t all = 0, reached = 0;
    for (const auto& measure : pack.plan->measures) {
      WitnessSearch search(*pack.plan, measure, vocabulary, cases);
      for (const auto& edge : comparisons_of(*pack.plan, measure, vocabulary)) {
        ++all;
        const auto found = search.find(edge);
        if (found && found->at) ++reached;
      }
    }
    EXPECT_GT(all, 100U);
    EXPECT_GE(reached * 10, all * 9) << id << " " << reached << " of " << all;
  }
}

TEST_F(EdgesTest, EveryComparisonHasItsSentenceAndANumberOfItsOwn) {
  ASSERT_EQ(entries_.size(), 6U);
  for (std::size_t i = 0; i < entries_.size(); ++i)
    EXPECT_EQ(entries_[i].edge.id, "hiring_grant." + std::to_string(i + 1));
  const auto& age = entry("周岁 16");
  ASSERT_EQ(age.sentences.size(), 2U);
  EXPECT_EQ(age.sentences[0].summary, "招用 16 到 24 周岁的人, 合同满一年, 每人 1000 元");
}

TEST_F(EdgesTest, ATickHoldsUntilSentenceOrRuleChanges) {
  auto ledger = Ledger::read(folder_).value();
  const auto& age = entry("周岁 16");
  EXPECT_EQ(ledger.standing(age), Standing::not_ticked);
  ASSERT_TRUE(ledger.tick(age, "某\"人\", 法规科", Day::parse("2024-01-15").value()).ok());
  ASSERT_TRUE(ledger.write().ok());

  auto again = Ledger::read(folder_).value();
  EXPECT_EQ(again.standing(entry("周岁 16")), Standing::ticked);
  EXPECT_EQ(again.standing(entry("周岁 24")), Standing::not_ticked);
  ASSERT_NE(again.last_tick(age), nullptr);
  EXPECT_EQ(again.last_tick(age)->by, "某\"人\", 法规科");
  EXPECT_EQ(to_text(again.last_tick(age)->on), "2024-01-15");

  // A remark for the reader of the file changes neither.
  write(head + "\n说明。\n" + rule);
  EXPECT_EQ(again.standing(entry("周岁 16")), Standing::ticked);
  // Another amount, another contract: other lines, with ticks of their own.
  write(head + without_cases("为 1000", "为 1100"));
  EXPECT_EQ(again.standing(entry("周岁 16")), Standing::ticked);
  write(head + without_cases("期限 1 年", "期限 2 年"));
  EXPECT_EQ(again.standing(entry("周岁 16")), Standing::ticked);
  // Its line says something else: to the other limit of the same line, to another fact.
  write(head + without_cases("24 以下", "25 以下"));
  EXPECT_EQ(again.standing(entry("周岁 16")), Standing::expired);
  write(head + without_cases("周岁 于 招用.入职日期", "周岁 于 招用.合同终止日期"));
  EXPECT_EQ(again.standing(entry("周岁 16")), Standing::expired);
  // Its line counts otherwise.
  write(head + without_cases("  条件\n    招用.人员", "  条件\n    均不满足\n      招用.人员"));
  EXPECT_EQ(again.standing(entry("周岁 16")), Standing::expired);
  // Another sentence.
  auto words = head;
  const std::string sum = "每人 1500";
  words.replace(words.find(sum), sum.size(), "每人1500");
  write(words + rule);
  EXPECT_EQ(again.standing(entry("周岁 16")), Standing::expired);
}

// What the line reads is of its rule: a term, a name that 设 gives.
TEST_F(EdgesTest, ATickExpiresWithTheTermAndTheNamesThatItsLineReads) {
  const std::string by_term =
      "\n```policy\n"
      "术语 青年 (youth) 对 招用\n"
      "  招用.人员.出生日期 周岁 于 招用.入职日期 16 以上 24 以下\n\n"
      "补贴 用工补贴 \"hiring grant\" (hiring_grant)\n"
      "  每 招用\n"
      "  付给 招用.单位\n"
      "  对象 招用.人员\n"
      "  资金 某资金 (some_fund)\n"
      "  有效 招用.入职日期 自 2023-01-01 至 2023-12-31\n"
      "  设 何日满 为 招用.入职日期 后 1 年\n"
      "  条件\n"
      "    招用 是 青年\n"
      "    招用.合同终止日期 不早于 何日满\n"
      "  标准 1000 元\n"
      "```\n";
  const auto changed = [&](const std::string& from, const std::string& to) {
    auto text = by_term;
    text.replace(text.find(from), from.size(), to);
    write(head + text);
  };
  write(head + by_term);
  auto ledger = Ledger::read(folder_).value();
  for (const auto& each : entries_)
    ASSERT_TRUE(ledger.tick(each, "某人", Day::parse("2024-01-15").value()).ok());
  const auto expired = [&] {
    std::string words;
    for (const auto& each : entries_)
      if (ledger.standing(each) != Standing::ticked) words += each.edge.words_zh + "; ";
    return words;
  };
  EXPECT_EQ(expired(), "");
  changed("24 以下", "25 以下");
  EXPECT_THAT(expired(),
              testing::AllOf(testing::HasSubstr("周岁 16"), testing::HasSubstr("周岁 25"),
                             testing::Not(testing::HasSubstr("后 1 年")),
                             testing::Not(testing::HasSubstr("2023-"))));
  changed("后 1 年", "后 2 年");
  EXPECT_THAT(expired(), testing::AllOf(testing::HasSubstr("后 2 年"),
                                        testing::Not(testing::HasSubstr("周岁")),
                                        testing::Not(testing::HasSubstr("2023-"))));
  changed("至 2023-12-31", "至 2024-06-30");
  EXPECT_THAT(expired(), testing::AllOf(testing::HasSubstr("2024-06-30"),
                                        testing::Not(testing::HasSubstr("周岁")),
                                        testing::Not(testing::HasSubstr("2023-01-01"))));
}

// As programs before wrote them: of the whole measure.
TEST_F(EdgesTest, AnEarlierTickHoldsAsLongAsItsWholeMeasureDoes) {
  const auto& age = entry("周岁 16");
  std::ofstream(folder_ / "edges.csv")
      << "编号,条款,比较,句子校验,规则校验,核对人,日期\n"
      << age.edge.id << ',' << age.edge.clause << ",\"" << age.edge.label_zh << ": "
      << age.edge.words_zh << "\"," << age.sentence_digest << ',' << age.measure_digest
      << ",某人,2024-01-15\n";
  auto ledger = Ledger::read(folder_).value();
  EXPECT_EQ(ledger.standing(entry("周岁 16")), Standing::ticked);
  write(head + without_cases("为 1000", "为 1100"));
  EXPECT_EQ(ledger.standing(entry("周岁 16")), Standing::expired);
  // One that does not hold is not renewed; one that does is of its line from then on.
  ledger.renew(entries_);
  EXPECT_EQ(ledger.standing(entry("周岁 16")), Standing::expired);
  write(head + rule);
  ledger.renew(entries_);
  write(head + without_cases("为 1000", "为 1100"));
  EXPECT_EQ(ledger.standing(entry("周岁 16")), Standing::ticked);
}

TEST_F(EdgesTest, NobodyTicksWithoutANameAndABrokenTableIsRefused) {
  auto ledger = Ledger::read(folder_).value();
  EXPECT_FALSE(ledger.tick(entries_.front(), " ", Day::parse("2024-01-15").value()).ok());
  std::ofstream(folder_ / "edges.csv") << "编号,条款\nhiring_grant.1,一1\n";
  const auto broken = Ledger::read(folder_);
  ASSERT_FALSE(broken.ok());
  EXPECT_NE(broken.error().what.find("第 2 行"), std::string::npos);
}

}  // namespace
}  // namespace leye::policy::edges
