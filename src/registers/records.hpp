// Records of the generic register as people read them: those of one person or organisation, with
// what they said before.
//
//   Records records(transaction, vocabulary);
//   for (const RecordList& list : TRY(records.of_person(17, now, 50)))
//     … list.entity->zh, list.total, list.entries …
//
// The transaction's scope decides what is seen, as for spells. Records of an entity that the
// vocabulary does not know are left out: the pack that declared it is not in force.
#pragma once

#include <vector>

#include "registers/record.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

// What a record said until it was corrected or withdrawn.
struct PastRecord {
  Record record;
  Instant known_to;
  std::string reason;   // of a change by hand; empty: a file brought something new
  std::string made_by;  // who gave it
};

struct RecordEntry {
  Record record;                 // `valid` is its period
  std::vector<PastRecord> past;  // latest first
};

// All records of one entity that somebody has.
struct RecordList {
  const Entity* entity = nullptr;
  std::int64_t total = 0;  // also those that are not listed
  std::vector<RecordEntry> entries;
  std::vector<PastRecord> withdrawn;  // all that they said; latest first
};

class Records {
 public:
  Records(store::Transaction& transaction, const Vocabulary& vocabulary)
      : transaction_(transaction), vocabulary_(vocabulary) {}

  // A list for each entity whose records a person can have, empty ones too, in the order of the
  // vocabulary; at most `count_max` records in each, the latest first.
  Result<std::vector<RecordList>> of_person(std::int64_t id, Instant known_at, int count_max);
  Result<std::vector<RecordList>> of_organisation(std::int64_t id, Instant known_at, int count_max);

 private:
  Result<std::vector<RecordList>> lists(const char* owner, const store::Rows& now,
                                        const store::Rows& past, int count_max);
  Status label(std::vector<RecordList>& lists);

  store::Transaction& transaction_;
  const Vocabulary& vocabulary_;
};

// One row with the columns id, person_id, organisation_id, valid, facts, source, known_from and,
// for its owners, person_shown and organisation_shown. Places and references to records are not
// labelled yet.
Result<Record> read_register_record(const Vocabulary& vocabulary, const Entity& entity,
                                    const store::Row& row);

}  // namespace leye::registers
