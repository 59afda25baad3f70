// Lines in both languages, and the tables that both share.
#include <gtest/gtest.h>

#include "policy/syntax/clause_line.hpp"
#include "policy/syntax/document.hpp"
#include "policy/syntax/line_parser.hpp"
#include "policy/syntax/printer.hpp"
#include "policy/syntax/source_text.hpp"
#include "policy/syntax/tokens.hpp"

namespace leye::policy {
namespace {

TreePointer parse(const std::string& text) {
  const auto tokens = tokenize(with_ascii_signs(text), 1, 1);
  std::int64_t budget = 1'000'000;
  return parse_line(tokens.tokens, Category::line, is_chinese(text), budget).tree;
}

std::string printed(const std::string& text, bool chinese) {
  const auto tree = parse(text);
  return tree == nullptr ? "(not parsed)" : print_tree(*tree, chinese, {});
}

struct Twin {
  const char* zh;
  const char* en;
};

// Each line in both languages: parsing one prints the other.
const Twin twins[] = {
    {"补贴 吸纳补贴 (hiring_subsidy)", "subsidy 吸纳补贴 (hiring_subsidy)"},
    {"补贴 吸纳补贴 \"hiring subsidy\" (x)", "subsidy 吸纳补贴 \"hiring subsidy\" (x)"},
    {"有效 发生日 自 2023-01-01 至 2023-12-31", "in force 发生日 from 2023-01-01 to 2023-12-31"},
    {"标准 1000 元", "amount 1000 yuan"},
    {"非 a.b \"甲、乙\"", "not a.b \"甲、乙\""},
    {"标准 20 万元 乘 5.5%", "amount 20 wan yuan multiplied by 5.5%"},
    {"标准 未定", "amount not set"},
    {"a.b 周岁 于 c.d 16 以上 24 以下", "full years from a.b at c.d at least 16 at most 24"},
    {"a.b 至 c.d 2 年 以内", "from a.b to c.d within 2 years"},
    {"a.b 至 c.d 期限 12 个月 以上", "from a.b to c.d lasting 12 months"},
    {"a.b 至 c.d 满 6 个月", "from a.b to c.d elapsed 6 months"},
    {"c.d 年份 减 a.b 年份 2 以下", "year of c.d minus year of a.b at most 2"},
    {"c.d 属于 甲、乙、丙", "c.d in 甲, 乙, 丙"},
    {"a.b 占 c.d 不高于 20%", "a.b as share of c.d no more than 20%"},
    {"设 x 为 取晚 a.b 与 c.d", "let x be later of a.b and c.d"},
    {"次数 每 a.b 1 次", "limit 1 times per a.b"},
    {"次数 每 a.b 每年 3 次", "limit 3 times each year per a.b"},
    {"a.b 早于 c.d 后 6 个月", "a.b earlier than 6 months after c.d"},
    {"设 x 为 (a 加 b) 乘 30%", "let x be (a plus b) multiplied by 30%"},
    {"选项 年龄 (age_basis) 默认 exact", "option 年龄 (age_basis) default exact"},
    {"a.b 为 无 \"没有离职\"", "a.b is none \"没有离职\""},
    {"存在 a.b 名 c \"有记录\" \"on record\"", "exists a.b as c \"有记录\" \"on record\""},
    {"任一满足 \"二者之一\"", "any of \"二者之一\""},
    {"有效 申请日期 自 2018-09-10", "in force application day from 2018-09-10"},
    {"给出 贷款期 (term) 为 3 年 据 句2、句3", "gives 贷款期 (term) be 3 years cites 2, 3"},
    {"给出 担保 (security) 为 \"免\"", "gives 担保 (security) be \"免\""},
    {"裁量 \"突出\" 由 人社局 (good)", "discretion \"突出\" by 人社局 (good)"},
    {"评分 得分 (score)", "points 得分 (score)"},
    {"计 20 分 \"合同\"", "count 20 points \"合同\""},
    {"扣 0.5 分 \"欠薪\"", "deduct 0.5 points \"欠薪\""},
    {"a.b 2 人 以上 \"两人\" 据 句2", "a.b at least 2 people \"两人\" cites 2"},
    {"贷款 担保贷款 (startup_loan)", "loan 担保贷款 (startup_loan)"},
    {"目标 见习岗位 (posts)", "target 见习岗位 (posts)"},
    {"要求 2.4 万人 以上", "require at least 2.4 wan people"},
    {"要求 60 场", "require 60 events"},
    {"要求 未定", "require not set"},
    {"期间 2023 年", "period 2023"},
    {"期间 2018-01-01 至 2018-12-31", "period 2018-01-01 to 2018-12-31"},
    {"责任 市人社局、市财政局", "duty of 市人社局, 市财政局"},
    {"频次 每半年", "every half year"},
    {"预警线", "warning line"},
    {"数据来源 \"台账\"", "source \"台账\""},
    {"类别 困难人员 (hard) 对 人员", "category 困难人员 (hard) for 人员"},
    {"认定 县区机构 \"认定\"", "recognised by 县区机构 \"认定\""},
    {"有效期 12 个月", "valid for 12 months"},
    {"公式 退休日 (retire) 对 人员", "formula 退休日 (retire) for 人员"},
    {"结果 a.b 后 60 年", "result 60 years after a.b"},
    {"a.b 早于 a.c 的 退休日", "a.b earlier than 退休日 of a.c"},
    {"a.b 是 困难人员 于 c.d", "a.b counts as 困难人员 at c.d"},
    {"a.b 可认定 困难人员", "a.b may count as 困难人员"},
    {"关系 取代 gansu-2022.x", "relation 取代 gansu-2022.x"},
    {"延续 甲 自 2024-01-01 至 2024-12-31 据 \"某文\"",
     "extend 甲 from 2024-01-01 to 2024-12-31 by \"某文\""},
    {"贷款 是 小额", "贷款 counts as 小额"},
    {"拨付 50% 于 a.b \"签约\" \"signing\"", "pay 50% on a.b \"签约\" \"signing\""},
    {"拨付 首付 于 a.b 后 1 年", "pay 首付 on 1 years after a.b"},
    {"a.b 早于 c.d 首日", "a.b earlier than first day of c.d"},
    {"设 x 为 取晚 a.b 末日 与 c.d", "let x be later of last day of a.b and c.d"},
    {"拨付 其余 于 a.b", "pay rest on a.b"},
    {"总名额 每年 100 人 由 先到", "quota 100 people each year by first come"},
    {"总名额 30 家 由 评分 a.b", "quota 30 firms by rank a.b"},
    {"总预算 每年 50 万元", "budget 50 wan yuan each year"},
    {"总预算 5 亿元", "budget 5 yi yuan"},
    {"项目 园区 (parks)", "project 园区 (parks)"},
    {"台账 困难人员 (roster)", "roll 困难人员 (roster)"},
    {"要求 不低于 指标 省平均", "require no less than indicator 省平均"},
    {"责任 未定", "duty of not set"},
    {"口径 累计", "counted 累计"},
    {"其中 total", "part of total"},
    {"参见 甲、乙", "see 甲, 乙"},
    {"要求 10 万人次 以上", "require at least 10 wan person times"},
    {"要求 60 所", "require 60 schools"},
    {"a.b 周岁 于 c.d 50 岁 以上", "full years from a.b at c.d at least 50 years old"},
    {"选项 指标 默认 on", "option 指标 default on"},
    {"不得重复 x (y) 范围 同一人员 由 从高", "not together x (y) within one person by the higher"},
};

TEST(Grammar, PrintsWhatItParsesInBothLanguages) {
  for (const auto& twin : twins) {
    EXPECT_EQ(printed(twin.zh, true), twin.zh);
    EXPECT_EQ(printed(twin.zh, false), twin.en);
    EXPECT_EQ(printed(twin.en, true), twin.zh);
    EXPECT_EQ(printed(twin.en, false), twin.en);
  }
}

TEST(Grammar, TakesWideSignsAndGluedUnits) {
  EXPECT_EQ(printed("标准　20万元", true), "标准 20 万元");
  EXPECT_EQ(printed("a.b 30人以下", true), "a.b 30 人 以下");
  EXPECT_EQ(printed("补贴 吸纳补贴（hiring）", true), "补贴 吸纳补贴 (hiring)");
  EXPECT_EQ(printed("a.b 至 c.d 2年以内", true), "a.b 至 c.d 2 年 以内");
  EXPECT_EQ(printed("标准 1,000 元", true), "标准 1,000 元");
}

TEST(Grammar, SaysWhereALineStopsMakingSense) {
  const auto tokens = tokenize("a.b 16 以上 24 又", 1, 1);
  std::int64_t budget = 1'000'000;
  const auto parsed = parse_line(tokens.tokens, Category::line, true, budget);
  EXPECT_EQ(parsed.tree, nullptr);
  EXPECT_EQ(parsed.stopped_at, 4);
}

ClauseLine clause_line(const char* text) {
  std::vector<Diagnostic> problems;
  return read_clause_line(text, 1, problems);
}

TEST(ClauseLines, AreCitedInRunsAndStatementsAreTold) {
  std::vector<ClauseLine> lines;
  for (const char* text : {"> [一1 句1] a", "> [一1 句2] b", "> [一1 句3] c", "> [一1 句5] d",
                           "> [一1 句6] e", "> [二2 句3] f"})
    lines.push_back(clause_line(text));
  std::vector<const ClauseLine*> cited;
  for (const auto& line : lines) cited.push_back(&line);
  EXPECT_EQ(sentences_of(cited), "一1 句1–3、5、6; 二2 句3");
}

TEST(ClauseLines, SayWhatTheirSentenceIsFor) {
  const auto kind = [](const char* text) { return clause_line(text).kind(); };
  EXPECT_EQ(kind("> [一1 句1] 标题: 稳岗"), SentenceKind::title);
  EXPECT_EQ(kind("> [一1 句1] 责任：市人社局"), SentenceKind::duty);
  EXPECT_EQ(kind("> [1 s1] title: jobs"), SentenceKind::title);
  EXPECT_EQ(kind("> [1 s1] procedure: apply by March"), SentenceKind::procedure);
  EXPECT_EQ(kind("> [1 句1] 裁量（县区人社局）：表现突出"), SentenceKind::discretion);
  EXPECT_EQ(kind("> [1 句1] 另文(财社〔2017〕164号): 资金管理"), SentenceKind::elsewhere);
  EXPECT_EQ(kind("> [1 句1] 目标: 新增就业"), SentenceKind::target);
  EXPECT_EQ(kind("> [1 句1] 标题党不在此列"), SentenceKind::coded);
  EXPECT_EQ(kind("> [1 句1] 裁量(没有写完: 表现突出"), SentenceKind::coded);
  EXPECT_FALSE(clause_line("> [1 句1] 宣示: 高度重视").decides());
  EXPECT_TRUE(clause_line("> [1 句1] 每人 1000 元").decides());
}

// "一(一)1: 甲。|乙;" for an item of two sentences.
std::string items_of(const char* source) {
  std::string out;
  for (const auto& item : read_source(source)) {
    out += item.clause + ":";
    for (const auto& sentence : item.sentences) out += " " + sentence.text;
    out += "\n";
  }
  return out;
}

TEST(SourceText, IsCutByItsMarksAndSentences) {
  EXPECT_EQ(
      items_of("通知\n各县:\n一、总体要求\n甲。乙;丙\n二、重点\n(一)扩岗。\n1.稳岗。返还 5.5%。"
               "(人社局)\n2.扩岗。\n(二)青年。\n3.招用。\n"),
      "首: 通知 各县:\n一: 一、总体要求 甲。 乙; 丙\n二: 二、重点\n二(一): (一)扩岗。\n"
      "二(一)1: 1.稳岗。 返还 5.5%。 (人社局)\n二(一)2: 2.扩岗。\n二(二): (二)青年。\n"
      "二(二)3: 3.招用。\n");
}

TEST(SourceText, FindsTheNextMarkOfASeriesWithinALine) {
  EXPECT_EQ(items_of("统一、规范。一、思想好。二、任务(一)优先战略1.协同。共 2.5 万。2.完善(一)。"
                     "按第(二)项办。(二)城乡1.鼓励。三、保障"),
            "首: 统一、规范。\n一: 一、思想好。\n二: 二、任务\n二(一): (一)优先战略\n"
            "二(一)1: 1.协同。 共 2.5 万。\n二(一)2: 2.完善(一)。 按第(二)项办。\n"
            "二(二): (二)城乡\n二(二)1: 1.鼓励。\n三: 三、保障\n");
}

TEST(SourceText, KnowsArticlesAndAnnexes) {
  EXPECT_EQ(
      items_of("第一章 总则\n第一条 目的。\n第二条 范围:\n（一）甲；\n第二章 附则\n第三条 施行。\n"
               "附件1\n一、表\n"),
      "第一章: 第一章 总则\n第一条: 第一条 目的。\n第二条: 第二条 范围:\n第二条(一): （一）甲；\n"
      "第二章: 第二章 附则\n第三条: 第三条 施行。\n附件1: 附件1\n附件1一: 一、表\n");
}

TEST(SourceText, ATableOfContentsNamesNothing) {
  EXPECT_EQ(items_of("规划\n目 录\n第一章 总则…… 1\n第一节 目的 2\n第二章 附则 3\n前言。\n"
                     "第一章 总则\n第一节 目的\n甲。\n第二章 附则\n乙。\n"),
            "首: 规划 前言。\n目录: 目 录 第一章 总则…… 1 第一节 目的 2 第二章 附则 3\n"
            "第一章: 第一章 总则\n第一章第一节: 第一节 目的 甲。\n第二章: 第二章 附则 乙。\n");
  EXPECT_EQ(items_of("目录\n一、甲\n二、乙\n一、甲\n好。\n二、乙\n"),
            "目录: 目录 一、甲 二、乙\n一: 一、甲 好。\n二: 二、乙\n");
}

TEST(SourceText, ABoxStandsApartFromItsChapter) {
  EXPECT_EQ(items_of("第一章 岗位\n第一节 扩大\n甲。\n专栏1 行动\n01 返乡\n建园区。\n"
                     "02 青年\n1.见习。\n第二节 稳定\n乙。\n专栏2：指标\n丙。\n第二章 技能\n"),
            "第一章: 第一章 岗位\n第一章第一节: 第一节 扩大 甲。\n专栏1: 专栏1 行动\n"
            "专栏1(01): 01 返乡 建园区。\n专栏1(02): 02 青年\n专栏1(02)1: 1.见习。\n"
            "第一章第二节: 第二节 稳定 乙。\n专栏2: 专栏2：指标 丙。\n第二章: 第二章 技能\n");
}

TEST(SourceText, LinesOfSignsAloneAreNoSentences) {
  EXPECT_EQ(items_of("一、表\n|\n甲 |\n——\n（）\n3\n。；\n"), "一: 一、表 甲 | 3\n");
}

TEST(Documents, KeepEverythingTheyDoNotUnderstand) {
  const std::string text =
      "---\n标题: 甲\n---\n# 一\n\n> [二(二)8 句2 sha256:ab] 摘要\n\n```policy\n"
      "# 说明\n补贴 x (x)\n  标准 1000 元  # 每人\n```\n\n尾\n";
  const auto document = read_document("a.md", text);
  EXPECT_TRUE(document.problems.empty());
  Printing zh;
  EXPECT_EQ(print_document(document, zh), text);
  Printing en;
  en.chinese = false;
  const auto english = print_document(document, en);
  const auto again = read_document("a.md", english);
  EXPECT_FALSE(again.chinese);
  EXPECT_EQ(print_document(again, zh), text);
}

TEST(Documents, RefuseWhatIsTooBigOrTooDeepQuickly) {
  const auto big = read_document("a.md", std::string(file_bytes_max + 1, 'x'));
  ASSERT_EQ(big.problems.size(), 1U);
  EXPECT_EQ(big.problems[0].code, "file_too_big");
  std::string deep = "```policy\n";
  for (std::size_t i = 0; i < 900; ++i) deep += std::string(i, ' ') + "任一满足\n";
  const auto nested = read_document("a.md", deep + "```\n");
  ASSERT_FALSE(nested.problems.empty());
  EXPECT_EQ(nested.problems[0].code, "too_deep");
}

TEST(Documents, AreUtf8AndSayWhereTheyAreNot) {
  const std::string head = "---\n标题: 甲\n---\n";
  for (const char* bad : {"\xB1\xEA\xCC\xE2",                 // 标题 in GB18030
                          "\xC0\x80", "\xE0\x80\x80",         // overlong
                          "\xED\xA0\x80",                     // a surrogate
                          "\xF4\x90\x80\x80", "\xE6\xA0"}) {  // above U+10FFFF, cut
    const auto document = read_document("a.md", head + bad + "\n");
    ASSERT_EQ(document.problems.size(), 1U);
    EXPECT_EQ(document.problems[0].code, "not_utf8");
    EXPECT_EQ(document.problems[0].at.line, 4);
    EXPECT_NE(document.problems[0].fix.find("GB18030"), std::string::npos);
  }
  EXPECT_TRUE(read_document("a.md", head + "\xF0\xAC\xB1\x96\n").problems.empty());  // 𬱖
  const auto marked = read_document("a.md", "\xEF\xBB\xBF" + head);
  EXPECT_EQ(marked.front_value("title"), "甲");
}

TEST(Documents, RefuseALineOfTenThousandBrackets) {
  const auto document =
      read_document("a.md", "```policy\n标准 " + std::string(10000, '(') + "\n```\n");
  ASSERT_FALSE(document.problems.empty());
  EXPECT_EQ(document.problems[0].code, "line_too_long");
}

TEST(Documents, StayQuickOnAMegabyteOfHardLines) {
  std::string line = "标准";
  for (int i = 0; i < 30; ++i) line += " a 于";
  std::string text = "```policy\n";
  while (text.size() < file_bytes_max - 500) text += line + "\n";
  const auto document = read_document("a.md", text + "```\n");
  EXPECT_FALSE(document.problems.empty());
}

}  // namespace
}  // namespace leye::policy
