// A named step at which a test may kill the process, to prove that what is left behind can be
// finished or rolled back.
//
// LEYE_CRASH_AT=pay.pended:1 kills the process (SIGKILL) when it passes that point for the first
// time; LEYE_CRASH_LOG=FILE appends the name of each point passed, one a line. Without these the
// call does nothing. It is in every build: what is tested is what runs.
#pragma once

namespace leye::funds {

void crash_point(const char* name);

}  // namespace leye::funds
