// Who looked at which comparison, and found that the three rows say what the sentence says.
//
// Kept beside the pack as edges.csv, a table that a spreadsheet opens:
//
//   编号,条款,比较,句子校验,规则校验,核对人,日期
//   hiring_subsidy.12,二(二)8 句2,年满 16 周岁: 周岁 16以上,9c1e…,41b7…,某人,2024-01-15
//
// A tick holds as long as the sentence and the comparison's own line (own_rule.hpp) are what they
// were; it stays in the table when it has expired, and counts for nothing. Ticks of earlier
// programs are of the whole measure: they hold as long as that is what it was.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "policy/edges/comparisons.hpp"
#include "policy/pack.hpp"

namespace leye::policy::edges {

struct Sentence {
  std::string clause;  // "二(二)8 句2"
  std::string summary;
};

// A comparison with what its reviewer reads.
struct Entry {
  Edge edge;
  std::vector<Sentence> sentences;  // of the pack, in our words
  std::string sentence_digest;      // of these, with the hashes of the source: 16 hex digits
  std::string rule_digest;          // of the line that holds it, with all that it reads
  std::string measure_digest;       // of the whole measure, and of its parameters
};
// Of all measures, in the order of the plan. `pack` has a plan and outlives it.
std::vector<Entry> entries_of(const LoadedPack& pack, const Vocabulary& vocabulary);

struct Tick {
  std::string edge;
  std::string clause;
  std::string words;
  std::string sentence_digest;
  std::string rule_digest;
  std::string by;
  Day on;
};

enum class Standing { not_ticked, expired, ticked };

class Ledger {
 public:
  // No file: nobody ticked anything. invalid_input: a line that is no tick, with its number.
  static Result<Ledger> read(const std::filesystem::path& pack);

  Standing standing(const Entry& entry) const;
  const Tick* last_tick(const Entry& entry) const;  // of this number, expired or not; or null
  // Ticks of whole measures that hold become ticks of their lines; others stay as they are.
  void renew(const std::vector<Entry>& entries);
  // invalid_input: no name.
  Status tick(const Entry& entry, const std::string& by, Day on);
  // Writes the whole table, or leaves the old one.
  Status write() const;

  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  std::vector<Tick> ticks_;
};

}  // namespace leye::policy::edges
