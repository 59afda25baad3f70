// Tier tables (档次): by one key or two, with a proof that the rows fit together.
//
//   档次 甲 (a) 按 比例                 one row for every value of the key, no two for one
//   档次 乙 (b) 按 学历 与 工龄          two key columns; 不论 any value, 其余 those named by no
//   row 档次 丙 (c) 按 人数 取高             several rows may apply: the highest, the lowest, their
//   sum 档次 丁 (d) 按 人数 累进             bands: value for each unit inside the band, added up
#pragma once

#include <optional>
#include <vector>

#include "policy/meaning/block.hpp"
#include "policy/meaning/expressions.hpp"

namespace leye::policy {

// The value that the table gives to its keys.
Typed read_tiers(const Block& block, Expressions& expressions);

enum class TierMode : std::uint8_t { unique, highest, lowest, sum, marginal };

// What a cell asks of its key.
struct TierMatch {
  enum class Kind : std::uint8_t { range, codes, any, otherwise };
  Kind kind = Kind::range;
  const Cell* cell = nullptr;
  std::vector<std::pair<std::int32_t, Span>> codes = {};  // positions in the code table, ascending
  std::optional<Fraction> low = {};                       // low ≤ or < key ≤ or < high
  std::optional<Fraction> high = {};
  bool low_open = false;
  bool high_open = false;
  std::int32_t condition = -1;  // of 不论: -1
};

struct TierRow {
  std::vector<TierMatch> matches;  // one for each key
  Typed value;
};

// Whether a row says what the other one's 其余 leaves over: in the second column those beside the
// same first cell.
bool speaks_beside(const TierRow& row, const TierRow& other, std::size_t key);

struct TierKey {
  Typed value;
  std::size_t column = 0;
};

struct TierTable {
  TierMode mode = TierMode::unique;
  std::vector<TierKey> keys;
  std::vector<TierRow> rows;
  Typed type;  // of the values
  Span at;
};

// Reads the rows and the nodes of their conditions; nothing after reporting.
std::optional<TierTable> read_tier_table(const Block& block, Expressions& expressions);

// Reports gaps and overlaps; sorts the rows of a table of numbers by their lower ends. Whether the
// table may be used.
bool covers_all(TierTable& table, Reporter& reporter);

// Of two keys: whether no value of the first is named by two different cells, so that the rows
// beside one first cell are a table of their own.
bool nests(TierTable& table, Reporter& reporter);

}  // namespace leye::policy
