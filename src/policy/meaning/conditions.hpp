// Groups of conditions, filters, and the names that 设 gives to values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "policy/meaning/block.hpp"
#include "policy/meaning/expressions.hpp"

namespace leye::policy {

// A condition before it has its place in the measure.
struct Draft {
  Condition condition;
  std::vector<Draft> children;
  bool ok() const { return condition.node >= 0; }
};

// What a name at the margin stands for in rules about a row of one entity. 术语: a group of
// conditions. 类别: the same, but of a recognised one it is the recognition that counts. 公式: a
// value.
enum class TermKind : std::uint8_t { term, category, formula };
struct Term {
  TermKind kind = TermKind::term;
  Name name;
  EntityIndex entity = -1;
  const Block* block = nullptr;  // the lines: of a category those below 认定条件
  bool recognised = false;       // of a category
  const Document* document = nullptr;
  std::string clause;
};

// Of a line 计 … 分 or 扣 … 分 (then negative); reports another line.
std::optional<Fraction> points_of(const Block& block, Reporter& reporter);

using Terms = std::map<std::string, Term, std::less<>>;  // by label and by id

// "target_youth" → "target youth"
std::string spaced(std::string id);

class Conditions {
 public:
  Conditions(Expressions& expressions, Measure& measure, const Terms& terms);

  // All of the lines below it; 设 lines among them give names to the lines that follow.
  Draft all_of(const Block& parent);
  // Reads a 设 line of any kind, 档次 or 评分, and binds its name; false if the block is none.
  bool let(const Block& block);

  std::int32_t option_node(std::int32_t option);
  std::int32_t option_is(std::int32_t option, std::int32_t value);
  // The index of an option of the measure, or -1 after reporting.
  std::int32_t find_option(const Tree& word);
  std::int32_t find_option_value(std::int32_t option, const Tree& word);

  // Says so where nothing lies between two ends that are written as constants.
  void refuse_empty(Span at, std::int32_t low, std::int32_t high, bool with_high);

  // A leaf with its labels, to be completed.
  Draft leaf(const Block& block, std::int32_t node);

  // Of the lines directly under a measure.
  static bool holds_lines(Form form) {
    return form == Form::option || form == Form::when || form == Form::entry_when ||
           form == Form::exit_when;
  }
  // Reports the first line below one that takes none.
  void no_children(const Block& block);

 private:
  Draft read(const Block& block);
  Draft read_line(const Block& block);
  Draft discretion(const Block& block);
  Draft group(const Block& block, ConditionKind kind);
  Draft by_option(const Block& block);
  Draft exists(const Block& block, bool wanted);
  Draft compared(const Block& block);
  Draft ranged(const Block& block);
  Draft apart(const Block& block);
  Draft valued(const Block& block);
  Draft placed(const Block& block);
  Draft same_area(const Block& block);
  Draft qualifies(const Block& block);
  Draft spelled(const Block& block);
  Draft of_term(const Block& block);
  // The term that a word names, its row fitting; null after reporting.
  const Term* find_term(const Tree& word, const Tree& path, Typed& row, bool formula);
  std::int32_t recognised(const Term& term, const Typed& row, std::int32_t day);
  Typed formula(const Tree& tree);
  // Reads a term's lines with its subject bound to the row, as they stand in their own document.
  template <class Read>
  auto inside(const Term& term, const Typed& row, Span at, Read read);
  Draft bare(const Block& block);
  std::int32_t one_of(const Typed& left, const std::vector<const Tree*>& words);
  std::int32_t fold(ConditionKind kind, const std::vector<Draft>& children);
  void label(Draft& draft, const Block& block);
  // Words that say it better than the line itself: a term's name, a relation's. `""`: none.
  void reword(Draft& draft, const Block& block, const std::string& zh, const std::string& en);
  void let_value(const Block& block);
  void let_by_option(const Block& block);
  void let_aggregate(const Block& block, Op op);
  void let_points(const Block& block);
  void let_mean(const Block& block);
  void let_months(const Block& block, Op op);
  Typed aggregated(const Block& block, Op op);
  void bind(const Tree& named, const Typed& value, Span at);

  Expressions& expressions_;
  Measure& measure_;
  const Terms& terms_;
  std::vector<std::string> inside_;  // terms that are being read
  std::size_t expansions_ = 0;
};

}  // namespace leye::policy
