// Late entries (补登): what happened earlier, or was done at the counter without the system, and is
// entered now. The record's own days are when it holds, known_from is when we learnt it; a late
// entry adds when and by whom the work was truly done, and why it comes late.
//
//   const LateRules rules = TRY(LateRules::load(vocabulary));
//   const auto late = TRY(rules.late(entity, facts, today));
//   if (late && reason.empty()) … refuse, naming late->days …
//   … the record is stored …
//   TRY(keep_late_entry(transaction, {…}));
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::registers {

struct Late {
  const Fact* fact = nullptr;  // the day that is long past
  Day happened_on;
  int days = 0;  // within which it is entered
};

// How many days after an event its record may be entered without a word: data/registers/late.csv.
class LateRules {
 public:
  static Result<LateRules> load(const Vocabulary& vocabulary);
  // `record,fact,days,why` in each line, after a heading. invalid_input, with the line: not four
  // columns, no such record, no such day of it, no number of days.
  static Result<LateRules> read(const std::filesystem::path& file, const Vocabulary& vocabulary);

  // What of the record is long past on `today`; `text_of` gives a fact's text or "". Kinds without
  // a rule are never late by rule.
  std::optional<Late> late(const Entity& entity,
                           const std::function<std::string(const Fact&)>& text_of,
                           Day today) const;
  // 0: no rule.
  int days_of(const Entity& entity, const Fact& fact) const;

 private:
  struct Rule {
    std::string entity, fact;
    int days = 0;
  };
  std::vector<Rule> rules_;
};

struct LateEntry {
  std::string entity;
  std::optional<std::int64_t> person, organisation;
  Day happened_on;
  Instant done_at;
  std::string done_by;
  std::string reason;
  std::int64_t account = 0;
  std::string recorded_by;
  Instant known_from;
};

// invalid_input: no reason or nobody named, or the work was done in the future. The scope bypasses
// row-level security.
Status keep_late_entry(store::Transaction& transaction, const LateEntry& entry);

// Known at that moment, by what happened last; of the caller's places.
Result<std::vector<LateEntry>> late_entries_of(store::Transaction& transaction,
                                               const std::string& owner, std::int64_t id,
                                               Instant known_at);

// "2023-10-14T09:30", in China. invalid_input.
Result<Instant> moment_in_china(const std::string& text);

// The last moment of that day in China.
Instant end_of(Day day);

}  // namespace leye::registers
