// Processor time and memory of processes, from /proc: what holds on a machine that does other
// things too.
#pragma once

#include "base/result.hpp"

namespace leye::bench {

double core_seconds_of(int process);           // user and system, so far; 0 if it is gone
double core_seconds_of_children(int process);  // living and ended ones, not their own children
int parent_of(int process);                    // 0 if it is gone

// The most memory this process has had since the last reset, in MB.
double peak_megabytes_since_reset(bool reset);

}  // namespace leye::bench
