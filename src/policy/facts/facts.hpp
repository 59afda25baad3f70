// What a rule may look at: rows of the vocabulary's entities, each fact known, none or unknown.
//
// Columnar: one column for each fact of each entity. Fill it for a block of subjects with all that
// they refer to, link() it, evaluate, clear() it and fill the next block; columns keep their
// memory. Three states of a cell (docs/semantics.md): `unknown` (we do not know), `none` (we know
// that there is no such thing: not ended), `known`.
//
//   Facts facts(vocabulary);
//   const auto person = facts.entity("person");
//   const Row ada = facts.add(person, /*key=*/4711);
//   facts.set(person, ada, facts.fact(person, "birth_date"), born);          // Day
//   facts.set_reference(employment, hire, facts.fact(employment, "person"), ada);
//   facts.close(employment);      // the list is complete: no row means no
//   facts.link();
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/ratio.hpp"
#include "policy/plan/plan.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::policy {

using Row = std::int32_t;

// How a fact's whole number is meant: see plan/value.hpp. Ratios also have denominators.
struct Column {
  std::vector<std::int64_t> values;
  std::vector<State> states;
  std::vector<std::int64_t> denominators;  // of ratio facts only
};

class Facts {
 public:
  explicit Facts(const Vocabulary& vocabulary);

  const Vocabulary& vocabulary() const { return *vocabulary_; }
  EntityIndex entity(std::string_view id) const;                  // CHECKs that it exists
  FactIndex fact(EntityIndex entity, std::string_view id) const;  // CHECKs that it exists

  // A new row, every fact unknown. `key` is the row's identity outside (the database's id).
  Row add(EntityIndex entity, std::int64_t key = 0);
  std::size_t size(EntityIndex entity) const;
  std::int64_t key(EntityIndex entity, Row row) const;
  // What a grant calls this row as its subject: "employment:4711".
  std::string row_name(EntityIndex entity, Row row) const;

  void set(EntityIndex entity, Row row, FactIndex fact, Day value);
  void set(EntityIndex entity, Row row, FactIndex fact, Money value);
  void set(EntityIndex entity, Row row, FactIndex fact, Ratio value);
  void set(EntityIndex entity, Row row, FactIndex fact, bool value);
  // count, month (year × 12 + month − 1), place (12-digit code), code (position in its table)
  void set(EntityIndex entity, Row row, FactIndex fact, std::int64_t value);
  void set_text(EntityIndex entity, Row row, FactIndex fact, std::string_view value);
  void set_reference(EntityIndex entity, Row row, FactIndex fact, Row target);
  // From the spelling of a file or form: ISO date, "2023-08", yuan, "5.5%", code or its label,
  // yes/no/是/否; "?" or "" is unknown, "none" or 无 is none. Not for references.
  Status set_spelling(EntityIndex entity, Row row, FactIndex fact, std::string_view spelling);
  void set_none(EntityIndex entity, Row row, FactIndex fact);
  void set_unknown(EntityIndex entity, Row row, FactIndex fact);

  Value value(EntityIndex entity, Row row, FactIndex fact) const;
  std::string_view text(std::int64_t interned) const;
  std::int64_t intern(std::string_view text);
  std::int64_t find_text(std::string_view text) const;  // -1: no fact has it so far
  std::size_t text_count() const { return texts_.size(); }
  // The fact's value as people read it: "2023-08-01", "1,000.00 元", "大型", "未知".
  std::string spelling(EntityIndex entity, Row row, FactIndex fact) const;

  // What a person decided of a row where the rule leaves it to judgement; unknown until then.
  // The note says who decided, when and why; for traces.
  void set_judgement(EntityIndex entity, Row row, std::string_view id, bool holds,
                     std::string_view note = {});
  Value judgement(EntityIndex entity, Row row, std::string_view id) const;
  std::string_view judgement_note(EntityIndex entity, Row row, std::string_view id) const;

  // Where the rows of an entity or one row come from: "就业登记, 2023-08-03". For traces.
  void set_source(EntityIndex entity, Row row, std::string_view source);
  std::string_view source(EntityIndex entity, Row row) const;

  // Complete: no row means that there is none. Open (the default): no row means unknown.
  void close(EntityIndex entity);                  // every relation of its rows
  void close(EntityIndex entity, FactIndex fact);  // that by the reference `fact`
  // Not of this target: its rows were not all loaded. Until clear().
  void leave_open(EntityIndex entity, FactIndex fact, Row target);
  bool closed(EntityIndex entity) const;  // every relation
  bool closed(EntityIndex entity, FactIndex fact, Row target) const;

  // Makes related() usable; call after the last add or set_reference.
  void link();
  // The rows of `entity` whose reference `fact` is `target`, in the order they were added.
  std::span<const Row> related(EntityIndex entity, FactIndex fact, Row target) const;

  // The same as they lie in memory, for readers of whole columns. A column may end before its
  // table: what follows is unknown. Of target t: rows[starts[t]] … rows[starts[t + 1]].
  struct RelationView {
    std::span<const std::int32_t> starts;
    std::span<const Row> rows;
  };
  const Column& cells(EntityIndex entity, FactIndex fact) const;
  RelationView relation(EntityIndex entity, FactIndex fact) const;

  void clear();  // all rows go; memory, interned texts and closed() stay, leave_open() does not

 private:
  struct Relation {
    std::vector<std::int32_t> starts;  // of target t: rows[starts[t]] … rows[starts[t + 1]]
    std::vector<Row> rows;
    bool closed = false;
    std::vector<bool> left_open;  // by target; empty: none
  };
  struct Decided {
    bool holds = false;
    std::string note;
  };
  struct Table {
    std::vector<std::int64_t> keys;
    std::vector<std::int32_t> sources;
    std::vector<Column> columns;
    std::vector<Relation> relations;  // by fact; empty unless a reference
    std::map<std::string, std::map<Row, Decided>, std::less<>> judgements;
    bool closed = false;
  };
  Column& column(EntityIndex entity, Row row, FactIndex fact);
  void put(EntityIndex entity, Row row, FactIndex fact, std::int64_t value);

  const Vocabulary* vocabulary_;
  std::vector<Table> tables_;
  std::vector<std::string> texts_;
  std::unordered_map<std::string, std::int64_t> text_numbers_;
};

}  // namespace leye::policy
