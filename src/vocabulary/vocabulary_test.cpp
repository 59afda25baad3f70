#include "vocabulary/vocabulary.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/resources.hpp"
#include "vocabulary/entity_file.hpp"

namespace leye {
namespace {

const Vocabulary& standard() {
  static const Vocabulary vocabulary = Vocabulary::load(resource("vocabulary").value()).value();
  return vocabulary;
}

TEST(Vocabulary, FindsEntitiesAndFactsByEitherLanguage) {
  const Entity* person = standard().find_entity("人员");
  ASSERT_NE(person, nullptr);
  EXPECT_EQ(person, standard().find_entity("person"));
  EXPECT_EQ(person, standard().find_entity("persons"));
  EXPECT_EQ(person->find_fact("性别"), person->find_fact("sex"));
  EXPECT_EQ(person->find_fact("x"), nullptr);
  EXPECT_EQ(person->find_fact("id_number")->format, TextFormat::id_number);
  EXPECT_TRUE(person->find_fact("id_number")->required);
  EXPECT_EQ(standard().find_entity("employment")->find_fact("employer")->refers_to, "organisation");
  EXPECT_EQ(standard().find_entity("失业登记")->completeness, Completeness::complete);
}

TEST(Vocabulary, KnowsWhatCanStillBeChanged) {
  EXPECT_TRUE(standard().find_entity("employment")->find_fact("contract_end")->changeable);
  EXPECT_FALSE(standard().find_entity("employment")->find_fact("start_date")->changeable);
  for (const Fact& fact : standard().find_entity("organisation_year")->facts)
    EXPECT_FALSE(fact.changeable) << fact.id << ": the year is over";
}

// The ids that packs, tables and the API rely on.
TEST(Vocabulary, KeepsTheAgreedIds) {
  const std::vector<std::pair<const char*, const char*>> agreed = {
      {"person",
       "id_number name sex birth_date nation hukou_kind hukou_place residence_place phone "
       "education health disability_grade veteran death_date account_number bank "},
      {"organisation",
       "uscc name kind size_class industry registered_place insured_as_unit "
       "registered_on closed_on joint_sanction zombie account_name account_number "
       "bank phone "},
      {"employment",
       "person employer signed_on start_date end_date contract_kind contract_end form "
       "occupation workplace wage is_owner "},
      {"unemployment_registration", "person start_date end_date reason place "},
      {"education_record", "person level school graduated_on "},
      {"insurance_spell", "person employer kind first_month last_month first_paid_on "},
      {"organisation_year",
       "organisation year headcount_year_end headcount_mean layoffs "
       "benefit_claimants premium_unit_paid premium_employee_paid "
       "premium_due_period insured_months "},
      {"household", "householder kind place "},
      {"household_member", "household person relation start_date end_date "},
      {"grant",
       "measure person organisation amount granted_on state subject period_from period_until "},
      {"recognition",
       "person organisation category kind recognised_on valid_until ended_on recognised_by "
       "evidence ended_because reviewed_on "},
  };
  for (const auto& [id, facts] : agreed) {
    const Entity* entity = standard().find_entity(id);
    ASSERT_NE(entity, nullptr) << id;
    std::string found;
    for (const Fact& fact : entity->facts) found += fact.id + " ";
    EXPECT_EQ(found, facts) << id;
  }
}

TEST(Vocabulary, UnderstandsHeadingsOfBureauFiles) {
  const Entity* person = standard().find_entity("person");
  for (const char* heading : {"证件号码", "公民身份号码", "AAC002", "aac002", " *身份证号 ",
                              "id_number", "身 份 证 号 码"}) {
    ASSERT_NE(person->find_heading(heading), nullptr) << heading;
    EXPECT_EQ(person->find_heading(heading)->id, "id_number") << heading;
  }
  EXPECT_EQ(standard().find_entity("employment")->find_heading("月工资（元）")->id, "wage");
  EXPECT_EQ(person->find_heading("备注"), nullptr);
}

TEST(Vocabulary, NoHeadingMeansTwoFactsOfOneEntity) {
  for (const Entity& entity : standard().entities()) {
    for (const Fact& fact : entity.facts) {
      for (const std::string& heading : fact.headings) {
        EXPECT_EQ(entity.find_heading(heading)->id, fact.id) << entity.id << " " << heading;
      }
    }
  }
}

TEST(CodeTable, UnderstandsCodesNamesAndOtherSpellings) {
  const CodeTable* education = standard().find_code_table("education");
  ASSERT_NE(education, nullptr);
  EXPECT_EQ(education->zh(), "文化程度");
  EXPECT_EQ(education->standard(),
            "GB/T 4658-2006. The first digit orders the levels: a lower one "
            "is higher schooling.");
  for (const char* spelling : {"21", "大学本科毕业", "bachelor", "本科毕业"}) {
    ASSERT_NE(education->understand(spelling), nullptr) << spelling;
    EXPECT_EQ(education->understand(spelling)->code, "21") << spelling;
  }
  EXPECT_EQ(education->understand("72"), nullptr);  // seen in old programs, in no standard
  EXPECT_TRUE(education->within("21", "20"));
  EXPECT_FALSE(education->within("31", "20"));
  // The same name at three levels means the finest.
  EXPECT_EQ(standard().find_code_table("occupation")->understand("人民警察")->code.size(), 10U);
}

TEST(CodeTable, NamesFileAndLineOfAnError) {
  const auto twice = CodeTable::parse(
      "x", "# 甲 x; none\ncode,zh,en,valid_from,valid_to\n1,一,,,\n1,二,,,\n", "x.csv");
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(to_text(twice.error()).find("x.csv:4"), 0U) << to_text(twice.error());
  EXPECT_FALSE(CodeTable::parse("x", "code,zh,en,valid_from,valid_to\n1,一,,\n", "x.csv").ok());
  EXPECT_FALSE(
      CodeTable::parse("x", "code,zh,en,valid_from,valid_to\n1,一,,2023-02-30,\n", "x").ok());
  EXPECT_FALSE(CodeTable::parse("x", "kode,zh\n1,一\n", "x.csv").ok());
  EXPECT_FALSE(CodeTable::parse("x", "code,zh,en,valid_from,valid_to\n", "x.csv").ok());
  EXPECT_FALSE(
      CodeTable::parse("x", "code,zh,en,valid_from,valid_to,parent\n1,一,,,,9\n", "x").ok());
}

const std::string header =
    "# 甲 · a · as\n| label | id | type | required | mask | sensitivity | headings | standard |\n"
    "|---|---|---|---|---|---|---|---|\n";

TEST(EntityFile, RefusesWhatItDoesNotKnow) {
  const std::vector<std::pair<std::string, const char*>> bad = {
      {header + "| 乙 | b | number | | | open | | |\n", "m.md:4: `number` is no type"},
      {header + "| 乙 | B | text | | | open | | |\n", "m.md:4: `B` is no id"},
      {header + "| 乙 | b | code | | | open | | |\n", "m.md:4: code needs"},
      {header + "| 乙 | b | day | | hidden | open | | |\n", "m.md:4: `hidden` is no mask"},
      {header + "| 乙 | b | day | | | open | |\n", "m.md:4: 7 cells"},
      {header + "| 乙 | b | day | | | open | | |\n| 丙 | b | day | | | open | | |\n",
       "m.md:5: `b`"},
      {"# a\n", "m.md:1: a title must"},
      {"text\n", "m.md:1: text before"},
      {header, "m.md: an entity without facts"},
  };
  for (const auto& [text, expected] : bad) {
    const auto entity = parse_entity(text, "m.md", true);
    ASSERT_FALSE(entity.ok()) << text;
    EXPECT_EQ(to_text(entity.error()).substr(0, std::string(expected).size()), expected);
    EXPECT_FALSE(entity.error().fix.empty()) << expected;
  }
}

TEST(EntityFile, ReadsLabelsStorageKeyAndPeriod) {
  const auto parsed = parse_entity(
      "# 捕捞渔船 · fishing_boat · fishing_boats · fishing vessel\nA boat.\nstorage: record\n"
      "key: number\nperiod: built_on, scrapped_on\nSee: the register.\n"
      "| label | label_en | id | type | required | mask | sensitivity | headings | standard |\n"
      "|---|---|---|---|---|---|---|---|---|\n"
      "| 船号 | | number | text | yes | | open | | |\n"
      "| 建造日期 | built on | built_on | day | | | open | | |\n"
      "| 拆解日期 | | scrapped_on | day | none | | open | | |\n",
      "m.md", false);
  ASSERT_TRUE(parsed.ok()) << to_text(parsed.error());
  const Entity& boat = parsed.value();
  EXPECT_TRUE(boat.is_record());
  EXPECT_EQ(boat.en, "fishing vessel");
  EXPECT_EQ(boat.key, std::vector<std::string>{"number"});
  EXPECT_EQ(boat.period_from, "built_on");
  EXPECT_EQ(boat.period_until, "scrapped_on");
  EXPECT_EQ(boat.description, "A boat.\nSee: the register.\n");
  EXPECT_EQ(boat.find_fact("built_on")->en, "built on");
  EXPECT_EQ(boat.find_fact("scrapped_on")->en, "scrapped on");
}

TEST(EntityFile, RefusesPropertiesThatNameNoFact) {
  const std::string row = "| 乙 | b | day | | | open | | |\n";
  const auto with = [&](const std::string& property) {
    return parse_entity("# 甲 · a · as\n" + property + "\n" + header.substr(header.find('|')) + row,
                        "m.md", true);
  };
  EXPECT_TRUE(with("period: b, b").ok());
  for (const char* property : {"key: c", "period: b", "period: b, c", "storage: file"}) {
    EXPECT_FALSE(with(property).ok()) << property;
  }
}

class PackVocabulary : public testing::Test {
 protected:
  PackVocabulary() { std::filesystem::create_directories(folder_ / "codes"); }
  ~PackVocabulary() override { std::filesystem::remove_all(folder_); }
  void write(const char* file, const std::string& text) { std::ofstream(folder_ / file) << text; }
  void write_entity(const std::string& head, const std::string& rows) {
    write("entity.md", head + "\n" + header.substr(header.find('|')) + rows);
  }
  // What is wrong with the standard vocabulary and these files; empty: nothing.
  std::string problem() {
    const auto extended = standard().extended_by(folder_);
    return extended.ok() ? "" : to_text(extended.error());
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("leye-vocabulary-" + std::to_string(::getpid()));
};

TEST_F(PackVocabulary, AddsFactsAndCodes) {
  write("codes/fisher.csv", "# 渔民 fisher; none\ncode,zh,en,valid_from,valid_to\n1,退捕渔民,,,\n");
  write(
      "person.md",
      "# 人员 · person · persons\n| label | id | type | required | mask | sensitivity | headings | "
      "standard |\n|---|---|---|---|---|---|---|---|\n| 渔民类别 | fisher | code(fisher) | | | "
      "open | | |\n");
  const auto extended = standard().extended_by(folder_);
  ASSERT_TRUE(extended.ok()) << to_text(extended.error());
  const Fact* fact = extended.value().find_entity("person")->find_fact("渔民类别");
  ASSERT_NE(fact, nullptr);
  EXPECT_FALSE(fact->core);
  EXPECT_EQ(standard().find_entity("person")->find_fact("fisher"), nullptr);
}

TEST_F(PackVocabulary, MayNotChangeWhatIsThere) {
  write(
      "person.md",
      "# 人员 · person · persons\n| label | id | type | required | mask | sensitivity | headings | "
      "standard |\n|---|---|---|---|---|---|---|---|\n| 性别 | gender | text | | | open | | |\n");
  EXPECT_FALSE(standard().extended_by(folder_).ok());
}

TEST_F(PackVocabulary, AddsEntitiesThatAreRecords) {
  write_entity("# 渔船 · boat · boats\nstorage: record\nkey: number",
               "| 人员 | person | reference(person) | yes | | open | 身份证号码 | |\n"
               "| 船号 | number | text | yes | | open | | |\n");
  const auto extended = standard().extended_by(folder_);
  ASSERT_TRUE(extended.ok()) << to_text(extended.error());
  const Entity* boat = extended.value().find_entity("渔船");
  ASSERT_NE(boat, nullptr);
  EXPECT_TRUE(boat->is_record());
  EXPECT_EQ(boat->find_reference("person")->id, "person");
  EXPECT_EQ(boat->find_reference("organisation"), nullptr);
  // Another pack of the same area may say the same again, and more.
  write_entity("# 渔船 · boat · boats\nstorage: record",
               "| 船号 | number | text | yes | | open | | |\n"
               "| 吨位 | tons | count | | | open | | |\n");
  const auto again = extended.value().extended_by(folder_);
  ASSERT_TRUE(again.ok()) << to_text(again.error());
  EXPECT_EQ(again.value().find_entity("boat")->facts.size(), 3U);
}

TEST_F(PackVocabulary, RefusesRecordsThatCannotBeKept) {
  const std::string boat = "# 渔船 · boat · boats\nstorage: record";
  const std::string person = "| 人员 | person | reference(person) | yes | | open | | |\n";
  const std::tuple<std::string, std::string, const char*> bad[] = {
      {"# 渔船 · boat · boats", person, "no entity boat to add facts to"},
      {boat, "| 船号 | number | text | yes | | open | | |\n", "must belong to someone"},
      {boat, person + "| 账号 | account | text(account) | | | financial | | |\n", "in clear"},
      {boat, person + "| 船东 | owner | reference(person) | | | open | | |\n", "names one person"},
      {boat, person + "| 招用 | hire | reference(employment) | | | open | | |\n", "cannot refer"},
      {boat, "| 人员 | person | reference(人员) | yes | | open | | |\n", "by its id"},
      {"# 人员 · person · persons\nstorage: record", "| 船号 | number | text | | | open | | |\n",
       "has a table already"},
      {"# 人员 · person · persons", "| 师傅 | master | reference(person) | | | open | | |\n",
       "cannot get a reference"},
  };
  for (const auto& [head, rows, expected] : bad) {
    write_entity(head, rows);
    EXPECT_NE(problem().find(expected), std::string::npos) << head << rows << problem();
  }
}

}  // namespace
}  // namespace leye
