#include "exchange/sheets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iconv.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "exchange/example_desk.hpp"
#include "exchange/sheet_template.hpp"
#include "intake/workbook.hpp"

namespace leye::exchange {
namespace {

using example::id_number;
using example::must;
using example::Office;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* by_sheet =
    "# 省就业系统 · province · provincial system\ninterface: sheet\n\n"
    "## employment\nserial: 就业登记号 · employment number\nsince 2023-01-01: collaborate\n"
    "template: 就业登记导入模板 · employment sheet\nrows: 3\ndays: YYYYMMDD\n"
    "answered within: 5\naccepted: 成功\nrefused: 失败, 退回\n\n"
    "| field | label | value |\n|---|---|---|\n| NO | 序号 | @row |\n| KEY | 备注 | @key |\n"
    "| AAC002 | 证件号码 | person.id_number |\n| AAC003 | 姓名 | person.name |\n"
    "| AAE030 | 就业日期 | start_date |\n| AAE031 | 终止日期 | end_date |\n"
    "| SERIAL | 原登记号 | @serial |\n| AAB301 | 统筹区 | \"621000\" |\n\n"
    "| answer | is |\n|---|---|\n| 备注 | key |\n| 就业登记号, 登记编号 | serial |\n"
    "| 原编号 | old_serial |\n| 导入结果 | outcome |\n| 失败原因 | reason |\n"
    "| 证件号码 | AAC002 |\n| 就业日期 | AAE030 |\n";

constexpr const char* answer_head = "备注,就业登记号,原编号,导入结果,失败原因,证件号码,就业日期\n";

class Sheets : public testing::Test {
 protected:
  SheetWorker worker(std::int64_t account = 7) const {
    return {account, example::place, 621000000000, 621999999999, office.clock.today(),
            office.clock.now()};
  }
  SheetKind kind() const {
    return {office.arrangements.all().front(), *templates.find("employment")};
  }

  // One step in a transaction of its own.
  template <class Use>
  auto step(Use use) -> decltype(use(std::declval<store::Transaction&>())) {
    auto transaction =
        must(store::Transaction::begin(office.connection, office.desk().own_scope()));
    auto result = use(transaction);
    if (result.ok()) must(transaction.commit());
    return result;
  }
  Result<std::int64_t> make() {
    return step([&](auto& transaction) {
      return make_sheet(transaction, office.desk(), kind(), worker());
    });
  }
  Result<SheetFile> take(std::int64_t sheet) {
    return step([&](auto& transaction) {
      const auto taken = take_sheet(transaction, sheet, worker());
      if (!taken.ok()) return Result<SheetFile>(taken.error());
      return read_sheet(transaction, office.desk(), sheet, worker());
    });
  }
  Result<AnswerRead> answer(const std::string& bytes, std::int64_t sheet = 0) {
    return step([&](auto& transaction) {
      return read_answer(transaction, office.desk(), kind(), {"结果.csv", bytes, sheet},
                         worker(9));
    });
  }
  std::vector<SheetLine> list() {
    return must(step([&](auto& transaction) { return list_sheets(transaction, worker()); }));
  }
  std::int64_t in_state(const std::string& state) {
    return must(step([&](auto& transaction) -> Result<std::int64_t> {
      const auto rows = TRY(transaction.query(
          "select count(*) as n from outgoing where state = $1", state));
      return rows[0].template get<std::int64_t>("n");
    }));
  }

  static std::vector<std::vector<std::string>> cells(const std::string& bytes) {
    const intake::FileContent content{.bytes = bytes, .path = {}};
    const auto book = must(intake::Workbook::open(content));
    auto rows = must(book.rows(book.first_visible()));
    std::vector<std::vector<std::string>> found;
    intake::Row row;
    while (must(rows->next(row))) {
      found.emplace_back();
      for (const auto& cell : row.cells) found.back().emplace_back(cell.text);
    }
    return found;
  }
  static std::string gb18030(std::string text) {
    iconv_t converter = iconv_open("GB18030", "UTF-8");
    std::string out(text.size() * 2, '\0');
    char* from = text.data();
    char* to = out.data();
    std::size_t left = text.size(), room = out.size();
    CHECK(iconv(converter, &from, &left, &to, &room) == 0);
    iconv_close(converter);
    out.resize(out.size() - room);
    return out;
  }

