// Where the table stands in a sheet from outside, and which column holds which fact.
//
// Bureaux put a merged title, "填报单位（盖章）：" and the unit above the headings, build headings
// of up to four rows, and use one heading twice. The headings that are understood are the
// vocabulary's: labels, English ids, AAC/AAB element codes. What is not understood, or understood
// wrongly, the user chooses; the choice is remembered for this kind and this layout.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "intake/rows.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

// A row that outlives the next one.
struct KeptRow {
  std::int64_t number = 0;
  bool hidden = false;
  std::vector<std::string> texts;
  std::vector<intake::CellKind> kinds;
  std::vector<intake::Cover> covers;

  static KeptRow of(const intake::Row& row);
  intake::Row view() const;  // into this row
};

// What the user wants a column to be: a fact's id, or nothing.
struct ColumnChoice {
  std::size_t column = 0;  // counted from 0
  std::string fact;        // empty: not imported
};

struct LayoutColumn {
  std::size_t column = 0;
  std::string heading;          // as the file has it; levels joined by " / "
  const Fact* fact = nullptr;   // what it is imported as; null: not imported
  const Fact* until = nullptr;  // "2023-08-01至2024-07-31": what the second day is
  int ten_thousands = 0;        // 1: money of this column is in 万元
  bool chosen = false;          // by the user, now or earlier
  bool repeated = false;        // another column of the same heading is used instead
  std::string sample;           // from the first row of data, in clear
};

struct Layout {
  std::int64_t heading_first = 0, heading_last = 0;  // rows; 0: no headings were found
  std::vector<LayoutColumn> columns;                 // those with a heading
  std::vector<const Fact*> missing;                  // required facts without a column
  std::string hash;  // of the headings: the same form, the same hash

  const LayoutColumn* of(const Fact& fact) const;
  std::vector<std::string> ignored() const;  // headings of columns that are not imported
};

constexpr std::size_t layout_rows_max = 24;  // enough for titles, headings and a first row

Result<std::vector<KeptRow>> first_rows(intake::RowSource& rows);

Layout find_layout(const Entity& entity, const std::vector<KeptRow>& first_rows,
                   const std::vector<ColumnChoice>& choices = {});

// Why a sheet with facts missing cannot be imported, with the headings that would do.
Error missing_headings(const Entity& entity, const Layout& layout);

}  // namespace leye::registers
