// Facts about which sources say different things for the same day: the value that stands, why it
// does, and what the others say. Joins what versions of a person or an organisation hold with what
// deliveries were not allowed to change (deliveries.hpp); it stores nothing.
//
//   const auto all = TRY(contested(transaction, vocabulary, catalogue, {"person", 17}, day, now));
//
// The transaction's scope sees all places, once it was checked that the caller sees the subject.
#pragma once

#include "exchange/catalogue.hpp"
#include "store/transaction.hpp"

namespace leye::exchange {

struct Claim {
  std::string value;  // canonical; of a place its label; *** where it is sealed
  std::string source;
  std::string who;                  // a department's id, or `window`
  std::optional<Day> valid_from;    // of a delivery: its period
  std::optional<Instant> learnt_at;
};

struct OtherClaim {
  Claim claim;
  bool held = false;  // a delivery's that was held back; else the value stood before
  std::optional<std::int64_t> task;  // of what was held: who answers it by when, and what he said
  std::string owner, state, note;
  std::optional<Day> due_on;
};

struct Contested {
  std::string entity, fact;
  Claim standing;
  std::string because;             // rank: its source ranks before the others; settled: somebody
                                   // looked; later: it is the last word, no rank says otherwise
  std::vector<std::string> order;  // Catalogue::order_of
  std::vector<OtherClaim> others;  // the latest first

  bool open() const;  // somebody has to answer
};

struct Subject {
  std::string entity;  // person or organisation
  std::int64_t id = 0;
};

// In the order of the vocabulary; facts of one mind are left out.
Result<std::vector<Contested>> contested(store::Transaction& transaction,
                                         const Vocabulary& vocabulary, const Catalogue& catalogue,
                                         const Subject& subject, Day on, Instant now);

}  // namespace leye::exchange
