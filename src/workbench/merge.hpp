// Two texts that were written from the same one, put together line by line. Where both changed the
// same lines, both stand in the text, between marks:
//
//   <<<<<<< 草案
//   标准 1200 元
//   =======
//   标准 1100 元
//   >>>>>>> 第 3 版
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leye::workbench {

inline constexpr std::string_view conflict_begins = "<<<<<<< ";
inline constexpr std::string_view conflict_divides = "=======";
inline constexpr std::string_view conflict_ends = ">>>>>>> ";

struct Side {
  std::string_view text;
  std::string_view name;  // behind its mark
};

struct Merged {
  std::string text;
  std::int64_t conflicts = 0;
};

Merged merge(std::string_view base, const Side& mine, const Side& theirs);

// The whole of both as one conflict: one of them has no such file.
Merged both_of(const Side& mine, const Side& theirs);

// Tables whose rows begin with a key (edges.csv): by key; where both changed a row, mine.
std::string merge_rows(std::string_view base, std::string_view mine, std::string_view theirs);

// The lines, from 1, at which conflicts begin.
std::vector<std::int32_t> conflicts_in(std::string_view text);

}  // namespace leye::workbench
