// The twelve rules beside us: a query written by hand, in PostgreSQL and in DuckDB, on the same
// rows.
#pragma once

#include <vector>

#include "hash_rows.hpp"
#include "parts.hpp"
#include "policy/plan/plan.hpp"

namespace leye::bench {

// Seconds of one way to add up all rules once: the middle of some runs by the clock; of the core's
// own time the least, 0 if it is not known (several processes).
struct SqlTime {
  std::string engine;  // "postgresql", "duckdb"
  int cores = 1;
  double seconds = 0, of_core = 0;
};

// The query that policy/sql makes of the rules beside the one written by hand: seconds of each way,
// the middle of some runs by the clock; of the core's own time the least.
struct SqlRatio {
  bool jit = false;
  int workers = 0;  // max_parallel_workers_per_gather
  SqlTime by_hand, generated;
};

struct SqlTimes {
  std::vector<SqlTime> engines;
  std::vector<SqlRatio> ratios;
};

// PostgreSQL on a private cluster; DuckDB if bench/duckdb was installed (npm ci), else it says so
// on standard error. An error if a sum is not the expected one.
Result<SqlTimes> time_sql_engines(const HashRows& rows, const policy::Plan& plan,
                                  const Vocabulary& vocabulary,
                                  const std::vector<RuleSum>& expected);

}  // namespace leye::bench
