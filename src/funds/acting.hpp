// Who acts on the books, and when. Entries carry the business day of this moment.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"

namespace leye::funds {

struct Acting {
  std::int64_t account = 0;  // leye.account
  Instant at{};
  std::vector<std::int64_t> also = {};  // accounts that count as one with it
  bool is_one_with(std::int64_t other) const {
    return other == account || std::find(also.begin(), also.end(), other) != also.end();
  }
  Day day() const { return business_day(at); }
};

}  // namespace leye::funds
