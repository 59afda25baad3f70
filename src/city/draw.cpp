#include "city/draw.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace leye::city {

std::size_t Weights::pick(Draw& draw) const {
  CHECK(total() > 0);
  const auto above = std::upper_bound(sums_.begin(), sums_.end(), draw.below(total()));
  return static_cast<std::size_t>(above - sums_.begin());
}

}  // namespace leye::city
