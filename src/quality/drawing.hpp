// Which rows a check looks at, and how sure a rate is that was counted in them.
//
// Each county gets the same number of rows, divided among its towns in proportion to what they have
// (largest remainders, ties to the lower code). Within a town the rows are those with the smallest
// SHA-256 of "seed:id": whoever knows the seed can draw the same rows again.
#pragma once

#include <cstdint>
#include <vector>

namespace leye::quality {

struct Candidate {
  std::int64_t id = 0;     // of the ledger's row
  std::int64_t place = 0;  // division code, to the village
};

struct Stratum {
  std::int64_t town = 0;  // its code; its county is the code without the last six digits
  std::int64_t rows = 0, drawn = 0;
};

struct Drawing {
  std::vector<Stratum> strata;    // by town
  std::vector<Candidate> chosen;  // by town, then as they were drawn
};

std::int64_t town_of(std::int64_t place);
std::int64_t county_of(std::int64_t place);

Drawing draw(std::vector<Candidate> candidates, std::int64_t county_rows, std::int64_t seed);

// Of a rate, in hundredths of a percent, rounded half up.
struct Interval {
  std::int64_t rate = 0, low = 0, high = 0;
};
// Wilson's score interval at 95 % (z = 1.959964), which holds for few rows and for rates near
// zero too. All zero where nothing was counted.
Interval wilson(std::int64_t wrong, std::int64_t counted);

}  // namespace leye::quality
