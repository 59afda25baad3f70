// A ledger (台账) is a view over the registers that stands as data: whose rows, which columns,
// which rows of them, how it is printed. Nothing is typed into a ledger; whoever wants another one
// writes a file of vocabulary/ledgers/, or of a pack's vocabulary/ledgers/.
//
//   const Ledgers ledgers = TRY(Ledgers::load({TRY(resource("vocabulary"))}, vocabulary));
//   const Ledger* ledger = ledgers.find("registered_unemployed");
//
// The form of the file is vocabulary/ledgers/README.md. What it names is looked up in the
// vocabulary when it is read: a mistake names file, line and the way to mend it. The vocabulary
// must outlive the ledgers.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vocabulary/vocabulary.hpp"

namespace leye::ledgers {

struct Derived;

// What is read off a row: a fact of the row or of what hangs on it, or how many hang on it.
struct Term {
  std::size_t relation = 0;    // in Ledger::relations; 0 is the row itself
  const Fact* fact = nullptr;  // null: the number of the relation's rows
  const Derived* derived = nullptr;  // not null: worked out; `fact` says what kind of value it is
};

// What is worked out of other values when it is read; nowhere is it stored.
struct Derived {
  enum class Kind {
    reach,   // how far the second place is from the first: a code of place_reach
    months,  // whole months of the relation's row, up to the day
    list,    // the values of a fact of all the relation's rows
  };
  Kind kind = Kind::reach;
  Fact fact;           // its own type; of a list that of the values' code table, as text
  Term first, second;  // of months, the ends of the period (second.fact null: it is open)
};

enum class Test {
  in_force,  // the row's period holds the day
  is,        // one of the values
  is_not,    // none of them; also where nothing is known
  empty,
  given,
  at_least,  // numbers and days
  at_most,
  not_passed,  // a day: none, or not before the day
  this_year,
  within,  // so many months up to the day
  older,   // before that, or not at all
  aged,    // a birthday: from the first to the second value, in completed years
  contains,
};

struct Condition {
  Term term;
  Test test = Test::given;
  std::vector<std::string> values = {};  // canonical: codes, ISO days, yuan
};

// How the rows of another entity hang on those of an earlier relation.
struct Relation {
  std::string name;  // "job"; of a reference its path, "job.employer"
  const Entity* entity = nullptr;
  std::size_t from = 0;
  const Fact* reference = nullptr;  // of `from`: names one row of `entity`; null: many rows, of
  const Fact* owner = nullptr;      // which this fact names …
  const Fact* subject = nullptr;    // … what this fact of `from` names, or `from` itself if null
  std::vector<Condition> where;     // of many; their terms are facts of `entity`
  const Entity* by_way_of = nullptr;  // an entity between the two, for counting
  const Fact* way_owner = nullptr;    // of it, naming the subject; `owner` and `way_subject` name
  const Fact* way_subject = nullptr;  // the same
};

struct Column {
  std::string id;  // as the file spells the value: "person.name", "count(services)"
  std::string zh, en;
  std::string group_zh, group_en;  // the heading above several columns; may be empty
  Term term;
  bool required = false;  // a complete row has it
};

// What part of another ledger's rows these are: 转移就业率.
struct Share {
  std::string zh, en;
  std::string whole;  // id of the ledger whose rows are all
};

struct Ledger {
  std::string id;
  std::string zh, en;
  std::string note_zh, note_en;     // one sentence for those who use it
  std::string set;                  // the collection it belongs to; may be empty
  int number = 0;                   // its number there
  std::vector<Relation> relations;  // the first is the ledger's own entity
  std::vector<Condition> where;     // all hold
  std::vector<Column> columns;
  std::vector<Term> order;  // none or one; then by id
  bool descending = false;
  std::vector<Term> group;         // none or one: rows are counted by it
  int fresh_days = 180;            // a row is fresh if something of it was learnt within these days
  std::vector<std::shared_ptr<const Derived>> derived;  // what terms refer to
  std::vector<Share> shares;
  std::string unit;                // printed above the table at the right: 单位：人
  std::vector<std::string> signs;  // printed below it: 填报人, 审核人（签字）

  const Entity& entity() const { return *relations.front().entity; }
  const Column* find_column(std::string_view column) const;
};

// Ledgers that are kept together, as one page of cards.
struct LedgerSet {
  std::string id, zh, en, note_zh, note_en;
};

class Ledgers {
 public:
  // Reads ledgers/*.md below each folder, later folders adding to earlier ones. A record entity
  // that no file shows gets a ledger of all it holds, `register_of_…` in the set `registers`.
  static Result<Ledgers> load(const std::vector<std::filesystem::path>& folders,
                              const Vocabulary& vocabulary);

  // By set and number, then by id.
  const std::vector<Ledger>& all() const { return ledgers_; }
  const std::vector<LedgerSet>& sets() const { return sets_; }
  const Ledger* find(std::string_view id) const;

 private:
  Status read_folder(const std::filesystem::path& folder, const Vocabulary& vocabulary);

  std::vector<Ledger> ledgers_;
  std::vector<LedgerSet> sets_;
};

// The text of one file.
Result<Ledger> parse_ledger(std::string_view text, const std::string& file,
                            const Vocabulary& vocabulary);

// A column's own condition, as a user sets it: `test` is its word in the API. invalid_input where
// the column cannot be asked so; a masked one only whether there is a value.
Result<Condition> condition_on(const Vocabulary& vocabulary, const Column& column,
                               std::string_view test, const std::vector<std::string>& values);

// The first and the last day of an entity's rows; null where it has none.
struct PeriodFacts {
  const Fact* first = nullptr;
  const Fact* last = nullptr;
};
PeriodFacts period_of(const Entity& entity);

}  // namespace leye::ledgers
