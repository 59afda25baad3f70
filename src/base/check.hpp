// CHECK stops the process when our own code is wrong.
//
// It is on in every build. Use it for what no input can cause; for what the
// outside world can cause return a Result (result.hpp).
#pragma once

namespace leye {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace leye

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::leye::check_failed(#condition, __FILE__, __LINE__))
