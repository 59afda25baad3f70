// Files, readings, versions and drafts, over the pack of a city and an empty database.
#include "workbench/workbench.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/resources.hpp"
#include "store/test_database.hpp"
#include "workbench/measure_text.hpp"
#include "workbench/outline.hpp"
#include "workbench/words.hpp"

namespace leye::workbench {
namespace {

namespace fs = std::filesystem;

constexpr auto hiring = "qingyang-2023/8-hiring.md";
const Person author{7, "起草人"};

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : to_text(result.error()));
  return std::move(result).value();
}

Day day(const char* text) { return Day::parse(text).value(); }
Instant at(int hour) { return Instant{std::chrono::hours(24 * 19700 + hour)}; }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto place = text.find(from);
  EXPECT_NE(place, text.npos) << from;
  return text.replace(place, from.size(), to);
}

std::string line_of(const std::string& text, const std::string& wanted) {
  const auto before = text.substr(0, text.find(wanted));
  return std::to_string(1 + std::count(before.begin(), before.end(), '\n'));
}

// A copy of the shipped packs that a test may change, and a workbench on it.
class WorkbenchTest : public testing::Test {
 protected:
  WorkbenchTest()
      : home_(must(ScratchFolder::make(fs::temp_directory_path() / "leye_workbench"))),
        packs_(home_.path() / "packs") {
    EXPECT_TRUE(write_files(must(read_files(must(resource("packs/qingyang-2023")))), packs_).ok());
  }

  Workbench workbench() {
    return Workbench(must(Vocabulary::load(must(resource("vocabulary")))),
                     packs_ / "qingyang-2023", home_.path() / "data");
  }
  store::Transaction begin() {
    auto scope = store::TestDatabase::scope();
    scope.bypass = true;
    return must(store::Transaction::begin(connection_, scope));
  }
  Workbench::InForce opened(const char* on) {
    auto bench = workbench();
    auto transaction = begin();
    auto found = must(bench.open(transaction, day(on), at(1)));
    differs_ = bench.installation_differs();
    EXPECT_TRUE(transaction.commit().ok());
    return found;
  }
  void change_installation(const std::string& from, const std::string& to) {
    auto files = must(read_files(packs_ / "qingyang-2023"));
    files[hiring] = replaced(files[hiring], from, to);
    EXPECT_TRUE(write_files(files, packs_).ok());
  }

  ScratchFolder home_;
  fs::path packs_;
  store::TestDatabase database_;
  store::Connection connection_ = database_.connect();
  bool differs_ = false;
};

TEST_F(WorkbenchTest, FilesAreThoseOfThePackAndOfWhatItUses) {
  const auto files = must(read_files(packs_ / "qingyang-2023"));
  EXPECT_TRUE(files.contains(hiring));
  EXPECT_TRUE(files.contains("qingyang-2023/exchange/province.md"));
  EXPECT_TRUE(files.contains("china/parameters.md"));
  EXPECT_TRUE(files.contains("china/vocabulary/person.md"));
}

TEST(Paths, LeadNowhereElse) {
  for (const char* good : {"qingyang-2023/8-hiring.md", "china/vocabulary/codes/sex.csv"})
    EXPECT_TRUE(check_path(good).ok()) << good;
  for (const char* bad :
       {"", "a.md", "../a.md", "a/../../b.md", "/etc/a.md", "a//b.md", "a/b.sh", "a/.b.md",
        "a/b\\c.md", "a/b/c/d/e.md", "a/政策.md", "a/b.md/"})
    EXPECT_FALSE(check_path(bad).ok()) << bad;
}

TEST(Texts, AreBoundedUtf8) {
  EXPECT_TRUE(check_text("a/b.md", "补贴 1000 元\n").ok());
  EXPECT_FALSE(check_text("a/b.md", std::string(file_bytes_max + 1, 'x')).ok());
  for (const std::string& bad : {std::string("\xff"), std::string("\xe8\xa1"),
                                std::string("\xc0\x80"), std::string("a\0b", 3)})
    EXPECT_FALSE(check_text("a/b.md", bad).ok());
}

