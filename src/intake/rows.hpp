// Rows of a table from outside, whatever the form of its file.
//
// What a reader knows about a cell beyond its text decides whether the text may be believed: a
// spreadsheet keeps only 15 digits of a number, so an ID number that is a number there is lost.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace leye::intake {

enum class CellKind : std::uint8_t {
  text,
  number,   // a spreadsheet's number, in decimal, of at most 15 digits
  day,      // 2023-08-01, perhaps with a time after it
  boolean,  // 1 or 0
  error,    // #N/A, or a formula that was never computed
};

// Whether the text stands in this cell, or in one that was merged with it.
enum class Cover : std::uint8_t { none, from_left, from_above };

struct Cell {
  std::string_view text;  // until the next row is read
  CellKind kind = CellKind::text;
  Cover cover = Cover::none;
};

struct Row {
  std::int64_t number = 0;  // as a spreadsheet counts, the first row being 1
  std::vector<Cell> cells;
  bool hidden = false;
  bool empty() const;  // nothing but blanks
};

class RowSource {
 public:
  virtual ~RowSource() = default;

  // The next row; false at the end. Rows without any cell may be left out.
  virtual Result<bool> next(Row& row) = 0;

  // "CSV utf-8", "XLSX", "XLS": for people.
  virtual std::string form() const = 0;

  // Columns that the file hides, counted from 0. Known before the first row.
  virtual std::vector<std::size_t> hidden_columns() const { return {}; }

  // Whether serial numbers of days count from 1904; nothing where the file does not say.
  virtual std::optional<bool> days_from_1904() const { return std::nullopt; }
};

}  // namespace leye::intake
