// A mistake in a file of rules is found when a version comes into force, with file and line.
#include "api/rulebook.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/resources.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::api {
namespace {

namespace files = std::filesystem;

template <class T>
T must(Result<T> result) {
  if (!result.ok()) fmt::print(stderr, "{}\n", to_text(result.error()));
  CHECK(result.ok());
  return std::move(result).value();
}

// The packs and the data as they are shipped, in a folder where they may be spoilt.
class RulebookTest : public testing::Test {
 protected:
  RulebookTest() {
    std::string name = (files::temp_directory_path() / "leye_rulebook_XXXXXX").string();
    CHECK(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    for (const char* part : {"packs/china", "packs/qingyang-2023", "data/alerts", "data/exchange",
                             "data/registers", "data/retention", "vocabulary"}) {
      files::create_directories(folder_ / part);
      files::copy(must(resource(part)), folder_ / part, files::copy_options::recursive);
    }
    setenv("LEYE_HOME", folder_.c_str(), 1);
  }
  ~RulebookTest() override {
    unsetenv("LEYE_HOME");
    files::remove_all(folder_);
  }

  // What the server would say at its start; "" if it starts.
  std::string said() {
    const auto pack = folder_ / "packs" / "qingyang-2023";
    const auto installed = must(Vocabulary::load(must(resource("vocabulary"))));
    const auto vocabulary = must(policy::vocabulary_of_pack(installed, pack));
    std::vector<files::path> folders{must(resource("vocabulary"))};
    for (auto& each : policy::vocabulary_folders(pack)) folders.push_back(std::move(each));
    const auto ledgers = must(ledgers::Ledgers::load(folders, vocabulary));
    const auto rules = Rulebook::load(pack, vocabulary, ledgers);
    return rules.ok() ? "" : to_text(rules.error());
  }

  // Writes `wrong` for the first `right` of the file, and the file as it was when it is told.
  // Returns "name:line" of that place.
  std::string spoil(const char* file, const std::string& right, const std::string& wrong) {
    const auto path = folder_ / file;
    std::ifstream in(path, std::ios::binary);
    was_ = {std::istreambuf_iterator<char>(in), {}};
    const auto at = was_.find(right);
    EXPECT_NE(at, was_.npos) << file << " has no " << right;
    if (at == was_.npos) return "nowhere";
    std::string text = was_;
    text.replace(at, right.size(), wrong);
    std::ofstream(path, std::ios::binary) << text;
    const auto end = was_.begin() + static_cast<std::ptrdiff_t>(at);
    return fmt::format("{}:{}", path.filename().string(), 1 + std::count(was_.begin(), end, '\n'));
  }
  void mend(const char* file) { std::ofstream(folder_ / file, std::ios::binary) << was_; }

  files::path folder_;
  std::string was_;
};

TEST_F(RulebookTest, WhatIsShippedHasNoMistake) { EXPECT_EQ(said(), ""); }

TEST_F(RulebookTest, AMistakeIsNamedByFileAndLine) {
  const struct {
    const char *file, *right, *wrong;
  } mistakes[] = {
      {"packs/china/states/registered.md", "| retired | state_retired |",
       "| retired | state_nobody_knows |"},
      {"packs/china/employers/year.md", "| large | size_large |", "| large | size_huge |"},
      {"packs/china/sweeps/contacts.md", "| service_record | served_on |",
       "| service_record | no_such_day |"},
      {"packs/qingyang-2023/visits/hard_to_employ.md", "every: 6 months", "every: often"},
      {"packs/qingyang-2023/surveys/wishes.md", "| wants_work |", "| wants_nothing |"},
      {"packs/qingyang-2023/quality/checks.md", "days to correct: 10", "days to correct: soon"},
      {"packs/qingyang-2023/exchange/job_service.md", "rows: 500", "rows: many"},
      {"data/exchange/feeds.json", "\"kind\": \"household\"", "\"kind\": \"houses\""},
      {"data/exchange/feeds.json", "\"veterans\", \"window\"", "\"veteran\", \"window\""},
      {"data/registers/families.csv", "lifted_poor,able,", "lifted_poor,asleep,"},
      {"data/registers/late.csv", "service_record,served_on,7", "service_record,served_on,soon"},
      {"data/registers/numbers.csv", "visit_bag_kept,7,days", "visit_bag_kept,week,days"},
      {"data/alerts/reading.csv", "hour,一小时", "hours,一小时"},
      {"data/retention/terms.csv", ",destroy,", ",burn,"},
      {"vocabulary/indicators/new_jobs.md", "| 16 |", "| sixteen |"},
  };
  for (const auto& [file, right, wrong] : mistakes) {
    const auto where = spoil(file, right, wrong);
    const auto text = said();
    EXPECT_NE(text.find(where), text.npos) << where << " is not in: " << text;
    mend(file);
  }
  EXPECT_EQ(said(), "");
}

}  // namespace
}  // namespace leye::api
