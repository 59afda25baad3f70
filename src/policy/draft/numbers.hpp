// The numbers and days that a pack's rules are written with, each where it stands, and the pack as
// it would be with some of them changed: the shortest way to ask "what if".
//
//   const auto pack = read_pack("packs/qingyang-2023", vocabulary);
//   for (const Number& each : numbers_of(pack)) …        // "hiring_subsidy.3": "1000", in its line
//   const auto draft = draft_of(path, vocabulary, changes);   // {{"hiring_subsidy.3", "1200"}}
//
// A draft is a pack like any other: it is checked in the same way, and one with an error has no
// plan.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "policy/pack.hpp"

namespace leye::policy {

enum class NumberKind : std::uint8_t { number, share, day };  // "24", "5.5%", "2023-12-31"

struct Number {
  std::string id;           // "hiring_subsidy.3": the declaration and the number in it
  std::string declaration;  // its id: of a measure, a term, a parameter
  std::string heading;      // its first line, as written: "补贴 一次性吸纳就业补贴 (…)"
  std::string clause;       // of the sentences that its line rests on: "二(二)8 句2–4"
  std::string summary;      // of those sentences, in our words; a sentence a line
  std::string file;         // of the pack
  std::int32_t line = 0;
  std::string text;  // as written
  NumberKind kind = NumberKind::number;
  std::string before, after;  // the rest of its line, for people; comments left out
  std::size_t offset = 0;     // bytes from the beginning of the line
};

// Of the pack's own files, in the order of the pack. Numbers in quotation marks, in sources and the
// days of verification are not those of rules.
std::vector<Number> numbers_of(const LoadedPack& pack);

struct Change {
  std::string number;  // id
  std::string to;      // the same kind of number: "1200", "6%", "2024-06-30"
};

// One change a line: `hiring_subsidy.3 = 1200`; what follows # is a remark. invalid_input: with the
// number of the line.
Result<std::vector<Change>> read_changes(std::string_view text);

// not_found: no such number. invalid_input: not a number of this kind, or one changed twice.
// The pack may still have errors: see LoadedPack.
Result<LoadedPack> draft_of(const std::filesystem::path& path, const Vocabulary& vocabulary,
                            const std::vector<Change>& changes);

}  // namespace leye::policy
