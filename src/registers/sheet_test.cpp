// What bureaux send, cell by cell: one case for each liberty that is taken with a sheet.
#include "registers/sheet.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "intake/csv.hpp"

namespace leye::registers {
namespace {

const Vocabulary& vocabulary() {
  static const Vocabulary loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

// "start_date=2023-08-01 form=10" of each row; a wrong cell as "!heading: message"; rows apart by "
// | ".
std::string read(const char* kind, intake::RowSource& rows) {
  const Entity& entity = *vocabulary().find_entity(kind);
  const PlaceIndex places;
  auto sheet = Sheet::open(rows, vocabulary(), entity, places);
  if (!sheet.ok()) return "error " + to_text(sheet.error());
  std::string all;
  SheetRow row;
  while (true) {
    const auto more = sheet.value().next(row);
    if (!more.ok()) return "error " + to_text(more.error());
    if (!more.value()) break;
    all += all.empty() ? "" : " | ";
    std::string one;
    for (std::size_t at = 0; at < entity.facts.size(); ++at) {
      const Fact& fact = entity.facts[at];
      const CellValue& value = row.values[at];
      if (!value.present || fact.required) continue;
      const bool day = fact.type == FactType::day || fact.type == FactType::month;
      const std::string text = day ? to_text(Day::from_number(static_cast<int>(value.number)))
                               : value.text.empty() ? std::to_string(value.number)
                                                    : value.text;
      one += fmt::format("{}{}={}", one.empty() ? "" : " ", fact.id, text);
    }
    for (const CellProblem& problem : row.problems) {
      EXPECT_FALSE(problem.fix.empty()) << problem.message;
      one += fmt::format("{}!{}: {}", one.empty() ? "" : " ", problem.column, problem.message);
    }
    all += one;
  }
  return all;
}
std::string read_csv(const char* kind, const std::string& text) {
  intake::CsvReader rows(intake::bytes_of(text));
  return read(kind, rows);
}
// A hire of one person by one firm, with what is special about its other columns.
std::string hire(const std::string& headings, const std::string& cells) {
  return read_csv("employment", "身份证号码,统一社会信用代码,入职日期," + headings +
                                    "\n000000199001010018,91000000000000000K,2023-08-01," + cells +
                                    "\n");
}

TEST(Sheet, ReadsADayInEightSpellings) {
  for (const char* day : {"2024-07-31", "2024/7/31", "2024.7.31", "20240731", "2024年7月31日",
                          "2024-07-31 00:00:00", "２０２４－０７－３１", "2024 年 7 月 31 日"}) {
    EXPECT_EQ(hire("合同终止日期", day), "contract_end=2024-07-31") << day;
  }
  for (const char* day : {"24-7-31", "7/31/2024", "2024-07", "45504", "长期", "2024-02-30"}) {
    EXPECT_TRUE(hire("合同终止日期", day).starts_with("!合同终止日期: ")) << day;
  }
}

TEST(Sheet, ReadsTwoDaysInOneCell) {
  const char* both = "contract_end=2024-07-31";
  for (const char* cell :
       {"2023-08-01至2024-07-31", "2023.8.1-2024.7.31", "2023年8月1日～2024年7月31日",
        "20230801-20240731", "2023/8/1 — 2024/7/31", "2023-08-01--2024-07-31",
        "2023-08-01到2024-07-31", "2023-08-01-2024-07-31"}) {
    const std::string answer =
        read_csv("employment",
                 "身份证号码,统一社会信用代码,合同起止日期\n000000199001010018,"
                 "91000000000000000K," +
                     std::string(cell) + "\n");
    EXPECT_EQ(answer, both) << cell;
  }
  EXPECT_EQ(read_csv("employment",
                     "身份证号码,统一社会信用代码,合同起止日期\n000000199001010018,"
                     "91000000000000000K,2023-08-01至长期\n"),
            "");
  EXPECT_NE(read_csv("employment",
                     "身份证号码,统一社会信用代码,合同起止日期\n000000199001010018,"
                     "91000000000000000K,2023-08-01至后年\n")
                .find("!合同起止日期: 日期“后年”无法识别"),
            std::string::npos);
}

// "协议起止时间" above two cells, as in the roll of village posts.
TEST(Sheet, ReadsTwoCellsBelowOneHeading) {
  const Entity& entity = *vocabulary().find_entity("traineeship");
  const std::string text = "姓名,协议起止时间,协议起止时间\n王小明,2023-08-01,2024-07-31\n";
  intake::CsvReader rows(intake::bytes_of(text));
  const Layout layout = find_layout(entity, first_rows(rows).value());
  ASSERT_EQ(layout.columns.size(), 3U);
  EXPECT_EQ(layout.columns[1].fact->id, "start_date");
  EXPECT_EQ(layout.columns[1].until, nullptr);
  EXPECT_EQ(layout.columns[2].fact->id, "planned_end");
}

TEST(Sheet, BringsFullWidthBlanksAndWrappingsToOne) {
  EXPECT_EQ(hire("月工资（元）", "３５００．５０"), "wage=350050");
  EXPECT_EQ(hire("月工资（万元）", "0.35"), "wage=350000");
  EXPECT_EQ(hire("月工资", "\"3,500元\""), "wage=350000");
  EXPECT_EQ(hire("本人为经营者", "['是']"), "is_owner=1");
  EXPECT_EQ(hire("本人为经营者", "\"=\"\"否\"\"\""), "is_owner=0");
  for (const char* nothing : {"-", "无", "/", "——", "\u3000", " "}) {
    EXPECT_EQ(hire("合同终止日期", nothing), "") << nothing;
  }
}

// A sheet whose cells below the headings are all numbers.
class NumberCells : public intake::RowSource {
 public:
  explicit NumberCells(std::vector<std::vector<std::string>> rows) : rows_(std::move(rows)) {}
  Result<bool> next(intake::Row& row) override {
    if (at_ == rows_.size()) return false;
    row.number = static_cast<std::int64_t>(at_) + 1;
    row.cells.clear();
    for (const std::string& cell : rows_[at_]) {
      row.cells.push_back(
          {.text = cell, .kind = at_ == 0 ? intake::CellKind::text : intake::CellKind::number});
    }
    ++at_;
    return true;
  }
  std::string form() const override { return "XLSX"; }
  std::optional<bool> days_from_1904() const override { return false; }

 private:
  std::vector<std::vector<std::string>> rows_;
  std::size_t at_ = 0;
};

// What a spreadsheet made of an ID number, an account or a code cannot be mended by a format.
TEST(Sheet, RefusesNumbersThatLostTheirDigits) {
  NumberCells rows({{"身份证号码", "姓名", "常住地", "出生日期", "社保卡银行账号"},
                    {"5.1010419900101E+17", "王小明", "", "32874", "6.222E+18"}});
  const std::string answer = read("person", rows);
  EXPECT_NE(answer.find("!身份证号码: 是数字格式，第 15 位以后的数字已丢失"), std::string::npos)
      << answer;
  EXPECT_NE(answer.find("!社保卡银行账号: 是数字格式"), std::string::npos) << answer;
  EXPECT_NE(answer.find("birth_date=1990-01-01"), std::string::npos) << answer;  // serial 32874
  const std::string csv = read_csv("person", "身份证号码,姓名,常住地\n5.10104E+17,王小明,\n");
  EXPECT_NE(csv.find("科学记数"), std::string::npos) << csv;
}

// Merged title, who fills it in, headings of two levels that come again on each printed page, sums
// and signatures.
TEST(Sheet, LeavesOutWhatIsNoRecord) {
  const std::string page =
      "序号,基本信息,,就业情况,,\n,身份证号码,姓名,单位统一社会信用代码,就业日期,月工资（元）\n";
  const std::string text =
      "某某社区就业人员花名册,,,,,\n填报单位（盖章）：,,,填报时间：2023年8月,,\n" + page +
      "1,000000199001010018,王小明,91000000000000000K,2023-08-01,3500\n"
      "小计,,1人,,,3500\n" +
      "序号,身份证号码,姓名,单位统一社会信用代码,就业日期,月工资（元）\n"
      "2,000000197506150025,李小红,91000000000000000K,2023-08-02,4200\n"
      "合计：2人，7700元,,,,,\n"
      "填报人：张三,,联系电话：,,审核人（签字）：,\n"
      "备注：以上人员均已核实,,,,,\n";
  EXPECT_EQ(read_csv("employment", text), "wage=350000 | wage=420000");
}

struct Form {
  const char* where;  // the form or system that prints these headings
  const char* kind;
  const char* headings;
  const char* facts;  // understood, in the order of the columns; - for what is not
};

// Headings as they are printed: each is understood, or left to the user; none is taken for another.
TEST(Sheet, UnderstandsTheHeadingsOfForms) {
  const Form forms[] = {
      {"registration of unemployment, import template", "person",
       "证件号码,姓名,性别,民族,出生年月,户口性质*,户籍行政区划*,户籍详细地址*,现住地行政区划*,"
       "文化程度*,联系电话*",
       "id_number name sex nation birth_date hukou_kind hukou_place - residence_place education "
       "phone"},
      {"registration of unemployment, template", "unemployment_registration",
       "证件号码,姓名,失业原因*,失业类型*,失业登记日期*,失业登记地",
       "person - reason - start_date place"},
      {"registration of unemployment, query export", "unemployment_registration",
       "序号,失业登记日期,社会保障号码,姓名,性别,学历,失业时间,失业原因,有效标记,经办人,经办机构",
       "- start_date person - - - - reason - - -"},
      {"registration of employment, query export: two columns of one name", "employment",
       "序号,社会保障号,姓名,证件类型,证件号码,就业类型,单位名称,单位统一社会信用代码,就业形式,"
       "就业类型,"
       "就业日期,就业地点,合同开始日期,合同结束日期,薪资报酬",
       "- - - - person - - employer form - start_date workplace - contract_end wage"},
      {"persons, query export", "person",
       "序号,社会保障号,姓名,性别,民族,出生日期,人员类别,文化程度,手机号码,就业状态,经办结构",
       "- id_number name sex nation birth_date - education phone - -"},
      {"element codes of persons", "person",
       "AAC002,AAC003,AAC004,AAC005,AAC006,AAC009,AAC011,AAB302,AAE005,AAC021",
       "id_number name sex nation birth_date hukou_kind education residence_place phone -"},
      {"element codes of hires", "employment", "AAC002,AAB998,AAE030,AAE031,AAC048,ACA111",
       "person employer start_date end_date form occupation"},
      {"element codes of registrations", "unemployment_registration", "AAC002,AAE043,AJC093,AJC090",
       "person start_date reason -"},
      {"element codes of employers", "organisation", "AAB998,AAB004", "uscc name"},
      {"traineeship, roll of allowances", "traineeship", "序号,姓名,身份证号码,协议起止时间",
       "- - person start_date"},
  };
  for (const Form& form : forms) {
    const Entity& entity = *vocabulary().find_entity(form.kind);
    const std::string text = std::string(form.headings) + "\n";
    intake::CsvReader rows(intake::bytes_of(text));
    const Layout layout = find_layout(entity, first_rows(rows).value());
    std::string facts;
    for (const LayoutColumn& column : layout.columns) {
      facts += (facts.empty() ? "" : " ") + (column.fact == nullptr ? "-" : column.fact->id);
    }
    EXPECT_EQ(facts, form.facts) << form.where;
  }
}

}  // namespace
}  // namespace leye::registers
