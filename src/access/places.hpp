// Division codes as ranges: what a place holds is every code that begins as it does.
#pragma once

#include <cstdint>

namespace leye::access {

struct PlaceRange {
  std::int64_t low = 0;
  std::int64_t high = -1;  // included; empty when below low
  constexpr bool holds(std::int64_t place) const { return low <= place && place <= high; }
  constexpr bool holds(PlaceRange other) const { return low <= other.low && other.high <= high; }
};

// 621000000000 (a city) → 621000000000 … 621099999999. A code has 12 digits in groups of
// 2 2 2 3 3 (province, city, county, township, village; GB/T 2260, GB/T 10114).
PlaceRange range_of(std::int64_t place);

}  // namespace leye::access
