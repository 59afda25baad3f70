#include "intake/xlsx_form.hpp"

#include <gtest/gtest.h>

#include "intake/workbook.hpp"

namespace leye::intake {
namespace {

std::string tab_of(const std::string& name) {
  FormSheet form;
  form.name = name;
  form.title = name;
  form.columns = {{"姓名"}, {"证件号码"}};
  form.rows = {{"张小明", "000000199001010018"}};
  const auto bytes = form_workbook(form);
  if (!bytes.ok()) return "none: " + to_text(bytes.error());
  const auto book = Workbook::open({.bytes = bytes.value(), .path = {}});
  if (!book.ok()) return "unreadable: " + to_text(book.error());
  return book.value().sheets().at(0).name;
}

// The name is a ledger's title: data, which a city writes as it likes.
TEST(XlsxForm, AnyTitleNamesATab) {
  EXPECT_EQ(tab_of("登记失业人员台账"), "登记失业人员台账");
  EXPECT_EQ(tab_of("低保/特困 [2023]: *?\\"), "低保 特困  2023      ");
  EXPECT_EQ(tab_of("'就业'"), " 就业 ");
  EXPECT_EQ(tab_of(""), "Sheet1");
  EXPECT_EQ(tab_of("///"), "Sheet1");
  std::string long_title, first;
  for (int each = 0; each < 40; ++each) {
    long_title += "账";
    if (each < 31) first += "账";
  }
  EXPECT_EQ(tab_of(long_title), first);
}

// 𬱖 is two units of UTF-16, by which spreadsheets count.
TEST(XlsxForm, RareCharactersCountTwiceInATab) {
  std::string name, first;
  for (int each = 0; each < 20; ++each) {
    name += "𬱖";
    if (each < 15) first += "𬱖";
  }
  EXPECT_EQ(tab_of(name), first);
}

}  // namespace
}  // namespace leye::intake
