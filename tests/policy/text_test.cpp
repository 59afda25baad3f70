// The language by example: each file of good/ and bad/ is a pack with its expectation inside, the
// ```expected fence. bad/: exactly these diagnostics. good/: no diagnostics, its cases pass, it
// prints without loss, and this is its plan. LEYE_ACCEPT=1 rewrites the expectations.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "policy/cases.hpp"
#include "policy/pack_vocabulary.hpp"
#include "policy/source_coverage.hpp"

namespace leye::policy {
namespace {

namespace files = std::filesystem;

const Vocabulary& vocabulary() {
  static const auto loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

std::string text_of(const files::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<files::path> files_in(const char* folder) {
  std::vector<files::path> found;
  const auto path = files::path(LEYE_SOURCE_DIR) / "tests" / "policy" / folder;
  for (const auto& entry : files::directory_iterator(path)) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

constexpr std::string_view opening = "```expected\n";

std::string expected_in(const std::string& text) {
  const auto at = text.find(opening);
  if (at == text.npos) return {};
  const auto begin = at + opening.size();
  return text.substr(begin, text.rfind("```") - begin);
}

void compare(const files::path& path, const std::string& got) {
  const auto text = text_of(path);
  if (std::getenv("LEYE_ACCEPT") == nullptr) {
    EXPECT_TRUE(got == expected_in(text)) << path << ":\n" << got;
    return;
  }
  const auto kept = text.substr(0, text.find(opening));
  std::ofstream(path, std::ios::binary) << kept << opening << got << "```\n";
}

// Diagnostics name the file alone, so that they do not depend on where the checkout is.
std::string diagnostics_of(const files::path& path) {
  auto pack = read_pack(path, vocabulary());
  std::string all;
  for (auto& problem : pack.diagnostics) {
    auto text = to_text(problem, pack);
    for (auto at = text.find(path.string()); at != text.npos; at = text.find(path.string()))
      text.replace(at, path.string().size(), path.filename().string());
    all += text;
  }
  return all;
}

TEST(PolicyText, BadPacksSayExactlyWhy) {
  const auto bad = files_in("bad");
  ASSERT_GT(bad.size(), 5U);
  for (const auto& path : bad) {
    const auto got = diagnostics_of(path);
    EXPECT_NE(got, "") << path << " has no error";
    compare(path, got);
  }
}

TEST(PolicyText, GoodPacksGiveThesePlans) {
  const auto good = files_in("good");
  ASSERT_GT(good.size(), 2U);
  for (const auto& path : good) {
    const auto pack = read_pack(path, vocabulary());
    EXPECT_EQ(diagnostics_of(path), "") << path;
    ASSERT_TRUE(pack.plan.has_value()) << path;
    for (const auto& result : run_cases(pack, vocabulary()))
      EXPECT_TRUE(result.passed) << path << ":" << result.line << " " << result.id << ": expected "
                                 << result.expected << ", got " << result.got;
    compare(path, to_text(*pack.plan, &vocabulary()));
  }
}

TEST(PolicyText, GoodPacksPrintWithoutLoss) {
  for (const auto& path : files_in("good")) {
    const auto pack = read_pack(path, vocabulary());
    ASSERT_TRUE(pack.plan.has_value()) << path;
    const auto scratch = files::temp_directory_path() / "leye-text" / path.filename();
    files::create_directories(scratch.parent_path());
    for (const bool chinese : {false, true}) {
      const auto& document = pack.documents[0];
      std::ofstream(scratch) << print_pack_file(pack, document, chinese, vocabulary());
      const auto other = read_pack(scratch, vocabulary());
      ASSERT_TRUE(other.plan.has_value()) << scratch;
      EXPECT_EQ(print_pack_file(other, other.documents[0], document.chinese, vocabulary()),
                print_pack_file(pack, document, document.chinese, vocabulary()));
      EXPECT_TRUE(to_text(*other.plan) == to_text(*pack.plan)) << path;
    }
  }
}

// docs/guide/policy-author.md leads to this pack: every sentence is there, its words are its own.
TEST(PolicyText, TheGuidesPackCoversItsSource) {
  const auto folder = files::path(LEYE_SOURCE_DIR) / "tests" / "policy" / "guide";
  const auto words = vocabulary_of_pack(vocabulary(), folder / "somewhere-2026");
  ASSERT_TRUE(words.ok()) << to_text(words.error());
  const auto pack = read_pack(folder / "somewhere-2026", words.value());
  for (const auto& problem : pack.diagnostics) ADD_FAILURE() << to_text(problem, pack);
  const auto results = run_cases(pack, words.value());
  EXPECT_EQ(results.size(), 14U);
  for (const auto& result : results) EXPECT_TRUE(result.passed) << result.id << " " << result.got;

  const auto source = text_of(folder / "somewhere-2026.txt");
  const auto whole = compare_with_source(pack, source, "source.txt");
  EXPECT_TRUE(whole.problems.empty());
  EXPECT_EQ(whole.sentences, 8U);
  EXPECT_EQ(whole.covered, 8U);
  EXPECT_EQ(whole.by_kind[static_cast<std::size_t>(SentenceKind::coded)], 2U);
  EXPECT_EQ(whole.by_kind[static_cast<std::size_t>(SentenceKind::title)], 3U);
  EXPECT_EQ(whole.by_kind[static_cast<std::size_t>(SentenceKind::discretion)], 1U);

  auto other = source + "(三)未写的一句。\n";
  other.replace(other.find("1000"), 4, "1500");
  const auto changed = compare_with_source(pack, other, "source.txt");
  ASSERT_EQ(changed.problems.size(), 2U);
  EXPECT_EQ(changed.problems[0].code, "sentence_changed");
  EXPECT_EQ(changed.problems[1].code, "sentence_missing");
  ASSERT_EQ(changed.missing.size(), 1U);
  EXPECT_EQ(changed.missing[0].text, "(三)未写的一句。");
  EXPECT_TRUE(changed.missing[0].clause_line.starts_with("> [二(三) 句1 sha256:"));
}

// What packs/china says for all: packs of national/ use it, with its facts, and their cases pass.
TEST(PolicyText, NationalFormulasGiveTheDaysOfTheirLaws) {
  const auto scratch = files::temp_directory_path() / "leye-national";
  files::remove_all(scratch);
  files::create_directories(scratch);
  files::copy(resource("packs").value() / "china", scratch / "china",
              files::copy_options::recursive);
  for (const auto& path : files_in("national")) {
    const auto folder = scratch / path.stem();
    files::create_directories(folder);
    files::copy(path, folder / path.filename());
    const auto words = vocabulary_of_pack(vocabulary(), folder).value();
    const auto pack = read_pack(folder, words);
    for (const auto& problem : pack.diagnostics) ADD_FAILURE() << to_text(problem, pack);
    const auto results = run_cases(pack, words);
    EXPECT_FALSE(results.empty()) << path;
    for (const auto& result : results)
      EXPECT_TRUE(result.passed) << result.id << ": expected " << result.expected << ", got "
                                 << result.got;
  }
}

}  // namespace
}  // namespace leye::policy
