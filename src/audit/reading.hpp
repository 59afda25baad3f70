// Alerts on bulk reading (大量查看预警): which accounts opened the files of more people than an
// account should, within an hour, within a day, outside the hours of work; took away many rows in
// however small sheets and look-ups; opened files of their holder's own household. Counted from the
// audit when it is asked for, so that no alert can be lost or put away.
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
  std::int64_t sheet_rows = 0, own_household = 0;      // within a day
  std::int64_t release = 0;  // rows of exports within a day; more need a second person
  int work_from = 0, work_until = 24;
  struct Label {
    std::string kind, zh, en;
    std::int64_t from = 0;
  };
  std::vector<Label> labels;
  // Looks for people of other places that found nobody (全城通办), within a day: how many are told
  // of, and how many there may be.
  std::int64_t window_misses = 0, window_stop = 0;
};

// invalid_input names the line; every kind must be there.
Result<ReadingLimits> read_reading_limits(const std::filesystem::path& file);
Result<ReadingLimits> reading_limits();  // that this program ships with

struct BulkReading {
  std::string kind;  // hour, day, off_hours, sheet_rows, own_household, window_misses
  std::int64_t account = 0;
  std::string login, name;
  std::int64_t people = 0;  // sheet_rows: rows; window_misses: looks
  Instant since;  // the beginning of the hour or the day
};

// Rows of register exports that the account took away since then.
Result<std::int64_t> rows_exported(store::Transaction& transaction, std::int64_t account,
                                   Instant since);

// Newest first, at most 200.
Result<std::vector<BulkReading>> bulk_readings(store::Transaction& transaction,
                                               const ReadingLimits& limits, Instant since);

}  // namespace leye::audit