TEST_F(WorkbenchTest, WhatIsWrongIsSaidWhereItStandsInBothLanguages) {
  auto files = must(read_files(packs_ / "qingyang-2023"));
  files[hiring] = replaced(files[hiring], "  标准 1000 元\n", "  标准 1000 元元\n");
  auto bench = workbench();
  const auto reading = must(bench.reading(files));
  EXPECT_FALSE(reading->pack.plan.has_value());
  ASSERT_GT(reading->errors(), 0u);
  const auto& first = reading->problems.front();
  EXPECT_EQ(first.path, hiring);
  EXPECT_EQ(std::to_string(first.at.line), line_of(files[hiring], "1000 元元"));
  EXPECT_NE(first.message.zh, first.message.en);
  EXPECT_TRUE(reading->cases().empty());
}

TEST_F(WorkbenchTest, AWordFileThatCannotBeReadIsAProblemOfItsLine) {
  auto files = must(read_files(packs_ / "qingyang-2023"));
  auto& words = files["china/vocabulary/person.md"];
  words += "| 没有类型 | | without_type | nonsense | | | open | | |\n";
  auto bench = workbench();
  const auto reading = must(bench.reading(files));
  ASSERT_EQ(reading->errors(), 1u);
  EXPECT_EQ(reading->problems[0].path, "china/vocabulary/person.md");
}

TEST_F(WorkbenchTest, OutlineRuleAndWordsAreOfTheDocument) {
  auto bench = workbench();
  const auto reading = must(bench.reading(must(read_files(packs_ / "qingyang-2023"))));
  ASSERT_TRUE(reading->pack.plan.has_value());
  const auto file = outline_of(hiring, reading->files.at(hiring));
  const auto found = [&](const std::string& kind, const std::string& what) {
    for (const auto& each : file.entries)
      if (each.kind == kind && (each.label == what || each.clause == what)) return each;
    ADD_FAILURE() << kind << " " << what;
    return OutlineEntry{};
  };
  EXPECT_EQ(found("heading", "一次性吸纳就业补贴").level, 2);
  EXPECT_EQ(found("sentence", "二(二)8 句5").sentence, policy::SentenceKind::term);
  EXPECT_EQ(found("declaration", "一次性吸纳就业补贴").id, "hiring_subsidy");
  EXPECT_EQ(found("declaration", "一次性吸纳就业补贴").label_en, "one-off hiring subsidy");

  const auto rule = rule_of(*reading, *reading->pack.plan->find_measure("hiring_subsidy"));
  EXPECT_NE(rule.zh.find("  标准 1000 元"), rule.zh.npos);
  EXPECT_NE(rule.en.find("  amount 1000 yuan"), rule.en.npos);

  bool fact = false, measure = false, keyword = false;
  for (const auto& word : words_of(*reading)) {
    fact |= word.kind == "fact" && word.zh == "人员.出生日期" && word.en == "person.birth_date";
    measure |= word.kind == "measure" && word.en == "hiring_subsidy";
    keyword |= word.kind == "keyword" && word.zh == "标准" && word.en == "amount";
  }
  EXPECT_TRUE(fact && measure && keyword);
}

TEST_F(WorkbenchTest, TheInstallationIsVersionOneAndAgainWhenItChanges) {
  EXPECT_EQ(opened("2023-10-16").number, 1);
  EXPECT_EQ(opened("2023-10-17").number, 1);
  change_installation("  标准 1000 元\n", "  标准 1100 元\n");
  const auto second = opened("2023-11-01");
  EXPECT_EQ(second.number, 2);
  // A day before the change is answered by the version of that day.
  auto bench = workbench();
  auto transaction = begin();
  const auto earlier = must(bench.in_force(transaction, day("2023-10-31")));
  EXPECT_EQ(earlier.number, 1);
  // What is read is the version, not the installation.
  const auto text = must(read_files(earlier.folder)).at(hiring);
  EXPECT_NE(text.find("  标准 1000 元\n"), text.npos);
  EXPECT_EQ(must(bench.in_force(transaction, day("2020-01-01"))).number, 1);
}

