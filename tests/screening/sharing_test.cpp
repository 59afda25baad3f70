// Rows of one case share what a cap and a longest time leave.
#include "benefits/sharing.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "policy/explain/explain.hpp"
#include "policy/facts_json.hpp"
#include "policy/pack.hpp"

namespace leye::benefits {
namespace {

constexpr const char* rules = R"(---
标题: 甲
---
```policy
补贴 单位封顶 (capped)
  每 招用
  付给 招用.单位
  对象 招用.人员
  资金 某资金 (some_fund)
  有效 招用.入职日期 自 2023-01-01
  条件
    招用.月工资 1 元 以上
  标准 800 元
  累计至多 2000 元 每 招用.单位 每年

补贴 每月补贴 (monthly)
  每 招用
  付给 招用.单位
  对象 招用.人员
  资金 某资金 (some_fund)
  有效 招用.入职日期 自 2023-01-01
  按月 自 招用.入职日期 至 招用.合同终止日期
  最长 6 个月 每 招用.单位
  条件
    招用.月工资 1 元 以上
  标准 100 元
```
)";

// Four hires of one employer, the third before the others.
constexpr const char* hires = R"({"organisations": [{"id": "o"}], "grants": [], "employments": [
  {"employer": "o", "start_date": "2023-02-10", "contract_end": "2023-05-31", "wage": "3000"},
  {"employer": "o", "start_date": "2023-03-01", "contract_end": "2023-06-30", "wage": "3000"},
  {"employer": "o", "start_date": "2023-01-01", "contract_end": "2023-01-31", "wage": "3000"},
  {"employer": "o", "start_date": "2023-04-01", "contract_end": "2023-07-31", "wage": "3000"}]})";

std::vector<Assessment> shared(const char* id, std::uint64_t& last_line) {
  const auto vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  const auto file = std::filesystem::temp_directory_path() / "leye-sharing" / "a.md";
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << rules;
  const auto plan = policy::load_pack(file, vocabulary).value();
  const auto given = policy::read_facts_json(hires, vocabulary);
  CHECK(given.ok());
  const auto& measure = *plan.find_measure(id);
  last_line = std::uint64_t{1} << (measure.leaf_count - 1);
  const auto day = Day::parse("2023-12-01").value();
  policy::Evaluator evaluator(plan, measure, given.value().facts, day);
  std::vector<Assessment> found;
  for (policy::Row row = 0; row < 4; ++row) {
    found.push_back({row + 1, std::nullopt, 1, 0, evaluator.evaluate(row)});
    EXPECT_EQ(found.back().answer.outcome, policy::Outcome::eligible);
  }
  share(measure, day, found);
  return found;
}

TEST(Sharing, TheEarlierHireTakesItsAmountFirst) {
  std::uint64_t cap = 0;
  const auto found = shared("capped", cap);
  EXPECT_EQ(found[2].answer.amount, Money::yuan(800));
  EXPECT_EQ(found[0].answer.amount, Money::yuan(800));
  EXPECT_EQ(found[1].answer.amount, Money::yuan(400));
  EXPECT_EQ(found[1].answer.low, Money::yuan(400));
  EXPECT_EQ(found[3].answer.outcome, policy::Outcome::not_eligible);
  EXPECT_EQ(found[3].answer.failed, cap);
  EXPECT_EQ(found[3].answer.amount, Money());
}

TEST(Sharing, MonthsAndPeriodAreCut) {
  std::uint64_t cap = 0;
  const auto found = shared("monthly", cap);  // 1 and 4 months, then 1 of 4
  EXPECT_EQ(found[2].answer.amount, Money::yuan(100));
  EXPECT_EQ(found[0].answer.amount, Money::yuan(400));
  EXPECT_EQ(found[1].answer.amount, Money::yuan(100));
  EXPECT_EQ(found[1].answer.period_until, Day::parse("2023-03-31").value());
  EXPECT_EQ(found[3].answer.outcome, policy::Outcome::not_eligible);
}

}  // namespace
}  // namespace leye::benefits
