// The clock of a demonstration: its day is set by hand, and its moments go on within that day, so
// that what is written now is earlier than what is read next, as by any other clock.
#pragma once

#include <mutex>

#include "base/clock.hpp"

namespace leye {

// A hundred thousand times slower than the machine's clock, counted since 2020: no moment of a day
// comes twice, also where the server was started again. Two that would be equal are a microsecond
// apart. Safe between threads.
class MomentsOfDay final : public Clock {
 public:
  MomentsOfDay(const Clock& day, const Clock& machine) : day_(day), machine_(machine) {}
  Instant now() const override;

 private:
  const Clock& day_;
  const Clock& machine_;
  mutable std::mutex mutex_;
  mutable Instant last_{};
};

}  // namespace leye
