// The data of reports: what is installed can be read, and mistakes name their line.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/resources.hpp"
#include "reports/destinations.hpp"
#include "reports/rules.hpp"
#include "reports/steps.hpp"

namespace leye::reports {
namespace {

class Data : public testing::Test {
 protected:
  const Vocabulary vocabulary_ = Vocabulary::load(resource("vocabulary").value()).value();
  const std::filesystem::path file_ = std::filesystem::temp_directory_path() / "leye_reports.csv";
  ~Data() override { std::filesystem::remove(file_); }

  const std::filesystem::path& with(const std::string& lines) {
    std::ofstream(file_) << "heading\n" << lines << "\n";
    return file_;
  }
  std::string refused(const std::string& line) {
    const auto rules = Rules::read(with(line), vocabulary_);
    return rules.ok() ? "" : to_text(rules.error());
  }
};

TEST_F(Data, InstalledSaysWhoReportsAndWhoConfirms) {
  const auto rules = Rules::load(vocabulary_);
  ASSERT_TRUE(rules.ok()) << to_text(rules.error());
  ASSERT_NE(rules.value().on("school", "graduate_destination"), nullptr);
  EXPECT_EQ(rules.value().of("bank").size(), 0U);
  for (const Report& report : rules.value().all()) {
    EXPECT_FALSE(report.why.empty()) << report.id;
    EXPECT_FALSE(report.en.empty()) << report.id;
    for (const Fact* fact : report.asked)
      EXPECT_NE(std::find(report.writes.begin(), report.writes.end(), fact), report.writes.end())
          << report.id << " asks for " << fact->id << ", which nobody reports";
  }
  const auto steps = Steps::load(vocabulary_);
  ASSERT_TRUE(steps.ok()) << to_text(steps.error());
  EXPECT_EQ(steps.value().all().size(), 4U);
}

TEST_F(Data, EveryDestinationCountsOrDoesNot) {
  const auto known = Destinations::load(vocabulary_);
  ASSERT_TRUE(known.ok()) << to_text(known.error());
  EXPECT_EQ(known.value().proved.size(), known.value().proved_after.size());
  const auto some = Destinations::read(with("army,yes,,x"), vocabulary_);
  ASSERT_FALSE(some.ok());
  EXPECT_NE(to_text(some.error()).find("nothing is said of 'agreement'"), std::string::npos);
  EXPECT_FALSE(Destinations::read(with("waiting,no,30,x"), vocabulary_).ok());
}

TEST_F(Data, MistakesNameTheLine) {
  const std::string good =
      "a,甲,A,graduate_destination,school,school,person|destination,destination,,confirmed_on,5,x";
  EXPECT_EQ(refused(good), "");
  EXPECT_NE(refused("a,甲,A,person,school,school,name,,,,5,x").find("leye_reports.csv:2"),
            std::string::npos);
  for (const std::string wrong :
       {"a,甲,A,graduate_destination,nobody,school,person|destination,destination,,confirmed_on,5,x",
        "a,甲,A,graduate_destination,employer,school,person,destination,,confirmed_on,5,x",
        "a,甲,A,graduate_destination,school,school,person|nothing,destination,,confirmed_on,5,x",
        "a,甲,A,graduate_destination,school,school,person,destination,,,5,x",
        "a,甲,A,graduate_destination,school,school,confirmed_on,destination,,confirmed_on,5,x",
        "a,甲,A,graduate_destination,school,school,person,destination,,went_to,5,x",
        "a,甲,A,traineeship_post,employer,employer,name,name,,opened_on,5,x",
        "a,甲,A,graduate_destination,school,school,person,destination,,confirmed_on,400,x"})
    EXPECT_NE(refused(wrong), "") << wrong;
  EXPECT_NE(refused(good + "\n" + good).find("stands twice"), std::string::npos);
}

}  // namespace
}  // namespace leye::reports
