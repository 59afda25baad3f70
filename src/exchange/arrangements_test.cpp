#include "exchange/arrangements.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "exchange/sheet_template.hpp"

namespace leye::exchange {
namespace {

using testing::HasSubstr;

const Vocabulary& vocabulary() {
  static const Vocabulary loaded =
      Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

Day day(const char* iso) { return Day::parse(iso).value(); }

Result<Arrangements> parsed(const std::string& text) {
  return Arrangements::parse(text, "province.md", vocabulary());
}

constexpr const char* head = "# 省系统 · province · provincial system\ninterface: http\n\n";
constexpr const char* body =
    "## employment\nserial: 就业登记号 · employment number\n"
    "since 2020-01-01: own\nsince 2023-07-01: collaborate\nsince 2024-01-01: read_only\n\n"
    "| field | label | value |\n|---|---|---|\n| AAC002 | 身份证号码 | person.id_number |\n"
    "| AAE030 | 就业日期 | start_date |\n";

TEST(Arrangements, AKindIsMasteredAsTheLinesSayFromTheirDaysOn) {
  const auto read = parsed(std::string(head) + body);
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  const Arrangements& arrangements = read.value();
  EXPECT_EQ(arrangements.mode_of("employment", day("2019-12-31")), Mode::own);
  EXPECT_EQ(arrangements.mode_of("employment", day("2023-06-30")), Mode::own);
  EXPECT_EQ(arrangements.mode_of("employment", day("2023-07-01")), Mode::collaborate);
  EXPECT_EQ(arrangements.mode_of("employment", day("2024-01-01")), Mode::read_only);
  EXPECT_EQ(arrangements.mode_of("recognition", day("2024-01-01")), Mode::own);
  const Arrangement& one = arrangements.all().front();
  EXPECT_EQ(one.serial.zh, "就业登记号");
  ASSERT_EQ(one.fields.size(), 2u);
  EXPECT_EQ(one.fields[0].reference, "person");
  EXPECT_EQ(one.fields[0].fact, "id_number");
  EXPECT_EQ(one.fields[1].reference, "");
}

// What has to go out by sheet needs the form of their template.
TEST(Arrangements, WhatGoesOutBySheetNeedsATemplate) {
  const auto read = parsed("# 省系统 · province · provincial system\ninterface: sheet\n\n" +
                           std::string(body));
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(to_text(read.error()), HasSubstr("has no template to go out in"));
}

TEST(Arrangements, WhatIsKeptElsewhereIsRefusedWithThePlaceWhereItIsKept) {
  const auto read = parsed(std::string(head) + body);
  ASSERT_TRUE(read.ok());
  EXPECT_TRUE(read.value().check_written_by_hand("employment", day("2023-12-31")).ok());
  const Status refused = read.value().check_written_by_hand("employment", day("2024-01-01"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_THAT(refused.error().what, HasSubstr("省系统"));
  EXPECT_FALSE(read.value().check_taken_from_sheet("employment", day("2024-01-01")).ok());
}

TEST(Arrangements, AReadOnlyKindThatSheetsFeedTakesSheets) {
  const auto read = parsed(std::string(head) +
                           "## skill_certificate\nsince 2023-01-01: read_only\nfeed: sheet\n");
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  EXPECT_FALSE(read.value().check_written_by_hand("skill_certificate", day("2023-05-01")).ok());
  EXPECT_TRUE(read.value().check_taken_from_sheet("skill_certificate", day("2023-05-01")).ok());
}

struct Mistake {
  const char* text;
  const char* says;
};

TEST(Arrangements, MistakesAreNamedByFileAndLine) {
  const Mistake mistakes[] = {
      {"interface: http\n", "province.md:1"},
      {"# 省系统 · province\n", "three times"},
      {"# 甲 · a · a\n## person\n", "can be exchanged"},
      {"# 甲 · a · a\n## employment\nsince 2023-13-01: own\n", "province.md:3"},
      {"# 甲 · a · a\n## employment\nsince 2023-01-01: mine\n", "is no mode"},
      {"# 甲 · a · a\n## employment\nsince 2023-01-01: own\nsince 2022-01-01: own\n", "rise"},
      {"# 甲 · a · a\n## employment\nsince 2023-01-01: collaborate\n", "as what"},
      {"# 甲 · a · a\n## employment\n", "no line `since`"},
      {"# 甲 · a · a\n## employment\nsince 2023-01-01: own\n| field | label | value |\n"
       "|---|---|---|\n| A | 甲 | person.nothing |\n",
       "no fact `nothing`"},
      {"# 甲 · a · a\n## employment\nsince 2023-01-01: own\n| field | label | value |\n"
       "|---|---|---|\n| A | 甲 | form.name |\n",
       "names no person"},
  };
  for (const Mistake& mistake : mistakes) {
    const auto read = parsed(mistake.text);
    ASSERT_FALSE(read.ok()) << mistake.text;
    EXPECT_THAT(to_text(read.error()), HasSubstr(mistake.says)) << mistake.text;
  }
}

// A pack without the folder is master of everything.
TEST(Arrangements, ThePacksAreRead) {
  const auto none = Arrangements::load(resource("packs/haidian-2018").value(), vocabulary());
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none.value().all().empty());
  const auto some = Arrangements::load(resource("packs/qingyang-2023").value(), vocabulary());
  ASSERT_TRUE(some.ok()) << to_text(some.error());
  EXPECT_EQ(some.value().mode_of("employment", day("2023-10-16")), Mode::collaborate);
  EXPECT_EQ(some.value().mode_of("skill_certificate", day("2023-10-16")), Mode::read_only);
  EXPECT_EQ(some.value().systems().size(), 3u);
  EXPECT_EQ(some.value().mode_of("job_referral", day("2023-10-16")), Mode::collaborate);
  const auto sheets = SheetTemplates::load(resource("packs/qingyang-2023").value(), vocabulary());
  ASSERT_TRUE(sheets.ok()) << to_text(sheets.error());
  ASSERT_NE(sheets.value().find("job_referral"), nullptr);
  EXPECT_EQ(sheets.value().find("employment"), nullptr);
}

constexpr const char* referral =
    "# 省平台 · platform · provincial platform\ninterface: sheet\n\n"
    "## job_referral\nserial: 推荐编号 · referral number\nsince 2023-01-01: collaborate\n"
    "template: 推荐模板 · referral sheet\ndays: YYYY/M/D\n\n"
    "| field | label | value |\n|---|---|---|\n| KEY | 流水号 | @key |\n"
    "| DAY | 推荐日期 | referred_on |\n| RESULT | 推荐结果 | result |\n\n"
    "| answer | is |\n|---|---|\n| 流水号 | key |\n| 编号 | serial |\n| 失败原因 | reason |\n\n"
    "| field | ours | theirs |\n|---|---|---|\n| RESULT | hired | 1 |\n| RESULT | failed | 2 |\n"
    "| RESULT | refused | 3 |\n";

Result<SheetTemplates> templates(const std::string& text) {
  return SheetTemplates::parse(text, "platform.md", vocabulary());
}

TEST(SheetTemplate, ValuesStandInTheirWords) {
  const std::string text = std::string(referral) + "| RESULT | open | 9 |\n";
  const auto read = templates(text);
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  const SheetTemplate& sheet = *read.value().find("job_referral");
  const auto arrangements = parsed(text);
  const Arrangement& one = arrangements.value().all().front();
  const auto said = [&](const char* field, const char* value) {
    return in_their_words(sheet, vocabulary(), one, field, value).value();
  };
  EXPECT_EQ(said("RESULT", "failed"), "2");
  EXPECT_EQ(said("DAY", "2023-08-01"), "2023/8/1");
  EXPECT_EQ(said("DAY", "2023-10-20"), "2023/10/20");
  EXPECT_EQ(said("RESULT", ""), "");
  EXPECT_FALSE(in_their_words(sheet, vocabulary(), one, "RESULT", "unheard").ok());
  EXPECT_EQ(sheet.rows_max, 1000);
}

TEST(SheetTemplate, WhatCouldNotGoOutOrComeBackIsNamed) {
  const auto refused = [](const std::string& text) {
    const auto read = templates(text);
    return read.ok() ? std::string("read") : to_text(read.error());
  };
  EXPECT_THAT(refused(referral), HasSubstr("leave out open"));
  const auto without = [](const std::string& part) {
    std::string text = std::string(referral) + "| RESULT | open | 9 |\n";
    text.erase(text.find(part), part.size());
    return text;
  };
  EXPECT_EQ(refused(without("days: YYYY/M/D\n")), "read");
  EXPECT_THAT(refused(without("| 编号 | serial |\n")), HasSubstr("holds their number"));
  EXPECT_THAT(refused(without("| 流水号 | key |\n")), HasSubstr("which row"));
  EXPECT_THAT(refused(without("| KEY | 流水号 | @key |\n")), HasSubstr("not in the template"));
  EXPECT_THAT(refused(without("| 失败原因 | reason |\n")), HasSubstr("refusal"));
  EXPECT_THAT(refused(without("template: 推荐模板 · referral sheet\n")), HasSubstr("no name"));
  EXPECT_THAT(refused(std::string(referral) + "| RESULT | open | 9 |\n\nrows: many\n"),
              HasSubstr("platform.md:29"));
}

}  // namespace
}  // namespace leye::exchange
