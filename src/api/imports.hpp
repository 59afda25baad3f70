// Import of register sheets: preview with every wrong cell, then confirm.
#pragma once

#include "api/contract.hpp"

namespace leye::api {

struct WrongCell {
  std::int64_t row = 0;  // as the sheet counts, the heading being row 1
  std::string column;
  std::string value;
  std::string message;
  std::string fix;
};
BOOST_DESCRIBE_STRUCT(WrongCell, (), (row, column, value, message, fix))

struct ImportPreview {
  Id id;
  std::string kind;
  std::string kind_label;
  std::string encoding;
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t same = 0;
  std::int64_t bad = 0;
  std::vector<WrongCell> errors;  // the first hundred
};
BOOST_DESCRIBE_STRUCT(ImportPreview, (),
                      (id, kind, kind_label, encoding, rows, added, changed, same, bad, errors))

struct ImportDone {
  Id id;
  std::int64_t added = 0;
  std::int64_t changed = 0;
};
BOOST_DESCRIBE_STRUCT(ImportDone, (), (id, added, changed))

}  // namespace leye::api
