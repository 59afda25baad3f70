// A report as tables: labels in both languages, months, what is not known.
#include "trial/tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"

namespace leye::trial {
namespace {

class TablesTest : public testing::Test {
 protected:
  TablesTest() {
    report_.changed = {"youth"};
    MeasureChange youth;
    youth.id = "youth";
    youth.label = "青年补贴";
    youth.label_en = "youth grant";
    youth.fund_label = "某资金";
    youth.before = {1, Money::fen(100'000), 0, 1};
    youth.after = {2, Money::fen(250'050), 3, 1};
    youth.gained = 1;
    report_.measures = {youth, MeasureChange{}};  // the second says nothing
    report_.costs = {{"some", "某资金", 2023 * 12 + 3, 621002, Money::fen(100'000), {}},
                     {"some", "某资金", -1, 0, {}, Money::fen(250'050)}};
    report_.groups = {{Dimension::age, "25-34", 1, 0, Money::fen(150'050)},
                      {Dimension::hukou, "20", 1, 0, Money::fen(150'050)},
                      {Dimension::category, "", 1, 0, {}},
                      {Dimension::size, "micro", 0, 1, Money::fen(-100)},
                      {Dimension::size, "", 1, 0, {}}};
    report_.cases = {
        {"youth", "青年补贴", "youth grant", 102, false, true, {}, Money::fen(150'050)}};
    report_.before = Money::fen(100'000);
    report_.after = Money::fen(250'050);
    report_.people_gain = 1;
  }

  std::vector<Table> tables(policy::Language language) const {
    return tables_of(report_, {vocabulary_, plan_, {{621002, "西峰区"}}, language});
  }

  using Row = std::vector<std::string>;
  const Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  const policy::Plan plan_;
  Report report_;
};

TEST_F(TablesTest, SayBothSidesAndTheDifference) {
  const auto all = tables(policy::Language::zh);
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[4].rows, (std::vector<Row>{{"青年补贴", "102", "不给", "1500.50"}}));
  EXPECT_EQ(all[0].rows[0], (Row{"金额（元）", "1000.00", "2500.50", "1500.50"}));
  EXPECT_EQ(all[0].rows[1], (Row{"可享受（人次）", "1", "2", "1"}));
  ASSERT_EQ(all[1].rows.size(), 1U);
  EXPECT_EQ(all[1].rows[0], (Row{"青年补贴", "是", "某资金", "1", "2", "1000.00", "2500.50",
                                 "1500.50", "1", "0", "0", "0", "0", "3", "1", "1"}));
  EXPECT_EQ(all[2].rows[0], (Row{"某资金", "2023-04", "西峰区", "1000.00", "0.00", "-1000.00"}));
  EXPECT_EQ(all[2].rows[1], (Row{"某资金", "月份不明", "管辖不明", "0.00", "2500.50", "2500.50"}));
  for (const auto& table : all)
    for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size()) << table.id;
}

TEST_F(TablesTest, NameGroupsInBothLanguages) {
  const auto labels = [&](policy::Language language) {
    std::vector<std::string> found;
    const auto all = tables(language);
    for (const auto& row : all[3].rows) found.push_back(row[0] + " " + row[1]);
    return found;
  };
  EXPECT_THAT(labels(policy::Language::zh),
              testing::ElementsAre("年龄 25-34 周岁", "户口性质 农村户口", "类别 没有认定",
                                   "单位规模 微型", "单位规模 不详"));
  EXPECT_THAT(labels(policy::Language::en),
              testing::ElementsAre("Age 25-34 years old", "Hukou rural", "Category not recognised",
                                   "Size of employer micro", "Size of employer not known"));
}

}  // namespace
}  // namespace leye::trial
