// Exports of many rows need a second person: who asks is never who releases, and what was released
// is fetched once, by who asked, for the same places and so many rows, within a day.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/day.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

struct ExportRequest {
  std::int64_t id = 0;
  std::string kind;
  std::int64_t rows = 0;
  std::string reason;
  std::int64_t asked_by = 0;
  std::string asked_by_name;
  Instant asked_at;
  std::string state;  // open, released, refused, fetched
  std::string decided_by_name;
  std::string asked_of;  // of a ledger: its question; empty: a whole register
};

// What a second person let go out.
struct Released {
  std::int64_t rows_max = 0;
  std::string asked_of;
  std::string reason;
};

struct Asker {
  std::int64_t account = 0;
  std::string name;
  std::int64_t place_lo = 0, place_hi = 0;
};

class ExportRequests {
 public:
  explicit ExportRequests(store::Transaction& transaction) : transaction_(transaction) {}

  // `asked_of`: what of that kind goes out; empty: all of it. invalid_input without a reason.
  Result<std::int64_t> ask(const std::string& kind, std::int64_t rows, const std::string& reason,
                           const Asker& asker, Instant now, const std::string& asked_of = {});

  // Of the caller's places, the latest first.
  Result<std::vector<ExportRequest>> latest(int count);

  // not_found, conflict if it was decided before, forbidden for who asked.
  Status decide(std::int64_t id, bool release, const Asker& by, Instant now);

  // What may go out; locked until the end of the transaction. conflict unless released to
  // this account for this kind and these places, within a day. `growth`: percent by which the
  // register may have grown since (Numbers::export_growth).
  Result<Released> released(std::int64_t id, const std::string& kind, const Asker& asker,
                            Instant now, int growth);
  // Marks it as fetched, in the transaction that asked whether it was released.
  Status fetch(std::int64_t id, std::int64_t rows, Instant now);

 private:
  store::Transaction& transaction_;
};

}  // namespace leye::registers
