// For tests only: a sheet of any entity of a vocabulary, each fact filled in the words of a sheet.
//
//   const ExampleSheets sheets(vocabulary);
//   for (const Entity* entity : in_order(vocabulary)) … sheets.rows(*entity, 3) …
#pragma once

#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "registers/identity.hpp"
#include "registers/import.hpp"

namespace leye::registers {

// Of the n-th row's person, in division 000000.
inline std::string person_number(int row) {
  const std::string stem = fmt::format("0000001980{:02}01{:03}", 1 + row % 12, row);
  for (const char check : std::string_view("0123456789X")) {
    if (canonical_id_number(stem + check).ok()) return stem + check;
  }
  return {};
}

inline std::string credit_code(int row) {
  for (const char check : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
    const std::string code = fmt::format("910000000000000{:02}{}", row, check);
    if (canonical_uscc(code).ok()) return code;
  }
  return {};
}

class ExampleSheets {
 public:
  using Cells = std::vector<std::string>;
  // What stands in a free text of the n-th row, n from 1.
  using Text = std::function<std::string(const Fact& fact, int row)>;

  explicit ExampleSheets(const Vocabulary& vocabulary)
      : ExampleSheets(vocabulary,
                      [](const Fact& fact, int row) { return fmt::format("{}{}", fact.zh, row); }) {
  }
  ExampleSheets(const Vocabulary& vocabulary, Text text)
      : vocabulary_(vocabulary), text_(std::move(text)) {}

  // The headings, then `count` rows (at most 99), each of a person and an employer of its own.
  std::vector<Cells> rows(const Entity& entity, int count) const {
    std::vector<Cells> made(static_cast<std::size_t>(count) + 1);
    for (const Fact& fact : entity.facts) {
      // The number of a person says these.
      if (entity.id == "person" && (fact.id == "sex" || fact.id == "birth_date")) continue;
      for (int row = 0; row <= count; ++row)
        made[static_cast<std::size_t>(row)].push_back(row == 0 ? fact.zh : cell(entity, fact, row));
    }
    return made;
  }

 private:
  std::string cell(const Entity& entity, const Fact& fact, int row) const {
    // Later facts of an entity end what earlier ones begin; no two rows have the same.
    const int year = 1984 + 3 * std::min(static_cast<int>(&fact - entity.facts.data()), 10);
    switch (fact.type) {
      case FactType::boolean: return row % 2 == 0 ? "是" : "否";
      case FactType::count: return std::to_string(fact.id == "year" ? 2020 + row : row);
      case FactType::ratio: return fmt::format("1/{}", row + 1);
      case FactType::money: return fmt::format("{}00.50", row);
      case FactType::day: return fmt::format("{}-{:02}-{:02}", year, 1 + row / 28, 1 + row % 28);
      case FactType::month: return fmt::format("{}-{:02}", year + row / 12, 1 + row % 12);
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
      case TextFormat::phone: return fmt::format("139000000{:02}", row);
      case TextFormat::account: return fmt::format("62220000000000{:02}", row);
      case TextFormat::free: break;
    }
    return text_(fact, row);
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

  const Vocabulary& vocabulary_;
  Text text_;
};

// Every kind that can be imported; what refers to another register comes after it.
inline std::vector<const Entity*> in_order(const Vocabulary& vocabulary) {
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

// Of every table of the area, all that stands in it, with the moments at which it was learnt.
inline std::map<std::string, std::string> all_tables(store::Transaction& transaction) {
  std::map<std::string, std::string> digests;
  const auto all = transaction.query(
      "select table_name as name, md5(query_to_xml(format("
      "  'select t::text from %I t order by 1', table_name), true, false, '')::text) as digest "
      "from information_schema.tables "
      "where table_schema = current_schema() and table_type = 'BASE TABLE'");
  EXPECT_TRUE(all.ok()) << to_text(all.error());
  for (const auto& row : all.value())
    digests[row.get<std::string>("name")] = row.get<std::string>("digest");
  return digests;
}

}  // namespace leye::registers
