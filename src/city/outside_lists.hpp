// Lists of other bodies that name registered unemployed of the made-up city, with planted truth:
// who must be found by the sweep, and who stands in a list that ends nothing
// (data/city/621000/outside_lists.csv).
#pragma once

#include <string>
#include <vector>

#include "city/setting.hpp"
#include "store/transaction.hpp"

namespace leye::city {

struct PlantedListing {
  std::int64_t person = 0;
  std::string list;   // a code of outside_list
  bool exit = false;  // the registration must be proposed to end
};

// Records of the kind outside_listing. Every n-th registered unemployed stands in a list, nobody in
// two.
Result<std::vector<PlantedListing>> seed_outside_lists(store::Transaction& transaction,
                                                       const Setting& setting, Day today,
                                                       Instant now);

}  // namespace leye::city
