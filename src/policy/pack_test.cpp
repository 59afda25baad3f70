// Every pack loads, its cases pass, and printing loses nothing.
#include "policy/pack.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>

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

// What would take long or much is refused with a reason; nothing stops the process.
TEST(Packs, RefuseHostileText) {
  const std::string measure =
      "  每 招用\n  付给 招用.单位\n  资金 某 (f)\n  有效 申请日期 至 2023-12-31\n  条件\n";
  std::string wide = "```policy\n补贴 甲 (first)\n" + measure;
  for (int i = 0; i < 6000; ++i) wide += "    招用.月工资 " + std::to_string(i) + " 元 以上\n";
  wide += "  标准 1 元\n```\n";
  std::string doubling = "```policy\n";
  for (int i = 0; i < 40; ++i) {
    const auto next = "  招用 是 t" + std::to_string(i + 1) + "\n";
    const auto self = std::to_string(i);
    doubling += "术语 t" + self + " (t" + self + ") 对 招用\n" + next + next;
  }
  doubling += "术语 t40 (t40) 对 招用\n  招用.本人为经营者\n补贴 甲 (first)\n" + measure +
              "    招用 是 t0\n  标准 1 元\n```\n";
  const auto folder = files::temp_directory_path() / "leye-hostile";
  for (const auto& [name, text, code] :
       {std::tuple("wide.md", wide, "too_many_conditions"),
        std::tuple("doubling.md", doubling, "too_many_terms"),
        std::tuple("open.md", std::string("---\n标题: 甲\n```policy\n"), "front_matter")}) {
    const auto pack = read_pack(written(folder, name, text), vocabulary());
    const auto has = [&](const Diagnostic& each) { return each.code == code; };
    EXPECT_TRUE(std::any_of(pack.diagnostics.begin(), pack.diagnostics.end(), has)) << name;
    EXPECT_FALSE(pack.plan.has_value()) << name;
  }
}

}  // namespace
}  // namespace leye::policy
