// Two files that may be one person (疑似重复).
//
//   Duplicates duplicates(transaction, cipher, similar, numbers);
//   const DuplicateTally tally = TRY(duplicates.find_all(now));   // the whole register; then
//   commit for (const Likeness& each : TRY(duplicates.like(candidate))) …  // before a file is made
//
// Rules: the number of 15 digits and the one of 18 that it became; the same name, and numbers that
// differ by two neighbours swapped, check character aside; the same name, day of birth and town;
// such a name with characters that stand for each other or look alike. How much each says, out of
// 100, is data (registers/numbers.hpp). A pair that somebody called different stays so.
//
// find_all holds 40 bytes for each person and reads the register twice, the second time for swapped
// digits; its scope must bypass row-level security, and one of them runs at a time. Nothing is
// merged here: merge.hpp.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "registers/identity_cipher.hpp"
#include "registers/numbers.hpp"
#include "registers/rows.hpp"
#include "registers/similar_names.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

struct DuplicateTally {
  std::int64_t people = 0;
  std::int64_t pairs = 0;  // found now
  std::int64_t fresh = 0;  // for the first time
  std::int64_t gone = 0;   // open ones that are no longer alike
};

// Somebody whom no file is about yet, as far as it is known.
struct Candidate {
  std::string number;  // canonical; empty: not known
  std::string name;
  std::optional<Day> birth_date;
  Place place = 0;  // of residence; 0: not known
};

struct Likeness {
  std::int64_t person = 0;
  std::vector<std::string> reasons;  // as in duplicate_pair, and "same_number"
  int score = 0;
};

// A pair as it is kept.
struct DuplicatePair {
  std::int64_t id = 0;
  std::int64_t first = 0, second = 0;
  std::vector<std::string> reasons;
  int score = 0;
  std::string state;  // open, different, merged
  Instant found_at;
  std::string reason, decided_by;
  std::optional<Instant> decided_at;
  std::optional<std::int64_t> merge;  // that stands; of one pair only, not in lists
};

struct DuplicatePairs {
  std::vector<DuplicatePair> items;  // most alike first
  std::int64_t total = 0;
};

// Of the caller's places.
Result<DuplicatePairs> list_pairs(store::Transaction& transaction, const std::string& state,
                                  std::int64_t size, std::int64_t offset);
Result<DuplicatePair> find_pair(store::Transaction& transaction, std::int64_t id);

// They are two people. conflict: the pair is decided.
struct Different {
  std::int64_t pair = 0;
  std::string reason;
  std::int64_t account = 0;
  std::string made_by;
  Instant now;
};
Status call_different(store::Transaction& transaction, const Different& different);

class Duplicates {
 public:
  Duplicates(store::Transaction& transaction, const IdentityCipher& cipher,
             const SimilarNames& similar, const Numbers& scores)
      : transaction_(transaction), cipher_(cipher), similar_(similar), scores_(scores) {}

  // conflict: another transaction is at it.
  Result<DuplicateTally> find_all(Instant now);

  // Among the people of the caller's places, most alike first.
  Result<std::vector<Likeness>> like(const Candidate& candidate);

 private:
  store::Transaction& transaction_;
  const IdentityCipher& cipher_;
  const SimilarNames& similar_;
  const Numbers& scores_;
};

}  // namespace leye::registers
