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
       "education health disability_grade veteran death_date "},
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
      {"grant", "measure person organisation amount granted_on state subject "},
  };
  EXPECT_EQ(standard().entities().size(), agreed.size());
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

class PackVocabulary : public testing::Test {
 protected:
  PackVocabulary() { std::filesystem::create_directories(folder_ / "codes"); }
  ~PackVocabulary() override { std::filesystem::remove_all(folder_); }
  void write(const char* file, const std::string& text) { std::ofstream(folder_ / file) << text; }

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

}  // namespace
}  // namespace leye
