// The feeds of other departments, simulated: the sheets of the city again, as far as a feed's facts
// go, with planted faults (data/city/621000/feed_faults.csv).
//
//   const auto planted = TRY(write_feeds(sheets_folder, feeds_folder, catalogue, vocabulary));
//
// A feed's file is FEED.csv; a feed of whose kind the city has no sheet has none. Who takes the
// files into the register from which the sheets are must find these faults and no others.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "exchange/catalogue.hpp"

namespace leye::city {

struct PlantedFault {
  std::string feed;
  std::int64_t row = 0;  // as a spreadsheet counts
  std::string fault;  // check_digit, nobody, impossible_day, impossible_year, residence, name, end
  std::string fact;   // that contradicts the register; empty: the row must be refused
};

Result<std::vector<PlantedFault>> write_feeds(const std::filesystem::path& sheets,
                                              const std::filesystem::path& feeds,
                                              const exchange::Catalogue& catalogue,
                                              const Vocabulary& vocabulary);

}  // namespace leye::city
