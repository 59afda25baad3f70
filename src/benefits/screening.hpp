// Screening (筛查): every measure against the whole register, in one pass.
//
// People and organisations are read in blocks, by several connections at once and in flat memory;
// what is kept is one row for each measure and subject that is entitled (拟享受对象), one condition
// short (差一项) or undetermined (待核). Only those who are entitled to a measure that an exclusion
// or a limit may take from them are held until the end, when settle() chooses. The results are then
// merged in one transaction: readers see the old ones or the new ones, and a second run over the
// same facts changes no row.
//
// The batch reader answers; what is kept, and a sample of the rest, is read again by the
// interpreter. Should they differ, the run fails and says about whom (block_reader.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "benefits/block_reader.hpp"
#include "policy/plan/plan.hpp"
#include "store/pool.hpp"
#include "store/transaction.hpp"
#include "vocabulary/vocabulary.hpp"

namespace leye::benefits {

inline constexpr std::size_t default_readers = 2;

struct ScreeningOrder {
  std::string area_schema;
  Day on;       // the day of application that is assumed
  Instant now;  // what is known by now
  std::int64_t account = 0;
  std::size_t block = 10'000;  // people in memory at once, for each reader
  std::size_t readers =
      default_readers;  // connections that read at the same time; fewer if the pool has fewer
  std::size_t compare_every = 100;  // of what is not kept, each n-th answer is given twice
};

struct Progress {
  std::int64_t run = 0;
  std::int64_t done = 0;  // people and organisations
  std::int64_t total = 0;
  std::int64_t rate_per_second = 0;
  std::int64_t seconds_left = 0;
};

struct ScreeningReport {
  std::int64_t run = 0;
  std::int64_t subjects = 0;  // people and organisations read
  std::int64_t answers = 0;   // measure × subject
  std::int64_t inserted = 0;
  std::int64_t changed = 0;
  std::int64_t vanished = 0;
  std::int64_t kept = 0;     // results
  std::int64_t readers = 0;  // connections that read
  ReadingTimes times;        // of all readers together
  std::int64_t merge_milliseconds = 0;
  std::int64_t milliseconds = 0;
};

// conflict: another screening of the area is running, or the two readers of rules differ. Takes two
// connections and one for each reader.
Result<ScreeningReport> screen(store::Pool& pool, const policy::Plan& plan,
                               const Vocabulary& vocabulary, const ScreeningOrder& order,
                               const std::function<void(const Progress&)>& progress);

// One line of the table: a measure in a county.
struct Tally {
  std::string measure;
  std::int64_t county = 0;  // six digits; 0: not known
  std::string county_name;
  std::int64_t eligible = 0;  // after settling
  Money amount;               // of these
  std::int64_t excluded = 0;  // entitled, but another one was chosen
  std::int64_t short_by_one = 0;
  std::int64_t undetermined = 0;
  std::int64_t should_leave = 0;  // of a category: recognised, and the conditions of exit hold
  std::int64_t lapses_soon = 0;   // of a category: recognised for 30 more days or less
};
// The standing results, by measure and county, within the scope's places.
Result<std::vector<Tally>> tally(store::Transaction& transaction);

struct ScreeningRun {
  std::int64_t id = 0;
  Day on;
  std::string state;  // running, done, failed
  std::int64_t done = 0;
  std::int64_t total = 0;
  Instant started_at;
  std::optional<Instant> finished_at;
  std::int64_t inserted = 0, changed = 0, vanished = 0;
  std::string failure;
};
// Run 0 is the latest. not_found: none.
Result<ScreeningRun> screening_run(store::Transaction& transaction, std::int64_t run);

struct ResultFilter {
  std::vector<std::int64_t> ids = {};
  std::string measure = {};
  std::string outcome = {};  // eligible, short, undetermined, should_leave, lapses_soon
  std::optional<std::int64_t> organisation = {};
  std::int64_t place_lo = 0;
  std::int64_t place_hi = 999'999'999'999;
  std::int64_t page = 1;
  std::int64_t size = 20;
};
struct ResultLine {
  std::int64_t id = 0;
  std::string measure;
  std::string subject_kind;
  std::int64_t subject_id = 0;
  std::optional<std::int64_t> person_id;
  std::optional<std::int64_t> organisation_id;
  std::string person_name;
  std::string organisation_name;
  std::int64_t place = 0;
  std::string place_name;
  std::string outcome;
  std::string settled;  // granted, excluded, limited, queued
  std::string settled_by;
  std::int64_t queue_place = 0;  // in the queue of its measure, from 1; 0: it has none
  Money amount;
  Money low;
  std::optional<Money> high;
  int distance = 0;
  std::uint64_t failed = 0;
  std::uint64_t unknown = 0;
  std::vector<std::string> missing;
  std::optional<Day> event_on;
};
struct ResultPage {
  std::vector<ResultLine> lines;
  std::int64_t total = 0;
};
Result<ResultPage> list_results(store::Transaction& transaction, const ResultFilter& filter);

}  // namespace leye::benefits
