// The sweep as it is read: what is proposed and decided, how many of each, the latest runs. What
// the reader sees is bound by the scope of the transaction (row-level security by place).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/transaction.hpp"
#include "sweeps/rules.hpp"
#include "sweeps/signs.hpp"

namespace leye::sweeps {

struct ExitLine {
  std::int64_t id = 0, person = 0;
  std::string who, place_label;
  std::optional<Day> registered_on;
  std::string evidence, given_by, detail;
  Day since, ends_on;
  std::string because, clause, state, reason;
  std::optional<std::int64_t> run, decided_by;
  std::optional<Day> undo_until;
};
struct ExitPage {
  std::vector<ExitLine> lines;  // newest first
  std::int64_t total = 0;
};
// `state`: open, confirmed, rejected, undone; `because`: a reason, or empty for all.
Result<ExitPage> list_exits(store::Transaction& transaction, const std::string& state,
                            const std::string& because, std::int64_t limit, std::int64_t offset);

struct SweepCounts {
  std::map<std::string, std::map<std::string, std::int64_t>> exits;  // by state and reason
  std::int64_t registered = 0;                                       // as unemployed, now
  std::int64_t registered_long = 0;  // as long as the pack calls long
  std::map<std::string, std::int64_t> counted;  // by list: who is not registered but counts
};
Result<SweepCounts> count_sweep(store::Transaction& transaction, Day today, const Rules& rules,
                                const Signs& signs);

struct RunLine {
  std::int64_t id = 0, exits = 0, confirmed = 0, confirmed_by = 0;
  Instant known_at;
  std::optional<Day> undo_until;
  bool undone = false;
  std::string reason;
};
Result<std::vector<RunLine>> latest_runs(store::Transaction& transaction);

}  // namespace leye::sweeps
