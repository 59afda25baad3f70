// Households of the made-up city that must not be without work, with planted truth: which of them
// a rule of families.csv must find today, and which not (data/city/<code>/families.csv).
#pragma once

#include <string>
#include <vector>

#include "city/setting.hpp"
#include "store/transaction.hpp"

namespace leye::city {

struct PlantedFamily {
  std::int64_t household = 0;
  std::string household_kind;  // code
  std::string group;           // code of key_group; or empty
  bool found = false;
};

// Minimum-living households beside the registered ones of the same people, and members of groups.
Result<std::vector<PlantedFamily>> seed_families(store::Transaction& transaction,
                                                 const Setting& setting, Day today, Instant now);

}  // namespace leye::city