TEST_F(WorkbenchTest, OnceSomethingWasPublishedHereTheInstallationIsOnlyTold) {
  opened("2023-10-16");
  {
    auto transaction = begin();
    auto files = must(files_of_version(transaction, 1));
    files[hiring] = replaced(files[hiring], "  标准 1000 元\n", "  标准 1200 元\n");
    Version version;
    version.pack = "qingyang-2023";
    version.base = 1;
    version.in_force_from = day("2023-12-01");
    version.origin = "workbench";
    version.asked_by = Person{1, "甲"};
    version.approved_by = Person{2, "乙"};
    version.asked_at = version.approved_at = version.recorded_at = at(2);
    EXPECT_EQ(must(add_version(transaction, version, files)), 2);
    EXPECT_TRUE(transaction.commit().ok());
  }
  EXPECT_EQ(opened("2023-11-30").number, 1);
  EXPECT_FALSE(differs_);
  change_installation("  标准 1000 元\n", "  标准 1100 元\n");
  EXPECT_EQ(opened("2023-12-01").number, 2);
  EXPECT_TRUE(differs_);
}

TEST_F(WorkbenchTest, OnePersonCannotPublish) {
  opened("2023-10-16");
  auto transaction = begin();
  Version version;
  version.pack = "qingyang-2023";
  version.in_force_from = day("2023-12-01");
  version.origin = "workbench";
  version.asked_by = version.approved_by = Person{1, "甲"};
  version.asked_at = version.approved_at = version.recorded_at = at(2);
  EXPECT_FALSE(add_version(transaction, version, {{hiring, "x"}}).ok());
}

TEST_F(WorkbenchTest, ADraftKeepsOnlyWhatDiffersAndKnowsWhoWasLate) {
  opened("2023-10-16");
  auto transaction = begin();
  Drafts drafts(transaction);
  const auto base = must(find_version(transaction, 1));
  const auto id = must(drafts.make(base, "提高补贴标准", author, at(2)));
  const auto before = must(files_of_version(transaction, 1)).at(hiring);
  const auto text = replaced(before, "  标准 1000 元\n", "  标准 1200 元\n");
  const auto first = must(drafts.save(id, hiring, text, 1, author, at(3)));
  EXPECT_EQ(first.revision, 2);
  EXPECT_EQ(first.change, FileChange::changed);
  EXPECT_EQ(must(drafts.files(must(drafts.find(id)))).at(hiring), text);

  const auto late = drafts.save(id, hiring, before, 1, {8, "另一人"}, at(4));
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_NE(late.error().what.find("起草人"), std::string::npos);

  // Equal to the base: no change is left. A file that is left out, and one that is new.
  EXPECT_EQ(must(drafts.save(id, hiring, before, 2, author, at(5))).change, FileChange::none);
  EXPECT_EQ(must(drafts.find(id)).changed_files, 0);
  EXPECT_EQ(must(drafts.save(id, hiring, std::nullopt, 3, author, at(6))).change,
            FileChange::deleted);
  EXPECT_EQ(must(drafts.save(id, "qingyang-2023/99-more.md", "# 另加\n", 4, author, at(7))).change,
            FileChange::added);
  const auto files = must(drafts.files(must(drafts.find(id))));
  EXPECT_FALSE(files.contains(hiring));
  EXPECT_TRUE(files.contains("qingyang-2023/99-more.md"));
  EXPECT_FALSE(drafts.save(id, "haidian-2018/1-priority.md", "x", 5, author, at(8)).ok());
}

}  // namespace
}  // namespace leye::workbench
