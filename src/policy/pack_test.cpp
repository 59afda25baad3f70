// Every pack loads, its cases pass, and printing loses nothing.
#include "policy/pack.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "base/resources.hpp"
#include "policy/cases.hpp"

namespace leye::policy {
namespace {

namespace files = std::filesystem;

const Vocabulary& vocabulary() {
  static const auto loaded = Vocabulary::load(resource("vocabulary").value()).value();
  return loaded;
}

std::vector<files::path> packs() {
  std::vector<files::path> found;
  for (const auto& entry : files::directory_iterator(resource("packs").value())) {
    if (entry.is_directory()) found.push_back(entry.path());
  }
  return found;
}

TEST(Packs, Load) {
  ASSERT_FALSE(packs().empty());
  for (const auto& path : packs()) {
    const auto pack = read_pack(path, vocabulary());
    for (const auto& problem : pack.diagnostics) ADD_FAILURE() << to_text(problem, pack);
    EXPECT_TRUE(pack.plan.has_value()) << path;
  }
}

TEST(Packs, PassTheirCases) {
  std::size_t count = 0;
  for (const auto& path : packs()) {
    const auto pack = read_pack(path, vocabulary());
    for (const auto& result : run_cases(pack, vocabulary())) {
      ++count;
      EXPECT_TRUE(result.passed) << result.file << ":" << result.line << " " << result.id << " "
                                 << result.measure << ": expected " << result.expected << ", got "
                                 << result.got;
    }
  }
  EXPECT_GT(count, 50U);
}

files::path written(const files::path& folder, const files::path& name, const std::string& text) {
  files::create_directories(folder);
  FILE* file = std::fopen((folder / name).c_str(), "wb");
  CHECK(file != nullptr);
  std::fwrite(text.data(), 1, text.size(), file);
  std::fclose(file);
  return folder / name;
}

// Chinese → English → Chinese gives the canonical Chinese text, and the same plan on the way.
TEST(Packs, PrintInBothLanguagesWithoutLoss) {
  for (const auto& path : packs()) {
    const auto pack = read_pack(path, vocabulary());
    ASSERT_TRUE(pack.plan.has_value()) << path;
    const auto scratch = files::temp_directory_path() / "leye-fmt" / "packs";
    files::remove_all(scratch);
    files::create_directories(scratch);
    for (const auto& each : packs()) {
      if (each != path)
        files::copy(each, scratch / each.filename(), files::copy_options::recursive);
    }
    std::vector<std::string> chinese;
    for (const auto& document : pack.documents) {
      chinese.push_back(print_pack_file(pack, document, true, vocabulary()));
      written(scratch / path.filename(), files::path(document.file).filename(),
              print_pack_file(pack, document, false, vocabulary()));
    }
    const auto english = read_pack(scratch / path.filename(), vocabulary());
    for (const auto& problem : english.diagnostics) ADD_FAILURE() << to_text(problem, english);
    ASSERT_TRUE(english.plan.has_value());
    for (std::size_t i = 0; i < chinese.size(); ++i) {
      EXPECT_EQ(print_pack_file(english, english.documents[i], true, vocabulary()), chinese[i]);
      EXPECT_EQ(print_pack_file(english, english.documents[i], false, vocabulary()),
                english.documents[i].source);
    }
    EXPECT_EQ(to_text(*english.plan), to_text(*pack.plan));
    for (const auto& result : run_cases(english, vocabulary()))
      EXPECT_TRUE(result.passed) << result.id << " in English";
  }
}

}  // namespace
}  // namespace leye::policy
