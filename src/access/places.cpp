#include "access/places.hpp"

#include <array>

namespace leye::access {

PlaceRange range_of(std::int64_t place) {
  constexpr std::array<std::int64_t, 4> sizes{10'000'000'000, 100'000'000, 1'000'000, 1'000};
  for (const auto size : sizes) {
    if (place % size == 0) return {place, place + size - 1};
  }
  return {place, place};
}

}  // namespace leye::access
