#include "base/moments_of_day.hpp"

#include <algorithm>
#include <chrono>

namespace leye {

Instant MomentsOfDay::now() const {
  using std::chrono::microseconds;
  constexpr int slower = 100'000;
  constexpr std::chrono::sys_days since{std::chrono::year(2020) / 1 / 1};
  const auto passed =
      std::chrono::duration_cast<microseconds>(machine_.now() - Instant(since)) / slower;
  Instant moment = day_.now() + std::max(passed, microseconds(0));
  const std::scoped_lock lock(mutex_);
  if (moment <= last_ && business_day(moment) == business_day(last_))
    moment = last_ + microseconds(1);
  last_ = moment;
  return moment;
}

}  // namespace leye
