// A file of every kind that can be imported, of every pack's vocabulary: once it adds, and whatever
// of it comes again, in whatever order, changes no row of any table.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "registers/identity.hpp"
#include "registers/import.hpp"
#include "registers/test_register.hpp"

namespace leye::registers {
namespace {

constexpr int rows_of_a_file = 3;

std::string person_number(int row) {
  for (const char check : std::string_view("0123456789X")) {
    const std::string number = fmt::format("00000019800{}0100{}{}", row, row, check);
    if (canonical_id_number(number).ok()) return number;
  }
  return {};
}

std::string credit_code(int row) {
  for (const char check : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
    const std::string code = fmt::format("9100000000000000{}{}", row, check);
    if (canonical_uscc(code).ok()) return code;
  }
  return {};
}

class ImportAgain : public RegisterTest {
 protected:
  ImportAgain() {
    for (const auto& pack : std::filesystem::directory_iterator(must(resource("packs")))) {
      if (!std::filesystem::exists(pack.path() / "vocabulary")) continue;
      vocabulary_ = must(vocabulary_.extended_by(pack.path() / "vocabulary"));
      ++packs_;
    }
  }
  // The n-th row's cell, in the words of a sheet; empty where the number of a person says it.
  std::string cell(const Entity& entity, const Fact& fact, int row) const {
    const auto place = static_cast<int>(&fact - entity.facts.data());
    switch (fact.type) {
      case FactType::boolean: return row % 2 == 0 ? "是" : "否";
      case FactType::count: return std::to_string(fact.id == "year" ? 2020 + row : row);
      case FactType::ratio: return fmt::format("1/{}", row + 1);
      case FactType::money: return fmt::format("{}00.50", row);
      // Later facts of an entity end what earlier ones begin.
      case FactType::day: return fmt::format("20{}-01-0{}", 12 + std::min(place, 10), row);
      case FactType::month: return fmt::format("20{}-0{}", 12 + std::min(place, 10), row);
      case FactType::place: return "西峰区";
      case FactType::code: {
        const auto& codes = vocabulary_.code_table(fact)->codes();
        return codes[static_cast<std::size_t>(row) % codes.size()].code;
      }
      case FactType::reference: return reference(fact, row);
      case FactType::text: break;
    }
    switch (fact.format) {
      case TextFormat::id_number: return person_number(row);
      case TextFormat::uscc: return credit_code(row);
      case TextFormat::phone: return fmt::format("1390000000{}", row);
      case TextFormat::account: return fmt::format("622200000000000{}", row);
      case TextFormat::free: break;
    }
    return fmt::format("{}{}", fact.zh, row);
  }
  std::string reference(const Fact& fact, int row) const {
    if (fact.refers_to == "person") return person_number(row);
    if (fact.refers_to == "organisation") return credit_code(row);
    const Entity& target = *vocabulary_.find_entity(fact.refers_to);
    if (!target.is_record()) return person_number(row);  // a household, by its head
    std::string key;
    for (const std::string& id : target.key) {
      key += (key.empty() ? "" : "/") + cell(target, *target.find_fact(id), row);
    }
    return key;
  }
  std::vector<std::string> lines(const Entity& entity) const {
    std::vector<std::string> made(rows_of_a_file + 1);
    for (const Fact& fact : entity.facts) {
      if (entity.id == "person" && (fact.id == "sex" || fact.id == "birth_date")) continue;
      for (int row = 0; row <= rows_of_a_file; ++row) {
        auto& line = made[static_cast<std::size_t>(row)];
        line += (line.empty() ? "" : ",") + (row == 0 ? fact.zh : cell(entity, fact, row));
      }
    }
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
  // Every row of every table of the area, with its moments of knowledge.
  std::map<std::string, std::string> tables() {
    auto transaction = begin();
    std::map<std::string, std::string> digests;
    const auto all = must(transaction.query(
        "select table_name as name, md5(query_to_xml(format("
        "  'select t::text from %I t order by 1', table_name), true, false, '')::text) as digest "
        "from information_schema.tables "
        "where table_schema = current_schema() and table_type = 'BASE TABLE'"));
    for (const auto& row : all) {
      digests[row.get<std::string>("name")] = row.get<std::string>("digest");
    }
    return digests;
  }

  int packs_ = 0;
};

// What refers to another register comes after it.
std::vector<const Entity*> in_order(const Vocabulary& vocabulary) {
  std::vector<const Entity*> waiting = importable_entities(vocabulary), ordered;
  const auto ready = [&](const Entity* entity) {
    return std::ranges::all_of(entity->facts, [&](const Fact& fact) {
      return fact.type != FactType::reference ||
             std::ranges::any_of(ordered, [&](auto* each) { return each->id == fact.refers_to; });
    });
  };
  for (auto next = waiting.begin(); next != waiting.end();) {
    next = std::ranges::find_if(waiting, ready);
    if (next == waiting.end()) break;
    ordered.push_back(*next);
    waiting.erase(next);
  }
  EXPECT_TRUE(waiting.empty()) << waiting.front()->id << " waits for what cannot be imported";
  return ordered;
}

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
