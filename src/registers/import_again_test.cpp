// A file of every kind that can be imported, of every pack's vocabulary: once it adds, and whatever
// of it comes again, in whatever order, changes no row of any table.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/resources.hpp"
#include "registers/test_register.hpp"
#include "registers/test_sheets.hpp"

namespace leye::registers {
namespace {

constexpr int rows_of_a_file = 3;

class ImportAgain : public RegisterTest {
 protected:
  ImportAgain() {
    for (const auto& pack : std::filesystem::directory_iterator(must(resource("packs")))) {
      if (!std::filesystem::exists(pack.path() / "vocabulary")) continue;
      vocabulary_ = must(vocabulary_.extended_by(pack.path() / "vocabulary"));
      ++packs_;
    }
  }
  std::vector<std::string> lines(const Entity& entity) const {
    std::vector<std::string> made;
    for (const auto& row : ExampleSheets(vocabulary_).rows(entity, rows_of_a_file))
      made.push_back(fmt::format("{}", fmt::join(row, ",")));
    return made;
  }
  // "new changed same bad", then what is wrong.
  std::string import(const Entity& entity, const std::vector<std::string>& sheet) {
    std::string text;
    for (const std::string& line : sheet) text += line + "\n";
    auto transaction = begin();
    Import import(transaction, vocabulary_, cipher_,
                  {entity.id, "测试", next_minute(), day("2023-06-01")});
    const auto report = import.run(intake::bytes_of(text));
    if (!report.ok()) return to_text(report.error());
    must(import.store());
    must(transaction.commit());
    const ImportReport& got = report.value();
    std::string out = fmt::format("{} {} {} {}", got.added, got.changed, got.same, got.bad);
    for (const CellProblem& each : got.problems) out += " | " + each.column + each.message;
    return out;
  }
  std::map<std::string, std::string> tables() {
    auto transaction = begin();
    return all_tables(transaction);
  }

  int packs_ = 0;
};

TEST_F(ImportAgain, OfEveryRegisterChangesNothing) {
  EXPECT_GE(packs_, 4);
  const auto entities = in_order(vocabulary_);
  EXPECT_GE(entities.size(), 60U);
  const std::string once = fmt::format("{} 0 0 0", rows_of_a_file);
  const std::string again = fmt::format("0 0 {} 0", rows_of_a_file);
  for (const Entity* entity : entities) {
    EXPECT_EQ(import(*entity, lines(*entity)), once) << entity->id;
  }
  const auto stored = tables();
  EXPECT_GT(stored.size(), 20U);
  for (const Entity* entity : entities) {
    auto sheet = lines(*entity);
    EXPECT_EQ(import(*entity, sheet), again) << entity->id;
    std::reverse(sheet.begin() + 1, sheet.end());
    EXPECT_EQ(import(*entity, sheet), again) << entity->id << ", from below";
    sheet.pop_back();
    EXPECT_EQ(import(*entity, sheet), fmt::format("0 0 {} 0", rows_of_a_file - 1)) << entity->id;
    if (tables() == stored) continue;
    for (const auto& [table, digest] : tables()) {
      EXPECT_EQ(digest, stored.at(table)) << entity->id << " changes " << table;
    }
  }
}

}  // namespace
}  // namespace leye::registers
