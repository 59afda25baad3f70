// The numbers of a small pack, and what becomes of it when they are changed.
#include "policy/draft/numbers.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"

namespace leye::policy {
namespace {

namespace files = std::filesystem;

const char* const text = R"(---
标题: 数
---
> [一1 句1] 招用 16 到 24 周岁的人
> [一1 句2] 按规模补贴
> [一1 句3] 程序: 报县里

```policy
参数 上限 (ceiling)
  | 自         | 值  | 依据          | 核对       |
  | 2022-03-11 | 5.5% | 某文 第 3 条 | 2023-10-27 |

补贴 用工补贴 "grant of 2023" (hiring_grant)
  每 招用
  付给 招用.单位
  对象 招用.人员
  资金 某资金 (some_fund)
  有效 招用.入职日期 自 2023-01-01 至 2023-12-31
  条件 据 句1
    招用.人员.出生日期 周岁 于 招用.入职日期 16 以上 24 以下 "16 至 24 周岁"   # 含 24
  档次 每人 (per_person) 按 招用.单位.企业规模 据 句2
    | 情形 | 值     |
    |------|--------|
    | 大型 | 1000 元 |
    | 其余 | 1500元 |
  标准 每人
```
)";

class NumbersTest : public testing::Test {
 protected:
  NumbersTest() {
    files::create_directories(folder_);
    std::ofstream(folder_ / "1-rules.md") << text;
  }
  ~NumbersTest() override { files::remove_all(folder_); }

  const Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  const files::path folder_ = files::temp_directory_path() /
                              (std::string("leye-numbers-") +
                               testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(NumbersTest, AreThoseOfRulesAndNotOfQuotationsOrSources) {
  const auto pack = read_pack(folder_, vocabulary_);
  for (const auto& problem : pack.diagnostics) ADD_FAILURE() << to_text(problem, pack);
  std::vector<std::string> found;
  for (const auto& each : numbers_of(pack)) found.push_back(each.id + " = " + each.text);
  EXPECT_THAT(found,
              testing::ElementsAre("ceiling.1 = 2022-03-11", "ceiling.2 = 5.5%",
                                   "hiring_grant.1 = 2023-01-01", "hiring_grant.2 = 2023-12-31",
                                   "hiring_grant.3 = 16", "hiring_grant.4 = 24",
                                   "hiring_grant.5 = 1000", "hiring_grant.6 = 1500"));
  const auto age = numbers_of(pack)[5];
  EXPECT_EQ(age.clause, "一1 句1");  // what the group cites, not the last sentence above
  EXPECT_EQ(age.summary, "招用 16 到 24 周岁的人");
  EXPECT_EQ(numbers_of(pack)[6].clause, "一1 句2");     // of a row: what its table cites
  EXPECT_EQ(numbers_of(pack)[2].clause, "一1 句1、2");  // of a line that cites nothing
  EXPECT_EQ(age.before, "招用.人员.出生日期 周岁 于 招用.入职日期 16 以上");
  EXPECT_EQ(age.after, "以下 \"16 至 24 周岁\"");
}

TEST_F(NumbersTest, MakeADraftThatIsReadLikeAPack) {
  const auto draft = draft_of(folder_, vocabulary_,
                              {{"hiring_grant.6", "1800"},
                               {"hiring_grant.4", "29"},
                               {"hiring_grant.3", "8"},
                               {"ceiling.2", "6%"}});
  ASSERT_TRUE(draft.ok()) << to_text(draft.error());
  ASSERT_TRUE(draft.value().plan.has_value());
  const auto& source = draft.value().documents.front().source;
  EXPECT_NE(source.find("入职日期 8 以上 29 以下 \"16 至 24 周岁\"   # 含 24"), source.npos);
  EXPECT_NE(source.find("| 其余 | 1800元 |"), source.npos);
  EXPECT_NE(source.find("| 2022-03-11 | 6% |"), source.npos);
  EXPECT_EQ(read_pack(folder_, vocabulary_).documents.front().source, text);  // nothing is stored
}

TEST_F(NumbersTest, RefuseWhatIsNoNumberOfTheKind) {
  const auto code = [&](const char* number, const char* to) {
    const auto draft = draft_of(folder_, vocabulary_, {{number, to}});
    return draft.ok() ? std::string() : draft.error().what;
  };
  EXPECT_EQ(code("hiring_grant.9", "1"), "没有编号为“hiring_grant.9”的数");
  EXPECT_EQ(code("hiring_grant.4", "29 以上"), "“24”不能改为“29 以上”");
  EXPECT_EQ(code("hiring_grant.4", "30%"), "“24”不能改为“30%”");
  EXPECT_EQ(code("ceiling.2", "6"), "“5.5%”不能改为“6”");
  EXPECT_EQ(code("hiring_grant.2", "2023-02-30"), "“2023-12-31”不能改为“2023-02-30”");
  EXPECT_FALSE(draft_of(folder_, vocabulary_, {{"ceiling.2", "6%"}, {"ceiling.2", "7%"}}).ok());
}

TEST(Changes, AreOneALine) {
  const auto changes =
      read_changes("# 提高年龄\r\nhiring_grant.4 = 29   # 原为 24\n\n ceiling.2=6%").value();
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].number, "hiring_grant.4");
  EXPECT_EQ(changes[0].to, "29");
  EXPECT_EQ(changes[1].number, "ceiling.2");
  EXPECT_EQ(changes[1].to, "6%");
  EXPECT_EQ(read_changes("a = 1\nb\n").error().what, "第 2 行不是一处改动");
}

}  // namespace
}  // namespace leye::policy
