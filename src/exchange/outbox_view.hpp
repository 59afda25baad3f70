// The outbox as people read it: lists of items, one item with its story, counts for the director,
// and tasks of the desk. The transaction's scope decides what is seen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "exchange/message.hpp"

namespace leye::exchange {

struct OutgoingLine {
  std::int64_t id = 0;
  std::string system, entity;
  std::int64_t record = 0;
  std::optional<std::int64_t> person, organisation;
  std::string who;  // a name
  std::string place_label;
  std::string operation;  // put | withdraw
  std::string state;
  std::int64_t clerk = 0;
  Instant recorded_at;
  std::optional<Instant> sent_at, answered_at;
  Instant next_try_at;
  int attempts = 0;
  std::string serial, reason_code, reason;
  std::optional<std::int64_t> mended_by;
};

struct OutgoingPage {
  std::vector<OutgoingLine> lines;  // latest first
  std::int64_t total = 0;
};

struct OutgoingFilter {
  std::string state = {};
  std::string entity = {};
  std::optional<std::int64_t> person = {};
  std::int64_t limit = 20;
  std::int64_t offset = 0;
};
Result<OutgoingPage> list_outgoing(store::Transaction& transaction, const OutgoingFilter& filter);

struct OutgoingEvent {
  Instant at;
  std::string state;
  std::string detail;
  std::optional<std::int64_t> account;  // none: the program
};
struct OutgoingItem {
  OutgoingLine line;
  Fields fields;  // as they went out, in clear; empty before
  std::vector<OutgoingEvent> events;
};
Result<OutgoingItem> view_outgoing(store::Transaction& transaction, const Cipher& cipher,
                                   std::int64_t id);

// 未发 0，退回 30，最早 4 小时.
struct SystemCounts {
  std::string system;
  std::int64_t unsent = 0, sent = 0, postponed = 0, refused = 0, accepted = 0;
  std::optional<Instant> oldest_waiting;  // of what is not yet answered
  std::optional<Instant> oldest_refused;
};
Result<std::vector<SystemCounts>> count_outgoing(store::Transaction& transaction);

struct SystemState {
  std::optional<Instant> failing_since, closed_until, answered_at;
  std::string failure;
};
Result<SystemState> system_state(store::Transaction& transaction, const std::string& system);

struct DeskTask {
  std::int64_t id = 0;
  std::string about, kind, title, detail, address;
  std::optional<Day> due_on;
  Instant created_at;
  bool mine = false;
};
Result<std::vector<DeskTask>> desk_tasks(store::Transaction& transaction, std::int64_t account,
                                         const std::vector<std::string>& roles,
                                         std::int64_t place_lo, std::int64_t place_hi);

}  // namespace leye::exchange
