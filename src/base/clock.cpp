#include "base/clock.hpp"

namespace leye {
namespace {

constexpr std::chrono::hours china_offset{8};

}  // namespace

Day business_day(Instant moment) {
  const auto days = std::chrono::floor<std::chrono::days>(moment + china_offset);
  return Day::from_number(static_cast<std::int32_t>(days.time_since_epoch().count()));
}

Instant SystemClock::now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

void SetClock::set(Day day) {
  set(Instant(std::chrono::days(day.number()) + std::chrono::hours(9) - china_offset));
}

}  // namespace leye
