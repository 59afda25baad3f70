// Families of which nobody works, and since when, counted from the registers of the moment: whoever
// is hired takes the family off the list in the same second, whoever loses the last job puts it on.
//
//   const auto found = TRY(families_without_work(transaction, rule, today, {}));      // all
//   const auto some = TRY(families_without_work(transaction, rule, today, {17, 23}));  // of these
//
// The transaction's scope must bypass row-level security, since members may work anywhere. What is
// not known makes nobody able to work.
#pragma once

#include "families/rules.hpp"
#include "store/transaction.hpp"

namespace leye::families {

struct Family {
  std::int64_t household = 0;
  std::int64_t place = 0;
  std::int64_t people = 0;  // who belong to it that day
  Day since;                // the first day on which it was so
};

// Those of the longest standing first; of these households, or of all where none is named.
Result<std::vector<Family>> families_without_work(store::Transaction& transaction,
                                                  const FamilyRule& rule, Day on,
                                                  const std::vector<std::int64_t>& households);

}  // namespace leye::families
