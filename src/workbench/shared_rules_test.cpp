// A term that several measures use: its lines that differ, and who uses it.
#include "workbench/shared_rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/resources.hpp"
#include "workbench/changes.hpp"

namespace leye::workbench {
namespace {

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : to_text(result.error()));
  return std::move(result).value();
}

std::string shown(const std::vector<DiffLine>& lines) {
  std::string text;
  for (const auto& each : lines)
    if (each.kind != ' ' && each.kind != '@') text += each.kind + each.text + "\n";
  return text;
}

class SharedRulesTest : public testing::Test {
 protected:
  SharedRulesTest()
      : home_(must(ScratchFolder::make(std::filesystem::temp_directory_path() / "leye_shared"))),
        words_(must(Vocabulary::load(must(resource("vocabulary"))))),
        files_(must(read_files(must(resource("packs/qingyang-2023"))))) {}

  std::shared_ptr<const Reading> read(const Files& files) {
    return must(workbench::read(files, "qingyang-2023", words_, home_.path()));
  }
  Files with(const std::string& path, const std::string& from, const std::string& to) {
    auto files = files_;
    auto& text = files.at(path);
    const auto place = text.find(from);
    EXPECT_NE(place, text.npos) << from;
    text.replace(place, from.size(), to);
    return files;
  }

  ScratchFolder home_;
  Vocabulary words_;
  Files files_;
};

TEST_F(SharedRulesTest, AChangedTermShowsItsLinesAndWhoUsesIt) {
  const auto found = compare(*read(files_), *read(with("qingyang-2023/0-terms.md",
                                                       "16 以上 24 以下", "16 以上 25 以下")));
  ASSERT_EQ(found.shared.size(), 1u);
  const auto& term = found.shared[0];
  EXPECT_EQ(term.id, "registered_youth");
  EXPECT_EQ(term.word, "term");
  EXPECT_EQ(term.change, "changed");
  EXPECT_EQ(term.path, "qingyang-2023/0-terms.md");
  EXPECT_EQ(shown(term.rule_zh),
            "-      招用.人员.出生日期 周岁 于 招用.入职日期 16 以上 24 以下 \"16 至 24 周岁\" "
            "\"aged 16 to 24\"\n"
            "+      招用.人员.出生日期 周岁 于 招用.入职日期 16 以上 25 以下 \"16 至 24 周岁\" "
            "\"aged 16 to 24\"\n");
  EXPECT_NE(shown(term.rule_en).find("-      full years from employment.person.birth_date"),
            std::string::npos);
  EXPECT_NE(shown(term.rule_en).find(" at least 16 at most 25 "), std::string::npos);
  // 重点青年 names it, and that is named by these two.
  std::vector<std::string> measures;
  for (const auto& each : term.measures) measures.push_back(each.zh);
  EXPECT_EQ(measures, (std::vector<std::string>{"一次性吸纳就业补贴", "一次性扩岗补助"}));
  for (const auto& measure : found.measures) {
    EXPECT_TRUE(measure.rule);
    EXPECT_TRUE(measure.rule_zh.empty());
    ASSERT_EQ(measure.through.size(), 1u) << measure.id;
    EXPECT_EQ(measure.through[0].zh, "登记失业青年");
  }
  EXPECT_EQ(found.measures.size(), 2u);
}

TEST_F(SharedRulesTest, AFormulaOfAnotherPackIsNamedToo) {
  const auto found = shared_rules_of(*read(files_));
  const auto& formula = found.rules.at("retirement_day");
  EXPECT_EQ(formula.path, "china/retirement.md");
  EXPECT_EQ(formula.word, "formula");
  EXPECT_TRUE(found.used_by_measure.at("hiring_subsidy").contains("target_youth"));
  EXPECT_FALSE(found.used_by_measure.at("hiring_subsidy").contains("older_person"));
}

TEST_F(SharedRulesTest, ATermThatOnlyMovesToAnotherLineIsNoChange) {
  const auto found = compare(*read(files_), *read(with("qingyang-2023/0-terms.md",
                                                       "术语 重点青年", "# 谁算重点青年\n术语 重点青年")));
  EXPECT_TRUE(found.shared.empty());
  EXPECT_TRUE(found.measures.empty());
}

}  // namespace
}  // namespace leye::workbench