  Office office{Faults{}, 8, by_sheet};
  SheetTemplates templates =
      must(SheetTemplates::parse(by_sheet, "province.md", office.vocabulary));
};

TEST_F(Sheets, AFileHoldsTheirColumnsInTheirOrderAndIsTheSameEachTimeItIsTaken) {
  office.hire({1, 2}, "2023-09-01", 3);
  const auto sheet = must(make());
  EXPECT_EQ(list().at(0).state, "made");
  EXPECT_EQ(in_state("unsent"), 2);
  const auto file = must(take(sheet));
  EXPECT_EQ(file.name, "就业登记导入模板-新增-1.xlsx");
  EXPECT_THAT(cells(file.bytes),
              ElementsAre(ElementsAre("序号", "备注", "证件号码", "姓名", "就业日期", "终止日期",
                                      "原登记号", "统筹区"),
                          ElementsAre("1", "000000-1", id_number(1), "人员1", "20230901", "", "",
                                      "621000"),
                          ElementsAre("2", "000000-2", id_number(2), "人员2", "20230901", "", "",
                                      "621000")));
  EXPECT_EQ(in_state("sent"), 2);
  EXPECT_EQ(list().at(0).state, "taken");
  EXPECT_EQ(list().at(0).due_on, office.clock.today() + 5);
  office.advance(std::chrono::hours(30));
  EXPECT_EQ(must(take(sheet)).bytes, file.bytes);
  EXPECT_EQ(list().at(0).due_on, must(Day::parse("2023-10-21")));  // 16 October and five days
  const auto again = make();
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(Sheets, AFileHoldsNoMoreRowsThanTheyTake) {
  office.hire({1, 2, 3, 4, 5}, "2023-09-01", 3);
  EXPECT_EQ(cells(must(take(must(make()))).bytes).size(), 4u);  // headings and three
  EXPECT_EQ(cells(must(take(must(make()))).bytes).size(), 3u);
  EXPECT_FALSE(make().ok());
}

// The change of a person whose registration is not answered waits for the next file.
TEST_F(Sheets, TheOrderOfAPersonIsKeptAcrossFiles) {
  office.hire({1, 2}, "2023-09-01", 3);
  must(take(must(make())));
  office.advance(std::chrono::seconds(60));
  office.hire({1}, "2023-09-01", 3, "2023-10-10");
  EXPECT_FALSE(make().ok());
  const auto read = must(answer(std::string(answer_head) + "000000-1,E001,,成功,,,\n"));
  EXPECT_EQ(read.accepted, 1);
  const auto file = must(take(must(make())));
  EXPECT_THAT(file.name, HasSubstr("变更"));
  EXPECT_THAT(cells(file.bytes).at(1),
              ElementsAre("1", "000000-3", id_number(1), "人员1", "20230901", "20231010", "E001",
                          "621000"));
}

TEST_F(Sheets, NumbersAreStoredRefusalsReturnToTheirClerkAndTheRestStaysOpen) {
  office.hire({1, 2, 3}, "2023-09-01", 3);
  const auto sheet = must(make());
  must(take(sheet));
  const std::string text = std::string(answer_head) +
                           "000000-1,E001,,成功,,,\n"
                           "000000-2,,,失败,证件号码与姓名不符,,\n"
                           "000000-3,,,,,,\n"
                           "000000-77,E077,,成功,,,\n"   // never was
                           "620999-1,E078,,成功,,,\n"    // another city's
                           ",E079,,成功,,,\n"            // nobody's
                           "000000-3,,,大概,,,\n";       // no word of theirs
  const auto read = must(answer(text));
  EXPECT_EQ(read.rows, 7);
  EXPECT_EQ(read.accepted, 1);
  EXPECT_EQ(read.refused, 1);
  EXPECT_EQ(read.open, 1);
  EXPECT_EQ(read.not_understood, 4);
  ASSERT_EQ(read.problems.size(), 4u);
  EXPECT_EQ(read.problems[0].row, 5);
  EXPECT_THAT(read.problems[0].what, HasSubstr("000000-77"));
  EXPECT_EQ(read.problems[1].row, 6);
  EXPECT_EQ(read.problems[2].row, 7);
  EXPECT_THAT(read.problems[3].what, HasSubstr("大概"));
  EXPECT_EQ(office.number("select count(*) as n from record_serial where serial = 'E001' "
                          "and until is null"),
            1);
  EXPECT_EQ(office.number("select count(*) as n from desk_task where account = 3 "
                          "and detail = '证件号码与姓名不符' and done_at is null"),
            1);
  EXPECT_EQ(in_state("sent"), 1);
  EXPECT_EQ(list().at(0).waiting, 1);
  EXPECT_EQ(office.number("select count(*) as n from exchange_system where system = 'province' "
                          "and answered_at is not null"),
            1);
  // The same file once more changes nothing.
  const auto twice = must(answer(text));
  EXPECT_EQ(twice.accepted + twice.refused + twice.renumbered, 0);
  EXPECT_EQ(twice.unchanged, 2);
  EXPECT_EQ(office.number("select count(*) as n from record_serial"), 1);
  EXPECT_EQ(office.number("select count(*) as n from desk_task where kind = 'refused'"), 1);
  // What took the file owes the rest, until it is here.
  EXPECT_EQ(office.number("select count(*) as n from desk_task where kind = 'sheet_answer' "
                          "and account = 7 and done_at is null"),
            1);
  office.advance(std::chrono::hours(24 * 6));
  EXPECT_EQ(list().at(0).state, "overdue");
  must(answer(std::string(answer_head) + "000000-3,E003,,成功,,,\n", sheet));
  EXPECT_EQ(list().at(0).state, "answered");
  EXPECT_EQ(office.number("select count(*) as n from desk_task where kind = 'sheet_answer' "
                          "and done_at is null"),
            0);
}

// Two files, the later answered first and by halves; one row says in the second half what the first
// half denied.
TEST_F(Sheets, AnswersInHalvesAndOutOfOrder) {
  office.hire({1, 2, 3, 4, 5}, "2023-09-01", 3);
  must(take(must(make())));
  must(take(must(make())));
  EXPECT_EQ(must(answer(std::string(answer_head) + "000000-5,E5,,成功,,,\n")).accepted, 1);
  EXPECT_EQ(must(answer(std::string(answer_head) + "000000-2,E2,,成功,,,\n000000-1,E1,,成功,,,\n"))
                .accepted,
            2);
  const auto rest = must(answer(std::string(answer_head) +
                                "000000-5,,,失败,重复登记,,\n000000-4,E4,,成功,,,\n"
                                "000000-3,E4,,成功,,,\n"));  // a number given twice
  EXPECT_EQ(rest.accepted, 1);
  EXPECT_EQ(rest.refused, 1);
  ASSERT_EQ(rest.problems.size(), 1u);
  EXPECT_EQ(rest.problems[0].row, 2);
  EXPECT_THAT(rest.problems[0].what, HasSubstr("E5"));
  EXPECT_EQ(in_state("accepted"), 4);
  EXPECT_EQ(office.number("select count(*) as n from outgoing where id = 4 and state = 'refused' "
                          "or id = 3 and state = 'refused'"),
            1);
  EXPECT_EQ(office.number("select count(*) as n from record_serial where until is null"), 4);
}

// Their number changes twice; an answer from before gives no old number back.
TEST_F(Sheets, ANewNumberIsTakenOnceAndNoOldOneComesBack) {
  office.hire({1}, "2023-09-01", 3);
  must(take(must(make())));
  const std::string head(answer_head);
  EXPECT_EQ(must(answer(head + "000000-1,A,,成功,,,\n")).accepted, 1);
  EXPECT_EQ(must(answer(head + "000000-1,B,A,成功,,,\n")).renumbered, 1);
  EXPECT_EQ(must(answer(head + "000000-1,C,B,成功,,,\n")).renumbered, 1);
  const auto old = must(answer(head + "000000-1,B,A,成功,,,\n"));
  EXPECT_EQ(old.renumbered, 0);
  EXPECT_EQ(old.not_understood, 1);
  EXPECT_EQ(must(answer(head + "000000-1,A,,成功,,,\n")).unchanged, 1);
  EXPECT_EQ(office.number("select count(*) as n from record_serial where serial = 'C' "
                          "and until is null"),
            1);
  EXPECT_EQ(office.number("select count(*) as n from record_serial"), 3);
}

// A sheet of a system that drops our column: GB18030, another heading, told by number and day.
TEST_F(Sheets, RowsWithoutOurKeyAreToldByNumberAndDay) {
  office.hire({1, 2, 3}, "2023-09-01", 3);
  const auto sheet = must(make());
  must(take(sheet));
  std::string lower = id_number(1);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c == 'X' ? 'x' : c; });
  const std::string text = gb18030(
      fmt::format("导入结果统计\n证件号码,就业日期,登记编号,导入结果,失败原因\n"
                  "{},2023/9/1,E001,成功,\n{},2023-09-01,,退回,单位未备案\n"
                  "{},2023-09-02,E009,成功,\n",
                  lower, id_number(2), id_number(3)));
  const auto read = must(answer(text, sheet));
  EXPECT_EQ(read.accepted, 1);
  EXPECT_EQ(read.refused, 1);
  ASSERT_EQ(read.problems.size(), 1u);  // nobody began on that day
  EXPECT_EQ(read.problems[0].row, 5);
  // What was refused is mended and goes out again; the old sheet says nothing of it.
  office.advance(std::chrono::seconds(60));
  office.hire({2}, "2023-09-01", 3, "", "3500");
  must(take(must(make())));
  const auto twice = must(answer(text, sheet));
  EXPECT_EQ(twice.unchanged, 2);
  EXPECT_EQ(twice.refused, 0);
  const auto whichever = must(answer(text));
  EXPECT_EQ(whichever.refused, 0);
  EXPECT_THAT(whichever.problems.at(0).what, HasSubstr("不止一次"));
}

// Two rows as somebody typed them: the first number became a number of the spreadsheet, of which it
// keeps fifteen digits; the second is missing.
std::string workbook_with_number(double number) {
  const auto path =
      std::filesystem::temp_directory_path() / fmt::format("leye-sheets-{}.xlsx", ::getpid());
  lxw_workbook* book = workbook_new(path.c_str());
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  const char* headings[] = {"备注", "登记编号", "导入结果", "失败原因"};
  for (lxw_col_t at = 0; at < 4; ++at)
    worksheet_write_string(sheet, 0, at, headings[at], nullptr);
  worksheet_write_string(sheet, 1, 0, "000000-1", nullptr);
  worksheet_write_number(sheet, 1, 1, number, nullptr);
  worksheet_write_string(sheet, 1, 2, "成功", nullptr);
  worksheet_write_string(sheet, 2, 0, "000000-2", nullptr);
  worksheet_write_string(sheet, 2, 2, "成功", nullptr);
  CHECK(workbook_close(book) == LXW_NO_ERROR);
  std::ifstream in(path, std::ios::binary);
  std::string made((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::filesystem::remove(path);
  return made;
}

TEST_F(Sheets, ANumberThatASpreadsheetCutIsNoNumber) {
  office.hire({1, 2}, "2023-09-01", 3);
  must(take(must(make())));
  const auto read = must(answer(workbook_with_number(620000202309010001.0)));
  EXPECT_EQ(read.accepted, 0);
  ASSERT_EQ(read.problems.size(), 2u);
  EXPECT_THAT(read.problems[0].what, HasSubstr("数字"));
  EXPECT_THAT(read.problems[1].what, HasSubstr("没有编号"));
  EXPECT_EQ(in_state("sent"), 2);
}

TEST_F(Sheets, ATableThatIsNoAnswerIsRefusedWithTheHeadingsThatAreMissed) {
  const auto read = answer("姓名,金额\n甲,3\n");
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(to_text(read.error()), HasSubstr("就业登记号"));
}

// Who works for another county neither takes the file nor answers its rows.
TEST_F(Sheets, OtherPlacesAreNotTouched) {
  office.hire({1}, "2023-09-01", 3);
  SheetWorker other = worker();
  other.place_lo = 621021000000;
  other.place_hi = 621021999999;
  EXPECT_FALSE(step([&](auto& transaction) {
                 return make_sheet(transaction, office.desk(), kind(), other);
               }).ok());
  const auto sheet = must(make());
  EXPECT_FALSE(step([&](auto& transaction) {
                 return take_sheet(transaction, sheet, other);
               }).ok());
  const auto early = step([&](auto& transaction) {
    return read_sheet(transaction, office.desk(), sheet, worker());
  });
  EXPECT_EQ(early.error().code, ErrorCode::conflict);  // nobody took it
  must(take(sheet));
  const auto read = must(step([&](auto& transaction) {
    return read_answer(transaction, office.desk(), kind(),
                       {"结果.csv", std::string(answer_head) + "000000-1,E001,,成功,,,\n", 0},
                       other);
  }));
  EXPECT_EQ(read.accepted, 0);
  EXPECT_EQ(read.not_understood, 1);
  EXPECT_EQ(in_state("sent"), 1);
}

// An import undone after its rows went into a file is withdrawn there, after the answer.
TEST_F(Sheets, WhatIsUndoneMeanwhileIsWithdrawnInTheNextFile) {
  office.hire({1}, "2023-09-01", 3);
  must(take(must(make())));
  office.advance(std::chrono::seconds(60));
  must(office.undo(3));
  EXPECT_FALSE(make().ok());
  must(answer(std::string(answer_head) + "000000-1,E001,,成功,,,\n"));
  const auto file = must(take(must(make())));
  EXPECT_THAT(file.name, HasSubstr("撤销"));
  EXPECT_EQ(cells(file.bytes).at(1).at(6), "E001");
  EXPECT_EQ(must(answer(std::string(answer_head) + "000000-2,,,成功,,,\n")).accepted, 1);
  EXPECT_EQ(office.number("select count(*) as n from record_serial where until is null"), 0);
}

}  // namespace
}  // namespace leye::exchange
