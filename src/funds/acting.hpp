// Who acts on the books, and when. Entries carry the business day of this moment.
#pragma once

#include <cstdint>

#include "base/clock.hpp"

namespace leye::funds {

struct Acting {
  std::int64_t account = 0;  // leye.account
  Instant at{};
  Day day() const { return business_day(at); }
};

}  // namespace leye::funds
