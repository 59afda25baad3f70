// Places as division codes of 12 digits (GB/T 2260, GB/T 10114): province 2, city 4, county 6,
// town 9, village 12; what is wider ends in zeros.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace leye::policy {

// "62", "6210", "621002", "621002001" or 12 digits; nothing for anything else.
std::optional<std::int64_t> read_place(std::string_view digits);

// The last code that lies in the area: of 621002000000 that is 621002999999. 0 is everywhere.
std::int64_t last_place_of(std::int64_t area);

inline bool lies_in(std::int64_t place, std::int64_t area) {
  return area <= place && place <= last_place_of(area);
}

// The area with the first 2, 4, 6 or 9 digits of the code; nothing if the place is a wider one.
std::optional<std::int64_t> area_at(std::int64_t place, int digits);

}  // namespace leye::policy
