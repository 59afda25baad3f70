// The difference desk (差异核对): our list of a kind against theirs, day after day, until nothing
// differs.
//
//   const auto theirs = TRY(channel.records("employment"));
//   const Compared found = TRY(compare_lists(transaction, desk, arrangement, theirs, …));
//
// Only what is settled is compared: an item that waits or was refused is the outbox's. A difference
// has an owner, the clerk of the record's last item, and a day; it is resolved with a choice and a
// reason, and is found again by the next comparison if it is still there. What is no longer there
// is gone by itself. What was looked into and may stay is found again when a value of it changes.
#pragma once

#include "exchange/courier.hpp"

namespace leye::exchange {

enum class DifferenceKind { missing_there, missing_here, differs, renumbered };
const char* name(DifferenceKind kind);
const char* label(DifferenceKind kind);
std::optional<DifferenceKind> find_difference_kind(std::string_view name);

enum class Choice {
  send_ours,      // missing there, differs: ours goes out again; withdrawn here: that goes again
  take_theirs,    // missing here, differs: the clerk enters theirs here
  take_number,    // renumbered: their new number is ours from now on
  no_difference,  // looked into; it may stay
};
const char* name(Choice choice);
const char* label(Choice choice);
std::optional<Choice> find_choice(std::string_view name);
// Missing here with a record of ours: we withdrew it and they list it still.
bool may_choose(DifferenceKind kind, Choice choice, bool record_is_ours);

struct Comparing {
  std::int64_t area_place = 0;             // of what is nobody's here
  std::optional<std::int64_t> account = {};  // none: the program, once a day
  std::string source;                      // "接口", a file's name
  Instant now;
  std::optional<Day> due_on = {};
};
struct Compared {
  std::int64_t id = 0;
  int ours = 0, theirs = 0, found = 0;
  int gone = 0;  // were open, are no longer there
};
// The transaction's scope must bypass row-level security.
Result<Compared> compare_lists(store::Transaction& transaction, const Desk& desk,
                               const Arrangement& arrangement,
                               const std::vector<TheirRecord>& theirs, const Comparing& comparing);

// invalid_input: no reason; conflict: resolved before, or not a choice for this kind.
Status resolve_difference(store::Transaction& transaction, std::int64_t id, Choice choice,
                          const std::string& reason, std::int64_t account, Instant known_at,
                          Instant now);

// Compares each kind of a system when its last time is a day ago or somebody asked for it. Whether
// any was due. What fails is noted (system_state tells it) and tried again after ten minutes.
Result<bool> compare_when_due(store::Connection& connection, const Desk& desk,
                              const System& system, Channel& channel);
Status want_comparison(store::Transaction& transaction, const std::string& system, Instant now);

struct DifferenceLine {
  std::int64_t id = 0;
  std::string system, entity, kind;
  std::optional<std::int64_t> record, person;
  std::string who, place_label, serial, field, ours, theirs;  // values in clear
  Instant found_at;
  std::optional<std::int64_t> owner;
  std::optional<Day> due_on;
  std::string state, choice, reason;
  std::optional<std::int64_t> resolved_by;
};
struct DifferencePage {
  std::vector<DifferenceLine> lines;  // open ones first
  std::int64_t total = 0;
};
Result<DifferencePage> list_differences(store::Transaction& transaction, const Cipher& cipher,
                                        const std::string& state, std::int64_t limit,
                                        std::int64_t offset);
// Open ones, by system.
Result<std::map<std::string, std::int64_t>> count_differences(store::Transaction& transaction);

struct ComparisonLine {
  std::string system, entity;
  Instant made_at;
  std::optional<std::int64_t> made_by;
  std::int64_t ours = 0, theirs = 0, found = 0;
};
Result<std::vector<ComparisonLine>> latest_comparisons(store::Transaction& transaction);

}  // namespace leye::exchange
