// The people, employers and records that a rule could meet, as unknowns: one row for the subject,
// one for each thing it refers to, two of each relation that a rule looks through (one of those
// further in). What a city really has may be more: every aggregate has a share of `more` rows of
// its own, about which only is assumed what must be so (docs/semantics.md, "What is proved").
//
// `exact` is assumed when an example is wanted: then there are no more rows than these, days are
// near today, products have a small whole factor. What cannot hold even without `exact` can never
// hold: that is the proof. What holds with it is an example, and is evaluated before it is shown.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "policy/plan/plan.hpp"
#include "policy/proof/logic.hpp"
#include "policy/proof/named.hpp"

namespace leye::policy::proof {

// What a node may be.
struct Symbol {
  Type type = Type::boolean;
  Term none;              // that there is no such thing
  Term value;             // truth; number (money in fen); month of a month or a day; code; place
                          // (its 12 digits); text (its place in World::texts)
  Term day;               // of a day: 1 … 31
  std::int32_t row = -1;  // of a reference
};

struct SymbolicRow {
  EntityIndex entity = -1;
  Term present;
  Term copies;             // how many are alike, of a row of a relation
  std::int32_t from = -1;  // the row from which it was reached; -1: the subject
  FactIndex by = -1;       // its reference to `from`, or that of `from` to it
  bool related = false;    // a row of a relation: it refers to `from`
  int depth = 0;           // relations between the subject and it
  std::map<FactIndex, Symbol> cells;
  std::map<FactIndex, std::int32_t> targets;
};

// A fact of a row, and by how much more of it; of fact -1 how many such rows there are.
struct Step {
  std::int32_t row = -1;
  FactIndex fact = -1;
  Fraction by = {1, 1};
};

// Where the days of examples lie: about those that the rules name; where people are born; either.
enum class Range : std::uint8_t { near, birth, any };

class World {
 public:
  // For measures about one subject.
  // `rows`: of each relation of the subject or of what it names, rows_least to rows_most.
  World(Logic& logic, const Plan& plan, const Vocabulary& vocabulary,
        std::span<const Measure* const> measures, int rows = rows_least);
  static constexpr int rows_least = 2;
  static constexpr int rows_most = 4;
  // As many as the aggregates over one relation, each of which may want a row of its own.
  static int rows_wanted(std::span<const Measure* const> measures);

  Logic& logic() { return logic_; }
  const Plan& plan() const { return plan_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }
  Term exact() const { return exact_; }
  // Assumed so that no day is off by the length of a month: each distance is taken for longer, or
  // for shorter, than it is.
  Term long_months() const { return long_months_; }
  Term short_months() const { return short_months_; }
  Term yes() const { return yes_; }
  Term no() const { return no_; }

  const SymbolicRow& row(std::int32_t index) const {
    return rows_[static_cast<std::size_t>(index)];
  }
  std::int32_t row_count() const { return static_cast<std::int32_t>(rows_.size()); }
  static constexpr std::int32_t subject = 0;

  Symbol fact(std::int32_t row, FactIndex fact);
  Term copies(std::int32_t row) const;
  // From now on one fact (or, with fact -1, how many rows are alike) is seen one step further on;
  // without a step as it is.
  void see(std::optional<Step> step) { step_ = step; }
  // The rows of `entity` whose reference `fact` is `row`.
  std::vector<std::int32_t> related(std::int32_t row, EntityIndex entity, FactIndex fact);
  // How many rows of a relation pass a filter besides those shown; at least 0.
  Term more(std::int32_t row, EntityIndex entity, FactIndex fact, Term filter);
  // Whether there are as many rows as aggregates that may ask for one: then what exists is shown.
  bool shows_each(std::int32_t row, EntityIndex entity, FactIndex fact) const;
  // Whether two references lead to one and the same; the later row is then the earlier one.
  Term same(std::int32_t a, std::int32_t b);
  // What is the same as one thing is the same as each other; once all rules are encoded.
  void require_same_of_same();
  const std::map<std::pair<std::int32_t, std::int32_t>, Term>& sames() const { return sames_; }
  // What a grant calls a row as its subject, and the number of that text: facts_of(draft) gives the
  // row that key.
  static constexpr std::int64_t row_names = 500'000;  // of the first row
  std::string row_name(std::int32_t row) const;
  Term judgement(std::int32_t row, const std::string& id);
  const std::map<std::pair<std::int32_t, std::string>, Term>& judgements() const {
    return judgements_;
  }
  const Symbol& today() const { return today_; }

  // Of a text that the measures name, in texts(); others are numbers beyond.
  std::int64_t text_number(std::string_view text) const;
  const std::vector<std::string>& texts() const { return named_.texts; }
  // Where examples lie.
  const std::vector<std::int64_t>& places() const { return named_.places; }

  // An unknown of the type, within what the type allows.
  Symbol unknown(Type type, const std::string& name, Range range = Range::near, bool heads = false);
  // A mean number of people: a fraction, in examples a whole one.
  static bool counts_heads(const Fact& fact);
  static Symbol constant(Logic& logic, Type type, Fraction value);

 private:
  std::int32_t add_row(SymbolicRow row);
  Symbol stepped(Symbol symbol);
  Symbol kept_fact(std::int32_t row, FactIndex fact);
  void day_within(const Symbol& day, Range range);
  int fresh_rows(std::int32_t row) const;

  Logic& logic_;
  const Plan& plan_;
  const Vocabulary& vocabulary_;
  Named named_;
  Term exact_, long_months_, short_months_, yes_, no_;
  Symbol today_;
  std::optional<Step> step_;
  int rows_near_;
  std::vector<SymbolicRow> rows_;
  std::map<std::tuple<std::int32_t, EntityIndex, FactIndex>, std::vector<std::int32_t>> relations_;
  std::map<std::tuple<std::int32_t, EntityIndex, FactIndex, Term>, Term> more_;
  std::map<std::pair<EntityIndex, FactIndex>, int> askers_;  // aggregates over a relation
  std::map<std::pair<std::int32_t, std::string>, Term> judgements_;
  std::map<std::pair<std::int32_t, std::int32_t>, Term> sames_;  // the earlier row first
};

}  // namespace leye::policy::proof
