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

// What is asked for: a range of a number, as 以上 and 不满 say, another indicator's value, or
// words.
struct Requirement {
  Type type = Type::count;
  std::optional<Fraction> low;
  std::optional<Fraction> high;
  bool low_open = false;
  bool high_open = false;
  std::string indicator = {};  // 不低于, 不高于: the other one's id
  bool at_most = false;        // of an indicator: 不高于; of what is not set: 以下
  std::string text;  // as written: "1400 人 以上"; the whole of it where it is no number
};

enum class DeclarationKind : std::uint8_t {
  target,
  indicator,
  warning,
  appraisal,
  duty,
  project,
  roll
};
enum class Frequency : std::uint8_t { none, day, week, month, quarter, half_year, year };
// 口径: what a figure of several years counts: all of them together, the end, the mean of a year,
// every moment, what is added.
enum class Counted : std::uint8_t { none, in_all, at_end, yearly_mean, always, increase };
enum class Nature : std::uint8_t { none, binding, expected };

// 基期: where it stood.
struct BaseFigure {
  std::string year;
  std::string figure;
  std::string source;
};

struct Declaration {
  DeclarationKind kind = DeclarationKind::target;
  Name name;
  std::string clause;     // "二(二)12 句2"
  std::string summary;    // ours, of the sentences under the heading: one a line
  std::string indicator;  // what is measured: an id, or words
  std::optional<Requirement> required;
  bool unset = false;  // 要求 未定: the document leaves it open, perhaps not its direction
  std::optional<Day> from;
  std::optional<Day> until;
  std::vector<std::string> responsible;  // 责任
  bool responsible_unset = false;        // 责任 未定: the document names nobody
  std::vector<std::string> assisting;    // 配合
  Frequency every = Frequency::none;
  std::vector<std::pair<std::string, std::string>> split;          // unit, figure
  std::vector<std::pair<std::string, std::string>> warning_lines;  // when, grade
  std::vector<std::pair<Fraction, std::string>> points;            // of an appraisal; < 0: deducted
  Counted counted = Counted::none;
  Nature nature = Nature::none;
  bool aspired = false;  // 力争: wished for, not missed
  std::vector<BaseFigure> base;
  std::string part_of;           // 其中: id of the target that it is a part of
  std::vector<std::string> see;  // 参见: ids of what it is easily mistaken for
  std::string contents;          // of a project or a roll: what is built, who is listed
  std::string computed;
  std::string source;
  std::string note;
  std::int32_t line = 0;
  std::string file;
};

const char* name(DeclarationKind kind);  // "target"
const char* name(Frequency frequency);   // "half_year"; none: ""
const char* name(Counted counted);       // "yearly_mean"; none: ""
const char* name(Nature nature);         // "binding"; none: ""

// Its line and one for each entry that is there.
std::string to_text(const Declaration& declaration);

}  // namespace leye::policy
