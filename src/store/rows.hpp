// The answer to a query.
//
//   auto rows = TRY(transaction.query(sql::find_person, id));
//   if (rows.empty()) …
//   for (store::Row row : rows) names.push_back(row.get<std::string>("name"));
//
// A column that does not exist, a null read as a plain T and a wrong type are mistakes in our own
// statement and stop the process (CHECK); read what may be null as std::optional<T>.
#pragma once

#include <libpq-fe.h>

#include <memory>

#include "store/values.hpp"

namespace leye::store {

class Row {
 public:
  Row(const PGresult* result, int index) : result_(result), index_(index) {}

  template <class T>
  T get(const char* column) const {
    return Decode<T>::from(field(column));
  }
  bool null(const char* column) const { return field(column).null(); }
  // By place, from 0, for readers of many rows: finding a column by name costs more than its value.
  template <class T>
  T get_at(int column) const {
    return Decode<T>::from(field_at(column));
  }
  Field field_at(int column) const;
  int find_column(const char* column) const { return PQfnumber(result_, column); }  // -1: none

 private:
  Field field(const char* column) const;

  const PGresult* result_;
  int index_;
};

class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result, PQclear) {}

  std::size_t size() const { return static_cast<std::size_t>(PQntuples(result_.get())); }
  bool empty() const { return size() == 0; }
  Row operator[](std::size_t index) const {
    CHECK(index < size());
    return Row(result_.get(), static_cast<int>(index));
  }
  std::int64_t touched() const;  // rows inserted, updated, deleted or returned

  class Iterator {
   public:
    Iterator(const Rows* rows, std::size_t index) : rows_(rows), index_(index) {}
    Row operator*() const { return (*rows_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

   private:
    const Rows* rows_;
    std::size_t index_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

}  // namespace leye::store
