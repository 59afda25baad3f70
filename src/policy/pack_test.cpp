// Every pack loads, its cases pass, and printing loses nothing.
#include "policy/pack.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "policy/cases.hpp"
#include "policy/explain/explain.hpp"
#include "policy/facts_json.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::policy {
namespace {

namespace files = std::filesystem;

const Vocabulary& vocabulary() {
  static const auto loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

// With what the pack adds.
Vocabulary vocabulary_of(const files::path& pack) {
  return vocabulary_of_pack(vocabulary(), pack).value();
}

std::vector<files::path> packs() {
  std::vector<files::path> found;
  for (const auto& entry : files::directory_iterator(resource("packs").value())) {
    if (entry.is_directory()) found.push_back(entry.path());
  }
  return found;
}

TEST(Packs, Load) {
  ASSERT_FALSE(packs().empty());
  for (const auto& path : packs()) {
    const auto words = vocabulary_of(path);
    const auto pack = read_pack(path, words);
    for (const auto& problem : pack.diagnostics) ADD_FAILURE() << to_text(problem, pack);
    EXPECT_TRUE(pack.plan.has_value()) << path;
  }
}

TEST(Packs, PassTheirCases) {
  std::size_t count = 0;
  for (const auto& path : packs()) {
    const auto words = vocabulary_of(path);
    const auto pack = read_pack(path, words);
    for (const auto& result : run_cases(pack, words)) {
      ++count;
      EXPECT_TRUE(result.passed) << result.file << ":" << result.line << " " << result.id << " "
                                 << result.measure << ": expected " << result.expected << ", got "
                                 << result.got;
    }
  }
  EXPECT_GT(count, 50U);
}

files::path written(const files::path& folder, const files::path& name, const std::string& text) {
  files::create_directories(folder);
  FILE* file = std::fopen((folder / name).c_str(), "wb");
  CHECK(file != nullptr);
  std::fwrite(text.data(), 1, text.size(), file);
  std::fclose(file);
  return folder / name;
}

// Chinese → English → Chinese gives the canonical Chinese text, and the same plan on the way.
TEST(Packs, PrintInBothLanguagesWithoutLoss) {
  for (const auto& path : packs()) {
    const auto words = vocabulary_of(path);
    const auto pack = read_pack(path, words);
    ASSERT_TRUE(pack.plan.has_value()) << path;
    const auto scratch = files::temp_directory_path() / "leye-fmt" / "packs";
    files::remove_all(scratch);
    files::create_directories(scratch);
    for (const auto& each : packs()) {
      if (each != path)
        files::copy(each, scratch / each.filename(), files::copy_options::recursive);
    }
    std::vector<std::string> chinese;
    for (const auto& document : pack.documents) {
      chinese.push_back(print_pack_file(pack, document, true, words));
      written(scratch / path.filename(), files::path(document.file).filename(),
              print_pack_file(pack, document, false, words));
    }
    const auto english = read_pack(scratch / path.filename(), words);
    for (const auto& problem : english.diagnostics) ADD_FAILURE() << to_text(problem, english);
    ASSERT_TRUE(english.plan.has_value());
    for (std::size_t i = 0; i < chinese.size(); ++i) {
      EXPECT_EQ(print_pack_file(english, english.documents[i], true, words), chinese[i]);
      EXPECT_EQ(print_pack_file(english, english.documents[i], false, words),
                english.documents[i].source);
    }
    EXPECT_EQ(to_text(*english.plan), to_text(*pack.plan));
    for (const auto& result : run_cases(english, words))
      EXPECT_TRUE(result.passed) << result.id << " in English";
  }
}

// What would take long or much is refused with a reason; nothing stops the process.
TEST(Packs, RefuseHostileText) {
  const std::string measure =
      "  每 招用\n  付给 招用.单位\n  资金 某 (f)\n  有效 申请日期 至 2023-12-31\n  条件\n";
  std::string wide = "```policy\n补贴 甲 (first)\n" + measure;
  for (int i = 0; i < 6000; ++i) wide += "    招用.月工资 " + std::to_string(i) + " 元 以上\n";
  wide += "  标准 1 元\n```\n";
  std::string doubling = "```policy\n";
  for (int i = 0; i < 40; ++i) {
    const auto next = "  招用 是 t" + std::to_string(i + 1) + "\n";
    const auto self = std::to_string(i);
    doubling += "术语 t" + self + " (t" + self + ") 对 招用\n" + next + next;
  }
  doubling += "术语 t40 (t40) 对 招用\n  招用.本人为经营者\n补贴 甲 (first)\n" + measure +
              "    招用 是 t0\n  标准 1 元\n```\n";
  const auto folder = files::temp_directory_path() / "leye-hostile";
  for (const auto& [name, text, code] :
       {std::tuple("wide.md", wide, "too_many_conditions"),
        std::tuple("doubling.md", doubling, "too_many_terms"),
        std::tuple("open.md", std::string("---\n标题: 甲\n```policy\n"), "front_matter")}) {
    const auto pack = read_pack(written(folder, name, text), vocabulary());
    const auto has = [&](const Diagnostic& each) { return each.code == code; };
    EXPECT_TRUE(std::any_of(pack.diagnostics.begin(), pack.diagnostics.end(), has)) << name;
    EXPECT_FALSE(pack.plan.has_value()) << name;
  }
}

// A pack's words are its own, those of the packs it uses and those of the packs above it.
TEST(Packs, BringTheirOwnWords) {
  const auto folder = files::temp_directory_path() / "leye-words";
  files::remove_all(folder);
  const std::string table =
      "| label | id | type | required | mask | sensitivity | headings | standard |\n"
      "|---|---|---|---|---|---|---|---|\n";
  written(folder / "province" / "vocabulary", "boat.md",
          "# 渔船 · boat · boats\nstorage: record\ncompleteness: complete\n" + table +
              "| 人员 | person | reference(person) | yes | | open | 身份证号码 | |\n"
              "| 上岸日期 | landed_on | day | yes | | open | | |\n");
  written(folder / "city" / "vocabulary", "boat.md",
          "# 渔船 · boat · boats\n" + table + "| 吨位 | tons | count | | | open | | |\n");
  written(folder / "province", "a.md", "---\n标题: 甲\n---\n# 甲\n");
  const auto city = written(folder / "city", "a.md",
                            "---\n标题: 乙\n引用: province\n---\n# 乙\n\n"
                            "```policy\n术语 大船主 \"owns a large boat\" (owns_boat) 对 人员\n"
                            "  人员.渔船 存在 满足\n    吨位 10 以上\n```\n")
                        .parent_path();
  const auto words = vocabulary_of_pack(vocabulary(), city);
  ASSERT_TRUE(words.ok()) << to_text(words.error());
  ASSERT_NE(words.value().find_entity("渔船"), nullptr);
  EXPECT_NE(words.value().find_entity("渔船")->find_fact("吨位"), nullptr);
  EXPECT_NE(words.value().find_entity("渔船")->find_fact("landed_on"), nullptr);
  EXPECT_EQ(vocabulary_of(folder / "province").find_entity("渔船")->find_fact("吨位"), nullptr);
}

std::string codes_of(const LoadedPack& pack) {
  std::string codes;
  for (const auto& problem : pack.diagnostics) codes += problem.code + "\n";
  return codes;
}

// Below a pack: its terms may be named, and what both declare must say how it stands.
TEST(Packs, StandBelowOthers) {
  const auto packs = files::temp_directory_path() / "leye-above";
  files::remove_all(packs);
  const std::string measure =
      "补贴 甲 (first)\n  每 招用\n  付给 招用.单位\n  资金 某 (f)\n  有效 申请日期 自 2023-01-01\n"
      "  条件\n    招用.人员 是 退役\n    招用.入职日期 早于 招用.人员 的 六十岁\n  标准 1 元\n";
  written(packs / "province", "a.md",
          "---\n标题: 省\n---\n```policy\n术语 退役 (veteran) 对 人员\n  人员.退役军人\n"
          "公式 六十岁 (sixty) 对 人员\n  结果 人员.出生日期 后 60 年\n" +
              measure + "```\n");
  const auto city = [&](const std::string& relation, const std::string& front) {
    written(packs / "city", "a.md",
            "---\n标题: 市\n" + front + "---\n```policy\n" + measure + relation + "```\n");
    return read_pack(packs / "city", vocabulary());
  };
  EXPECT_TRUE(read_pack(packs / "province", vocabulary()).plan.has_value());
  EXPECT_EQ(codes_of(city("", "上级: province\n")), "same_measure\n");
  EXPECT_EQ(codes_of(city("  关系 取代 province.first\n", "上级: province\n")), "");
  EXPECT_EQ(codes_of(city("  关系 取代 province.second\n", "上级: province\n")),
            "same_measure\nunknown_relation\n");
  EXPECT_EQ(codes_of(city("", "引用: province\n")), "");
  EXPECT_EQ(codes_of(city("", "")), "unknown_term\nunknown_formula\n");
  EXPECT_EQ(codes_of(city("  关系 取代 province.first\n", "引用: province\n")),
            "unknown_relation\n");
}

// An amount in stages says when each is due, and which of them waits for what.
TEST(Packs, TellTheStagesOfAnAmount) {
  const auto file =
      written(files::temp_directory_path() / "leye-stages", "a.md",
              "---\n标题: 甲\n---\n```policy\n补贴 甲 (first)\n  每 招用\n  付给 招用.单位\n"
              "  资金 某 (f)\n  有效 申请日期 至 2024-12-31\n  条件\n    招用.月工资 1 元 以上\n"
              "  标准 招用.月工资\n  拨付 50% 于 招用.入职日期 \"签约后\" \"after signing\"\n"
              "  拨付 其余 于 招用.合同终止日期\n    招用.本人为经营者\n```\n");
  const auto pack = read_pack(file, vocabulary());
  ASSERT_TRUE(pack.plan.has_value());
  const auto& measure = pack.plan->measures[0];
  const auto answer = [&](const char* owner, Language language) {
    const auto given = read_facts_json(
        std::string(R"({"employments": [{"start_date": "2024-01-31", "contract_end":)") +
            R"( "2025-01-30", "wage": "1000.01", "is_owner": )" + owner + "}]}",
        vocabulary());
    CHECK(given.ok());
    Evaluator evaluator(*pack.plan, measure, given.value().facts, Day::parse("2024-03-01").value());
    return to_text(*pack.plan, measure, evaluator.explain(0, language), language);
  };
  const auto waits = answer("false", Language::zh);
  EXPECT_THAT(waits, testing::HasSubstr("甲: 符合, 500.01 元"));
  EXPECT_THAT(waits, testing::HasSubstr("✓ 签约后  2024-01-31 付 500.01 元"));
  EXPECT_THAT(waits, testing::HasSubstr("✗ 第 2 期  2025-01-30 付 500.00 元, 条件还没有满足"));
  const auto open = answer("null", Language::zh);
  EXPECT_THAT(open, testing::HasSubstr("待核, 500.01 至 1,000.01 元; 缺 招用.本人为经营者"));
  EXPECT_THAT(open, testing::HasSubstr("? 第 2 期  2025-01-30 付 500.00 元, 条件待核"));
  const auto whole = answer("true", Language::en);
  EXPECT_THAT(whole, testing::HasSubstr("eligible, 1,000.01 yuan"));
  EXPECT_THAT(whole, testing::HasSubstr("✓ after signing  2024-01-31: 500.01 yuan"));
  EXPECT_THAT(whole, testing::HasSubstr("✓ stage 2  2025-01-30: 500.00 yuan"));
}

// What `check` says of tables of cases, without running them.
TEST(Packs, SayWhatCannotBeReadInCases) {
  const std::string rules =
      "---\n标题: 甲\n---\n```policy\n补贴 甲 (first)\n  每 招用\n  付给 招用.单位\n"
      "  资金 某 (f)\n  有效 申请日期 至 2024-12-31\n  条件\n    招用.月工资 1 元 以上\n"
      "  标准 100 元\n```\n\n```cases\n";
  const auto said = [&](const std::string& cases) {
    const auto file =
        written(files::temp_directory_path() / "leye-cases", "a.md", rules + cases + "```\n");
    std::string all;
    for (const auto& problem : problems_of_cases(read_pack(file, vocabulary()), vocabulary()))
      all += fmt::format("{} {}\n", problem.at.line, problem.title);
    return all;
  };
  const std::string heading = "| 编号 | 日期 | 月工资 | 期望 first |\n|---|---|---|---|\n";
  EXPECT_EQ(said(heading + "| 一 | 2024-01-01 | 2.5 万元 | 100 |\n"), "");
  EXPECT_THAT(said("| 编号 | 月工钱 | 期望 first |\n|---|---|---|\n| 一 | 1 | 100 |\n"),
              testing::StartsWith("16 “月工钱”"));
  const auto twice =
      said(heading + "| 一 | 2024-01-01 | 很多 | 100 |\n" + "| 二 | 2024-01-01 | 很多 | 100 |\n");
  EXPECT_EQ(twice, "18 月工资: “很多”不是金额\n");
  const auto misnamed = [&](const std::string& headings) {
    return said("| " + headings + " |\n|---|\n");
  };
  EXPECT_EQ(misnamed("编号 | 月工资 | 期望 frist"), "16 没有措施“frist”\n");
  EXPECT_EQ(misnamed("编号 | 期望 first | 期望 second"), "16 没有措施“second”\n");
  EXPECT_EQ(misnamed("编号 | 期望 first | 分期 second"), "16 没有措施“second”\n");
  EXPECT_EQ(misnamed("编号 | 期望 first | 选项 口径"), "16 没有选项“口径”\n");
  EXPECT_EQ(misnamed("编号 | 期望 first | 裁量 outstanding"), "16 没有裁量“outstanding”\n");
  EXPECT_EQ(said("| 编号 | 单位.单位类型 | 期望 first |\n|---|---|---|\n| 一 | 企业单 | 100 |\n"),
            "18 单位.单位类型: 单位类型没有“企业单”这个取值\n");
}

// 引用 with a wrong name: where it stands, and which pack beside it may be meant.
TEST(Packs, SayWhichPackIsNotThere) {
  const auto folder = files::temp_directory_path() / "leye-uses";
  written(folder / "china", "a.md", "---\n标题: 国家\n---\n");
  const auto own = folder / "somewhere";
  written(own, "a.md", "---\n标题: 甲\n引用: chian\n---\n");
  const auto pack = read_pack(own, vocabulary());
  ASSERT_EQ(pack.diagnostics.size(), 1U);
  const auto& said = pack.diagnostics[0];
  EXPECT_EQ(said.code, "unknown_pack");
  EXPECT_EQ(said.at.line, 3);
  EXPECT_EQ(said.at.column, 5);
  EXPECT_EQ(said.title, "没有政策包“chian”");
  EXPECT_EQ(said.fix, "是否想写 china");
}

// 默认 选项 holds for all rows that say nothing else.
TEST(Packs, CasesTakeTheDefaultOfAnOption) {
  const auto file = written(
      files::temp_directory_path() / "leye-default", "a.md",
      "---\n标题: 甲\n---\n```policy\n补贴 甲 (first)\n  每 招用\n  付给 招用.单位\n"
      "  资金 某 (f)\n  选项 口径 (basis) 默认 宽\n    取值 宽 (wide) \"都算\"\n"
      "    取值 严 (strict) \"要过千元\"\n  有效 申请日期 至 2024-12-31\n  条件\n"
      "    按 选项 口径\n      情形 宽\n        招用.月工资 1 元 以上\n      情形 严\n"
      "        招用.月工资 1000 元 以上\n  标准 100 元\n```\n\n```cases\n默认 日期 = 2024-01-01\n"
      "默认 选项 口径 = 严\n| 编号 | 月工资 | 期望 first |\n|---|---|---|\n| 一 | 999 | 不符合 |\n"
      "| 二 | 1000 | 100 |\n```\n\n```cases\n默认 日期 = 2024-01-01\n默认 选项 口径 = 严\n"
      "| 编号 | 选项 口径 | 月工资 | 期望 first |\n|---|---|---|---|\n| 三 | 宽 | 999 | 100 |\n"
      "| 四 | | 999 | 不符合 |\n```\n");
  const auto results = run_cases(read_pack(file, vocabulary()), vocabulary());
  EXPECT_EQ(results.size(), 4U);
  for (const auto& result : results) EXPECT_TRUE(result.passed) << result.id << " " << result.got;
}

}  // namespace
}  // namespace leye::policy
