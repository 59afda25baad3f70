// How long each kind of record is kept (保存期限), and the lists of what is due.
//
// The terms are data (data/retention/terms.csv) with the public source of each. Once a month a
// person lists what is due; another one confirms: what is to be destroyed is destroyed then, in the
// same transaction, and what is to be archived or asked for one by one is noted. Nothing is
// destroyed otherwise.
//
// The transaction's scope must bypass row-level security: the lists are of the whole area.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "registers/erasure.hpp"

namespace leye::registers {

struct RetentionTerm {
  std::string kind, zh, en;
  int months = 0;
  std::string action;  // archive, destroy, ask
  std::string basis;
};

// invalid_input names the line, or the kind of which there is none: voucher, case, person_file.
Result<std::vector<RetentionTerm>> read_retention_terms(const std::filesystem::path& file);

// The terms this program ships with.
Result<std::vector<RetentionTerm>> retention_terms();

// What of them stands against erasing a person: both are there, or read_retention_terms refuses.
KeptTerms kept_terms(const std::vector<RetentionTerm>& terms);

struct RetentionDue {
  RetentionTerm term;
  Day cut_off;
  std::int64_t due = 0;
};
Result<std::vector<RetentionDue>> what_is_due(store::Transaction& transaction,
                                              const std::vector<RetentionTerm>& terms, Day today);

// Lists of every kind of which something is due and no list is open; how many.
Result<int> list_what_is_due(store::Transaction& transaction,
                             const std::vector<RetentionTerm>& terms, const ErasureBy& by);

// forbidden: who listed does not confirm; conflict: it is decided. The kind, for the audit.
Result<std::string> decide_retention(store::Transaction& transaction, std::int64_t list,
                                     bool confirm, const std::string& opinion, const ErasureBy& by);

// Person files whose term is over and that nobody asked to erase: the longest unchanged first.
struct PersonDue {
  std::int64_t person = 0;
  std::string name;
  Day unchanged_since;
};
Result<std::vector<PersonDue>> people_due(store::Transaction& transaction,
                                          const std::vector<RetentionTerm>& terms, Day today,
                                          int count_max);

struct RetentionList {
  std::int64_t id = 0;
  std::string kind, action;
  Day cut_off;
  std::int64_t due = 0, done = 0;
  std::string basis;
  std::int64_t listed_by_account = 0;
  std::string listed_by, state, decided_by, opinion;
  Instant listed_at;
  std::optional<Instant> decided_at;
};
Result<std::vector<RetentionList>> retention_lists(store::Transaction& transaction);

}  // namespace leye::registers
