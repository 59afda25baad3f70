// A mistake in the data of a city is told with its file and line.
#include "city/setting.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/resources.hpp"

namespace leye::city {
namespace {

class SettingTest : public testing::Test {
 protected:
  SettingTest() {
    std::string name = (std::filesystem::temp_directory_path() / "leye_city_XXXXXX").string();
    CHECK(mkdtemp(name.data()) != nullptr);
    home_ = name;
    std::filesystem::create_directories(home_ / "data");
    std::filesystem::copy(resource("data/city").value(), home_ / "data" / "city",
                          std::filesystem::copy_options::recursive);
    setenv("LEYE_HOME", home_.c_str(), 1);
  }
  ~SettingTest() override {
    unsetenv("LEYE_HOME");
    std::filesystem::remove_all(home_);
  }
  std::string said(const std::string& line) {
    std::ofstream(home_ / "data/city/621000/destinations.csv")
        << "graduated_from,work_within,reported_after,handed_over_after\n"
        << line << "\n";
    const auto setting = Setting::load();
    return setting.ok() ? "" : to_text(setting.error());
  }
  std::filesystem::path home_;
};

TEST_F(SettingTest, DaysOfDestinationsAreRead) {
  EXPECT_EQ(said("2022-07-01,30,40,50"), "");
  const auto days = Setting::load().value().destinations;
  EXPECT_EQ(days.graduated_from, Day::parse("2022-07-01").value());
  EXPECT_EQ(days.work_within, 30);
  EXPECT_EQ(days.reported_after, 40);
  EXPECT_EQ(days.handed_over_after, 50);
}

TEST_F(SettingTest, DaysThatCannotBeAreRefusedWithTheirLine) {
  for (const char* wrong : {"2022-13-01,30,40,50", "2022-07-01,0,40,50", "2022-07-01,soon,40,50",
                            "2022-07-01,30,29,50", "2022-07-01,30,40,39",
                            "2022-07-01,30,40,3661", "2022-07-01,30,40,50\n2023-07-01,1,2,3"}) {
    const auto text = said(wrong);
    EXPECT_NE(text.find("destinations.csv:2"), text.npos) << wrong << ": " << text;
  }
}

}  // namespace
}  // namespace leye::city
