// The rows of the bench: persons and firms made from a hash, the same in every language, and what
// twelve rules give for them, worked out straight from their words.
//
// A value is base + (splitmix64(seed + 64 × row + column) >> 32) % count, in unsigned 64 bits.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "policy/batch/columns.hpp"

namespace leye::bench {

// Columns as narrow as their values; days in 32 bits, money in fen.
class HashRows : public policy::batch::Columns {
 public:
  // One firm for each 20 persons.
  HashRows(const Vocabulary& vocabulary, std::size_t persons);

  std::size_t persons() const { return persons_; }
  std::size_t firms() const { return firms_; }
  policy::EntityIndex person() const { return person_; }
  policy::EntityIndex firm() const { return firm_; }
  std::size_t bytes() const;  // of all columns

  std::size_t size(policy::EntityIndex entity) const override;
  policy::batch::Shape shape(policy::EntityIndex entity, policy::FactIndex fact) const override;
  policy::batch::Cells cells(policy::EntityIndex entity, policy::FactIndex fact) const override;
  policy::batch::Links links(policy::EntityIndex, policy::FactIndex) const override { return {}; }
  bool closed(policy::EntityIndex, policy::FactIndex, policy::Row) const override { return true; }
  std::int64_t find_text(std::string_view) const override { return -1; }
  std::string_view text(std::int64_t) const override { return {}; }
  std::int64_t row_name(policy::EntityIndex, policy::Row) const override { return -1; }
  policy::Value judgement(policy::EntityIndex, policy::Row, std::string_view) const override {
    return policy::Value::maybe();
  }

  // The value of a fact by its id; `none` is none_day.
  std::int64_t at(const char* fact, std::size_t row) const;
  // The first rows as facts, for the interpreter.
  void copy_to(policy::Facts& facts, std::size_t persons) const;

  // For SQL: a file with a line for each row and its columns, `id` (the row) first; none is empty.
  Status write_csv(policy::EntityIndex entity, const std::filesystem::path& file) const;
  std::string sql_columns(policy::EntityIndex entity) const;  // "id integer, born date, …"

  static constexpr std::int64_t none_day = -99999;

 private:
  struct Stored {
    std::string id;
    policy::FactIndex fact = -1;
    std::int64_t low = 0, high = 0;
    std::vector<std::int8_t> bits8;
    std::vector<std::int32_t> bits32;
    std::vector<std::uint8_t> states;  // empty: all are known
  };
  using Make = std::int64_t (*)(std::size_t row, std::size_t firms);
  void add(policy::EntityIndex entity, const char* fact, std::int64_t low, std::int64_t high,
           const Make& make, bool may_be_none = false);
  const std::vector<Stored>& table(policy::EntityIndex entity) const {
    return entity == person_ ? of_person_ : of_firm_;
  }
  FactType type(policy::EntityIndex entity, const Stored& stored) const;
  const Stored* find(policy::EntityIndex entity, policy::FactIndex fact) const;

  const Vocabulary& vocabulary_;
  std::size_t persons_, firms_;
  policy::EntityIndex person_, firm_;
  std::vector<Stored> of_person_, of_firm_;
};

// Eligible rows and fen of each rule.
struct RuleSum {
  std::string measure;
  std::int64_t eligible = 0;
  std::int64_t fen = 0;
  friend bool operator==(const RuleSum&, const RuleSum&) = default;
};
std::vector<RuleSum> expected_sums(const HashRows& rows);

}  // namespace leye::bench
