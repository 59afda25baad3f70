// A made-up other side for tests and the demonstration: takes changes, gives numbers, and goes
// wrong as such systems do — late, twice, out of order, with new numbers, closed at the end of a
// month, refusing some for stated reasons. It says what it planted.
//
//   Simulator province(secret, clock, {.refused_per_thousand = 30});
//   auto server = TRY(http::Server::start(…, [&](const http::Request& r) { return province(r); }));
//
// Which fault meets a change hangs on the key and the seed alone, so that a run can be repeated.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "exchange/signature.hpp"
#include "http/message.hpp"

namespace leye::exchange {

struct Faults {
  int refused_per_thousand = 30;
  int late_per_thousand = 100;       // first "received", the answer comes with the later ones
  int twice_per_thousand = 50;       // answered at once, and once more later
  int renumbered_per_thousand = 10;  // gets another number afterwards
  int lost_per_thousand = 10;        // drops out of their list in silence
  int altered_per_thousand = 10;     // stands in their list with another value
  int foreign_records = 0;           // stand in their list and are nobody's here
  bool out_of_order = true;          // later answers come newest first within a batch
  int closed_days = 0;               // at the end of each month nothing is taken
  std::uint64_t seed = 1;
};

// What was planted so far, by kind of fault.
struct Planted {
  int taken = 0, refused = 0, late = 0, twice = 0, renumbered = 0, lost = 0, altered = 0,
      foreign = 0, closed = 0;
};

class Simulator {
 public:
  // `clock`, the machine's, says when it is closed and what is too old. `memory`: a file that keeps
  // what was taken over a restart; empty: none.
  Simulator(Secret secret, const Clock& clock, Faults faults, std::filesystem::path memory = {});

  http::Response operator()(const http::Request& request);

  void set_away(bool away);  // answers nobody: an outage
  Planted planted() const;
  // The keys that were refused, and the order in which changes of one subject were taken.
  std::vector<std::string> refused_keys() const;
  std::vector<std::string> taken_keys() const;  // in the order of their first arrival
  std::size_t records() const;                  // in their list

 private:
  struct Taken {
    std::string key, kind, serial, outcome, code, reason;
    std::map<std::string, std::string> fields;
  };
  struct Later {
    std::string key, json;
  };
  http::Response answer(const http::Request& request, const std::string& body, int status) const;
  std::string take(const std::string& body, int& status);
  std::string later(std::int64_t after);
  std::string list(const std::string& kind, const std::string& after);
  void store(Taken taken, const std::string& operation, const std::string& serial);
  void remember(const std::string& line) const;
  void recall();
  std::string next_serial(const std::string& kind);
  int draw(std::string_view key, std::string_view what) const;  // 0 … 999
  bool is_closed() const;

  const Secret secret_;
  const Clock& clock_;
  const Faults faults_;
  const std::filesystem::path memory_;
  mutable std::mutex mutex_;
  bool away_ = false;
  bool recalling_ = false;
  std::int64_t serials_ = 0;
  Planted planted_;
  std::map<std::string, Taken> taken_;  // by key
  std::vector<std::string> order_;
  std::map<std::string, std::string> listed_;  // serial → key of what stands there
  std::vector<Later> later_;                   // number − 1 → answer
  std::vector<Later> waiting_;                 // not yet numbered: given a place when asked for
};

}  // namespace leye::exchange
