// Alerts on bulk reading (大量查看预警): which accounts opened the files of more people than an
// account should, within an hour, within a day, outside the hours of work. Counted from the audit
// when it is asked for, so that no alert can be lost or put away.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/transaction.hpp"

namespace leye::audit {

// data/alerts/reading.csv; hours of the day in China.
struct ReadingLimits {
  std::int64_t an_hour = 0, a_day = 0, off_hours = 0;  // different people
  int work_from = 0, work_until = 24;
  struct Label {
    std::string kind, zh, en;
  };
  std::vector<Label> labels;
};

// invalid_input names the line; every kind must be there.
Result<ReadingLimits> read_reading_limits(const std::filesystem::path& file);
Result<ReadingLimits> reading_limits();  // that this program ships with

struct BulkReading {
  std::string kind;  // hour, day, off_hours
  std::int64_t account = 0;
  std::string login, name;
  std::int64_t people = 0;
  Instant since;  // the beginning of the hour or the day
};

// Newest first, at most 200.
Result<std::vector<BulkReading>> bulk_readings(store::Transaction& transaction,
                                               const ReadingLimits& limits, Instant since);

}  // namespace leye::audit
