// What employers turn over and what they have (data/city/<code>/turnover.csv), so that every size
// of the national table occurs; and months of planted employers, from the figures of their year.
#pragma once

#include <vector>

#include "city/draw.hpp"
#include "city/rows.hpp"
#include "city/setting.hpp"

namespace leye::city {

// Fills in revenue and assets of a year that is over, by the industry and the staff: per head the
// same every year, a little more or less of it in each. Some never report them; of whom no size is
// told, nobody asks.
void add_turnover(const Setting& setting, std::uint64_t seed, const Organisation& organisation,
                  OrganisationYear& year);

// Twelve months with the year's mean and end: the first eleven as even as they can be. Who was laid
// off left in June and was replaced. None where the mean or the end is not known.
void add_planted_months(const OrganisationYear& year, std::vector<OrganisationMonth>& months);

}  // namespace leye::city
