// Traineeships by host and batch (就业见习): places opened, who is there, who was kept as an exact
// fraction, and of each trainee the months agreed, reported, confirmed and left.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "store/transaction.hpp"

namespace leye::reports {

struct TraineesWanted {
  std::int64_t organisation = 0;    // that host alone; 0: all
  std::int64_t low = 0, high = -1;  // where the hosts are
  Day from, until;                  // of the year that is counted
  Day today;
};

struct Host {
  std::int64_t organisation = 0, batch = 0;  // no batch: 0
  std::string label, batch_label;
  std::int64_t places_opened = 0;  // within the year; of the host, the same in each batch
  std::int64_t places_open = 0;    // today
  std::int64_t started = 0;        // people, within the year
  std::int64_t now = 0;            // trainees today
  std::int64_t all = 0;            // who ever began; one denominator of the retention rate
  std::int64_t finished = 0;       // of these, to the agreed end or kept; the other one
  std::int64_t ended = 0;          // who are no longer there
  std::int64_t kept = 0;           // by a labour contract that stands: the numerator
};
// Those with most trainees first; at most 200.
Result<std::vector<Host>> list_hosts(store::Transaction& transaction, const TraineesWanted& wanted);

struct Trainee {
  std::int64_t record = 0, person = 0, organisation = 0;
  std::string who, host, batch_label;
  Day start;
  std::optional<Day> planned_end, end, kept_on;
  bool agreement_confirmed = false, end_confirmed = false;
  std::int64_t months_agreed = 0;     // whole months of the agreement
  std::int64_t months_done = 0;       // whole months until today or the end
  std::int64_t months_left = 0;       // agreed and not done
  std::int64_t months_reported = 0;   // by the host
  std::int64_t months_confirmed = 0;  // by the trainee
  std::int64_t months_paid = 0;       // that the host says it paid for
};
struct TraineePage {
  std::vector<Trainee> lines;  // latest first
  std::int64_t total = 0;
};
Result<TraineePage> list_trainees(store::Transaction& transaction, const TraineesWanted& wanted,
                                  std::int64_t limit, std::int64_t offset);

}  // namespace leye::reports
