#include "registers/numbers.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace leye::registers {
namespace {

class NumbersTest : public testing::Test {
 protected:
  ~NumbersTest() override { std::filesystem::remove(path_); }
  Result<Numbers> read(const std::string& lines) {
    std::ofstream(path_) << "number,value,unit,why\n" << lines;
    return Numbers::read(path_);
  }
  std::string said(const std::string& lines) {
    const auto read_now = read(lines);
    return read_now.ok() ? "none" : to_text(read_now.error());
  }
  const std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / fmt::format("leye_numbers_{}.csv", getpid());
};

constexpr auto others =
    "visit_bag_kept,3,days,a\nexport_growth,0,percent,b\nemployer_same_code,99,score,c\n"
    "employer_same_name,80,score,d\nemployer_similar_name,60,score,e\n"
    "person_same_number,98,score,g\nperson_old_and_new_number,97,score,h\n"
    "person_swapped_digits,96,score,i\nperson_same_name_and_birth,95,score,j\n"
    "person_similar_name_and_birth,94,score,k\nexport_rows_alone,500,rows,l\n"
    "delegation_days,30,days,m\nbinding_code_days,3,days,n\nauthorisation_years,2,years,o\n";

TEST_F(NumbersTest, SayWhatTheFileSays) {
  const auto numbers = read(others + std::string("visit_taken_late,30,days,f\n"));
  ASSERT_TRUE(numbers.ok()) << to_text(numbers.error());
  EXPECT_EQ(numbers.value().visit_taken_late, 30);
  EXPECT_EQ(numbers.value().visit_bag_kept, 3);
  EXPECT_EQ(numbers.value().export_growth, 0);
  EXPECT_EQ(numbers.value().employer_same_code, 99);
  EXPECT_EQ(numbers.value().employer_same_name, 80);
  EXPECT_EQ(numbers.value().employer_similar_name, 60);
  EXPECT_EQ(numbers.value().person_same_number, 98);
  EXPECT_EQ(numbers.value().person_old_and_new_number, 97);
  EXPECT_EQ(numbers.value().person_swapped_digits, 96);
  EXPECT_EQ(numbers.value().person_same_name_and_birth, 95);
  EXPECT_EQ(numbers.value().person_similar_name_and_birth, 94);
  EXPECT_EQ(numbers.value().export_rows_alone, 500);
  EXPECT_EQ(numbers.value().delegation_days, 30);
  EXPECT_EQ(numbers.value().binding_code_days, 3);
  EXPECT_EQ(numbers.value().authorisation_years, 2);
}

TEST_F(NumbersTest, AMistakeIsNamedByItsLine) {
  for (const char* wrong :
       {"visit_taken_late,0,days,f", "visit_taken_late,soon,days,f", "visit_taken_late,30,days",
        "visit_taken_late,30,days,", "visit_taken_late,30,months,f", "visit_late,30,days,f",
        "export_growth,101,percent,f", "visit_bag_kept,3,days,f"}) {
    const auto text = said(others + std::string(wrong));
    EXPECT_NE(text.find(".csv:16"), text.npos) << wrong << ": " << text;
  }
  EXPECT_NE(said(others).find("visit_taken_late is missing"), std::string::npos);
}

TEST_F(NumbersTest, TheInstallationBringsThemAll) {
  const auto numbers = Numbers::load();
  EXPECT_TRUE(numbers.ok()) << to_text(numbers.error());
}

}  // namespace
}  // namespace leye::registers
