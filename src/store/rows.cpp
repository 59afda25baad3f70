#include "store/rows.hpp"

#include <charconv>
#include <cstring>

namespace leye::store {

Field Row::field(const char* column) const {
  const int place = PQfnumber(result_, column);
  if (place < 0) check_failed(column, "row has no column", 0);
  return field_at(place);
}

Field Row::field_at(int column) const {
  if (PQgetisnull(result_, index_, column) != 0) return {};
  return Field{PQftype(result_, column), PQgetvalue(result_, index_, column),
               PQgetlength(result_, index_, column)};
}

std::int64_t Rows::touched() const {
  const char* count = PQcmdTuples(result_.get());
  std::int64_t number = 0;
  std::from_chars(count, count + std::strlen(count), number);
  return number;
}

}  // namespace leye::store
