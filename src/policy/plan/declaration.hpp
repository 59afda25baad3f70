// What a document declares beside its measures: targets, indicators, warnings, appraisals, duties.
// Data: kept for the plan of work and the figures; nothing here is run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/day.hpp"
#include "policy/plan/value.hpp"

namespace leye::policy {

// Names of a thing: as written in Chinese, and its English id. Both are unique in a pack.
struct Name {
  std::string id;
  std::string label;
  std::string label_en = {};  // may be empty
};

// What is asked for: a range of a number, as 以上 and 不满 say, or words.
struct Requirement {
  Type type = Type::count;
  std::optional<Fraction> low;
  std::optional<Fraction> high;
  bool low_open = false;
  bool high_open = false;
  std::string text;  // as written: "1400 人 以上"; the whole of it where it is no number
};

enum class DeclarationKind : std::uint8_t { target, indicator, warning, appraisal, duty };
enum class Frequency : std::uint8_t { none, day, week, month, quarter, half_year, year };

struct Declaration {
  DeclarationKind kind = DeclarationKind::target;
  Name name;
  std::string clause;     // "二(二)12 句2"
  std::string summary;    // ours, of the sentences under the heading: one a line
  std::string indicator;  // what is measured: an id, or words
  std::optional<Requirement> required;
  bool unset = false;  // 要求 未定: the document leaves it open
  std::optional<Day> from;
  std::optional<Day> until;
  std::vector<std::string> responsible;  // 责任
  std::vector<std::string> assisting;    // 配合
  Frequency every = Frequency::none;
  std::vector<std::pair<std::string, std::string>> split;          // unit, figure
  std::vector<std::pair<std::string, std::string>> warning_lines;  // when, grade
  std::vector<std::pair<Fraction, std::string>> points;            // of an appraisal; < 0: deducted
  std::string computed;
  std::string source;
  std::string note;
  std::int32_t line = 0;
  std::string file;
};

const char* name(DeclarationKind kind);  // "target"
const char* name(Frequency frequency);   // "half_year"; none: ""

// Its line and one for each entry that is there.
std::string to_text(const Declaration& declaration);

}  // namespace leye::policy
