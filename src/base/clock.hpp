// The time, as something that is handed in.
//
// Nothing below the command line asks the machine for the time: a Clock is passed down, and SQL
// receives the moment and the business day as parameters. Tests and the demonstration move a
// SetClock; servers use the SystemClock. The business day is that of China (UTC+8, no summer time).
#pragma once

#include <atomic>
#include <chrono>

#include "base/day.hpp"

namespace leye {

using Instant = std::chrono::sys_time<std::chrono::microseconds>;

// The calendar day in China at that moment.
Day business_day(Instant moment);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  Day today() const { return business_day(now()); }
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// Stands still where it is set. Safe to read while another thread moves it.
class SetClock final : public Clock {
 public:
  explicit SetClock(Instant moment) { set(moment); }
  explicit SetClock(Day day) { set(day); }
  void set(Instant moment) { moment_ = moment.time_since_epoch().count(); }
  void set(Day day);  // nine in the morning, in China
  Instant now() const override { return Instant(std::chrono::microseconds(moment_.load())); }

 private:
  std::atomic<std::int64_t> moment_{0};
};

}  // namespace leye
