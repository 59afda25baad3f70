// Rows in PostgreSQL's binary COPY format.
//
// Writing needs the exact type of each column, so the C++ type decides: int64_t and Money are
// bigint, int32_t integer, int16_t smallint; a string is text, Json is jsonb.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/values.hpp"

namespace leye::store {

// Fields are added in the order of the statement's columns.
class CopyRow {
 public:
  CopyRow& add(bool value);
  CopyRow& add(std::int64_t value);
  CopyRow& add(std::int32_t value);
  CopyRow& add(std::int16_t value);
  CopyRow& add(Money value) { return add(value.fen()); }
  CopyRow& add(Day value);
  CopyRow& add(Instant value);
  CopyRow& add(std::string_view value);
  CopyRow& add(const std::string& value) { return add(std::string_view(value)); }
  CopyRow& add(const char* value) { return add(std::string_view(value)); }
  CopyRow& add(const Json& value);
  CopyRow& add(const Bytes& value);
  CopyRow& add(const DateRange& value);
  CopyRow& add(const std::vector<std::int64_t>& value);
  CopyRow& add(const std::vector<std::string>& value);
  CopyRow& add(std::nullopt_t);
  template <class T>
  CopyRow& add(const std::optional<T>& value) {
    return value ? add(*value) : add(std::nullopt);
  }

 private:
  friend class Transaction;
  void start_row();
  void finish_row();
  void big_endian(std::uint64_t value, int bytes);

  std::string buffer_;
  std::size_t row_start_ = 0;
  std::int16_t fields_ = 0;
};

// One row read; the fields by their place, from 0.
class CopyFields {
 public:
  template <class T>
  T get(std::size_t index) const {
    CHECK(index < fields_.size());
    return Decode<T>::from(fields_[index]);
  }
  bool null(std::size_t index) const { return fields_.at(index).null(); }
  std::size_t size() const { return fields_.size(); }

 private:
  friend class Transaction;
  bool parse(const char* data, std::size_t length);  // false at the trailer
  std::vector<Field> fields_;
};

}  // namespace leye::store
