// The plans of visits that the packs bring: each can be read, and whom it means is known.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "base/resources.hpp"
#include "visits/plans.hpp"

namespace leye::visits {
namespace {

// Whether a document of the pack declares a category of that name.
bool declares_category(const std::filesystem::path& pack, const std::string& id) {
  for (const auto& file : std::filesystem::directory_iterator(pack)) {
    if (file.path().extension() != ".md") continue;
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("类别 ") && line.find("(" + id + ")") != line.npos) return true;
    }
  }
  return false;
}

TEST(PlansOfPacks, AreReadAndNamePeopleThatThePackKnows) {
  const auto vocabulary_folder = resource("vocabulary").value();
  const Vocabulary vocabulary = Vocabulary::load(vocabulary_folder).value();
  std::set<std::string> packs;
  for (const auto& pack : std::filesystem::directory_iterator(resource("packs").value())) {
    if (!std::filesystem::exists(pack.path() / "visits")) continue;
    const std::string name = pack.path().filename().string();
    const auto more = pack.path() / "vocabulary";
    const bool extends = std::filesystem::exists(more);
    const auto extended = extends ? vocabulary.extended_by(more) : Result<Vocabulary>(vocabulary);
    ASSERT_TRUE(extended.ok()) << name << to_text(extended.error());
    const auto ledgers = ledgers::Ledgers::load({vocabulary_folder, more}, extended.value());
    ASSERT_TRUE(ledgers.ok()) << name << to_text(ledgers.error());
    const auto plans = Plans::load(pack.path(), extended.value(), ledgers.value());
    ASSERT_TRUE(plans.ok()) << name << to_text(plans.error());
    EXPECT_FALSE(plans.value().visits.empty()) << name;
    packs.insert(name);
    for (const VisitPlan& plan : plans.value().visits) {
      EXPECT_FALSE(plan.clause.empty()) << name << " " << plan.id;
      constexpr std::string_view category = "category ";
      if (!plan.people.starts_with(category)) continue;
      EXPECT_TRUE(declares_category(pack.path(), plan.people.substr(category.size())))
          << name << " " << plan.id << ": " << plan.people;
    }
  }
  EXPECT_EQ(packs.size(), 5U);
}

}  // namespace
}  // namespace leye::visits
