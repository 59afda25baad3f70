// Where the batch reader finds facts: columns of rows, one column for each fact of each entity.
//
// FactsColumns shows the block of facts that registers loaded (policy/facts). Another source, such
// as the rows of the bench, may hold narrower columns and promise their bounds: bytes for codes,
// 32 bits for days. What it promises it must keep.
#pragma once

#include <cstdint>
#include <string_view>

#include "policy/facts/facts.hpp"

namespace leye::policy::batch {

enum class Width : std::uint8_t { bits8, bits16, bits32, bits64 };  // signed

// What holds for a column as long as its source lives; programs are made for it.
struct Shape {
  Width width = Width::bits64;
  // All known numbers lie within, unless `promised` is false.
  std::int64_t low = INT64_MIN;
  std::int64_t high = INT64_MAX;
  bool promised = false;
  bool always_known = false;  // every row of the entity has a known, whole number
};

struct Cells {
  const void* values = nullptr;           // of the shape's width
  const std::uint8_t* states = nullptr;   // policy::State of each; null: all are known
  const std::int64_t* bottoms = nullptr;  // denominators; null: all are 1
  std::size_t rows = 0;                   // known so far; those after are unknown
  std::size_t bottom_rows = 0;            // have a denominator; those after are whole
};

// The rows that refer to row t: rows[starts[t]] … rows[starts[t + 1]], or these positions
// themselves if `rows` is null.
struct Links {
  const std::int32_t* starts = nullptr;
  const std::int32_t* rows = nullptr;
  std::size_t targets = 0;  // rows that may be referred to
};

class Columns {
 public:
  virtual ~Columns() = default;
  virtual std::size_t size(EntityIndex entity) const = 0;
  virtual Shape shape(EntityIndex entity, FactIndex fact) const = 0;
  virtual Cells cells(EntityIndex entity, FactIndex fact) const = 0;
  virtual Links links(EntityIndex entity, FactIndex reference) const = 0;
  // Whether all rows that refer to this one are there: see Facts::closed.
  virtual bool closed(EntityIndex entity, FactIndex reference, Row target) const = 0;
  // The number of a text; -1: no fact has it.
  virtual std::int64_t find_text(std::string_view text) const = 0;
  virtual std::string_view text(std::int64_t number) const = 0;
  // What a grant calls a row as its subject: the number of that text; -1: no fact has it.
  virtual std::int64_t row_name(EntityIndex entity, Row row) const = 0;
  // What a person decided of a row of a subject: see Facts::judgement.
  virtual Value judgement(EntityIndex subject, Row row, std::string_view id) const = 0;
  // For the measures that only the interpreter can read; null if there are no such facts.
  virtual const Facts* facts() const { return nullptr; }
};

class FactsColumns : public Columns {
 public:
  explicit FactsColumns(const Facts& facts) : facts_(&facts) {}
  std::size_t size(EntityIndex entity) const override { return facts_->size(entity); }
  Shape shape(EntityIndex, FactIndex) const override { return {}; }
  Cells cells(EntityIndex entity, FactIndex fact) const override;
  Links links(EntityIndex entity, FactIndex reference) const override;
  bool closed(EntityIndex entity, FactIndex reference, Row target) const override {
    return facts_->closed(entity, reference, target);
  }
  std::int64_t find_text(std::string_view text) const override { return facts_->find_text(text); }
  std::string_view text(std::int64_t number) const override { return facts_->text(number); }
  std::int64_t row_name(EntityIndex entity, Row row) const override {
    return facts_->find_text(facts_->row_name(entity, row));
  }
  Value judgement(EntityIndex subject, Row row, std::string_view id) const override {
    return facts_->judgement(subject, row, id);
  }
  const Facts* facts() const override { return facts_; }

 private:
  const Facts* facts_;
};

}  // namespace leye::policy::batch
