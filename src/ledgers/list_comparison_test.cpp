#include "ledgers/list_comparison.hpp"

#include <gtest/gtest.h>

#include "base/resources.hpp"

namespace leye::ledgers {
namespace {

constexpr const char* one = "000000199001010018";
constexpr const char* two = "000000199001010026";
constexpr const char* three = "000000197506150025";

class Comparing : public testing::Test {
 protected:
  LedgerRow row(std::int64_t id, const char* name, const char* number, const char* sex,
                const char* born, const char* phone) {
    LedgerRow made;
    made.id = id;
    made.person = id;
    made.values = {name, number, sex, born, phone};
    made.cells = {name, number, std::string(sex) == "1" ? "男" : "女", born, phone};
    return made;
  }
  std::vector<ComparedPerson> found(const char* file) {
    list_ = read_people(file, ledger_, vocabulary_).value();
    return compare(vocabulary_, ledger_, list_, rows_);
  }
  bool is_read(const char* file) { return read_people(file, ledger_, vocabulary_).ok(); }

  Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  Ledger ledger_ = parse_ledger(
                       "# 人员 · people · People\n\nof: person\nnote: 人员 · people\n\n"
                       "| label | label_en | group | value | required |\n|---|---|---|---|---|\n"
                       "| 姓名 | name |  | name |  |\n| 身份证号码 | ID number |  | id_number |  |\n"
                       "| 性别 | sex |  | sex |  |\n| 出生日期 | born |  | birth_date |  |\n"
                       "| 电话 | telephone |  | phone |  |\n",
                       "people.md", vocabulary_)
                       .value();
  std::vector<LedgerRow> rows_{row(1, "人员甲", one, "1", "1990-01-01", "13800000001"),
                               row(2, "人员乙", two, "2", "1990-01-01", "13800000002")};
  PeopleList list_;
};

// Other spellings are no difference; birthday and telephone are masked and not compared; an empty
// cell says nothing.
TEST_F(Comparing, TellsWhoIsWhereAndWhatDiffers) {
  const auto compared = found(
      "社区名单,,,,\n姓名,身份证号码,性别,出生日期,电话\n"
      "人员甲,000000199001010018,男性,1990年1月1日,13999999999\n"
      "外地人,000000197506150025,男,,\n");
  ASSERT_EQ(compared.size(), 3U);
  EXPECT_EQ(list_.columns, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(compared[0].match, Match::same);
  EXPECT_EQ(compared[1].match, Match::only_list);
  EXPECT_EQ(compared[1].person->id_number, three);
  EXPECT_EQ(compared[1].person->number, 4);
  EXPECT_EQ(compared[2].match, Match::only_ledger);
  EXPECT_EQ(compared[2].row->id, 2);
}

TEST_F(Comparing, NamesTheFieldsThatDiffer) {
  const auto compared = found(
      "姓名,证件号码,性别,出生日期\n人员丁,000000199001010018,女,1990-01-01\n"
      "人员乙,000000199001010026,男,1990-01-02\n人员甲,000000199001010018,男,\n");
  ASSERT_EQ(compared.size(), 3U);
  EXPECT_EQ(compared[0].match, Match::different);
  ASSERT_EQ(compared[0].fields.size(), 2U);
  EXPECT_EQ(compared[0].fields[0].column, 0U);
  EXPECT_EQ(compared[0].fields[0].listed, "人员丁");
  EXPECT_EQ(compared[0].fields[1].column, 2U);
  ASSERT_EQ(compared[1].fields.size(), 1U);
  EXPECT_EQ(compared[1].fields[0].column, 2U);  // the birthday is masked and not compared
  EXPECT_EQ(compared[2].match, Match::repeated);  // one person, twice in the list
}

TEST_F(Comparing, MeetsTheShortNumber) {
  const auto compared = found("身份证号码\n000000900101001\n000000199001010026\n");
  EXPECT_EQ(compared[0].match, Match::same);
  EXPECT_EQ(compared[1].match, Match::same);
}

TEST_F(Comparing, RefusesWhatIsNoList) {
  EXPECT_FALSE(is_read("姓名,性别\n人员甲,男\n"));
  EXPECT_FALSE(is_read("姓名,身份证号码\n"));
  std::string many = "身份证号码\n";
  for (std::size_t i = 0; i <= listed_people_max; ++i) many += "000000199001010018\n";
  EXPECT_FALSE(is_read(many.c_str()));
  ledger_.columns.erase(ledger_.columns.begin() + 1);
  EXPECT_FALSE(is_read("姓名,身份证号码\n人员甲,000000199001010018\n"));
}

TEST(Lines, AreThePeopleOfASheet) {
  const auto lines = read_lines("姓名,身份证号码\n人员甲,000000199001010018\n人员乙,\n,\n", 10);
  ASSERT_TRUE(lines.ok()) << to_text(lines.error());
  EXPECT_EQ(lines.value(), (std::vector<std::string>{one, "人员乙"}));
  EXPECT_EQ(read_lines("姓名\n人员甲\n", 10).value(), std::vector<std::string>{"人员甲"});
  EXPECT_EQ(read_lines("社区名单\n姓名,备注\n人员甲,\n", 10).value(),
            std::vector<std::string>{"人员甲"});
  EXPECT_FALSE(read_lines("姓名\n", 10).ok());
  EXPECT_FALSE(read_lines("甲\n乙\n丙\n", 2).ok());
}

}  // namespace
}  // namespace leye::ledgers
