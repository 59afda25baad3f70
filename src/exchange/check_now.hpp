// One person or one organisation laid beside what the departments last said (一键核验): each feed and
// each of its facts, what stands here, what they say, as of when, whether it is the same. From
// deliveries alone; it stores nothing and asks nobody.
//
//   const auto grid = TRY(check_now(transaction, vocabulary, catalogue, {"person", 17}, day, now));
//
// The transaction's scope sees all places, once it was checked that the caller sees the subject.
#pragma once

#include "exchange/contested.hpp"

namespace leye::exchange {

struct CheckedFact {
  const Fact* fact = nullptr;  // null: of records of the feed's kind as a whole
  std::string ours, our_source;
  std::string theirs;
  // same, different; settled: different, and somebody verified ours; not_sent: no file named the
  // subject; sealed: not shown or not known here, and nothing different is held back
  std::string verdict;
  std::optional<std::int64_t> task;  // that waits for an answer
  std::string owner;
  std::optional<Day> due_on;
};

struct CheckedFeed {
  const Feed* feed = nullptr;
  // The delivery that named the subject last; none: none did.
  std::optional<Day> period;
  std::optional<Instant> received_at;
  std::vector<CheckedFact> facts;
  std::int64_t open = 0;  // disagreements of this feed that wait
};

// Feeds in the order of the catalogue: those of the subject itself by fact, those of its records
// (insurance, degrees) as one line with the disagreements that wait.
Result<std::vector<CheckedFeed>> check_now(store::Transaction& transaction,
                                           const Vocabulary& vocabulary, const Catalogue& catalogue,
                                           const Subject& subject, Day on, Instant now);

}  // namespace leye::exchange
