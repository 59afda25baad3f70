// Carries the outbox to another system, round after round, and brings its answers back.
//
//   Courier courier(desk, system, channel);
//   const Round round = TRY(courier.round(connection));
//
// A round reads the answers that came later, then sends what is due: the first waiting item of each
// subject. What it does it first notes, each step in a transaction of its own, so that a round that
// is cut off anywhere goes on in the next: the same key with the same message, which the other side
// knows already. While nobody answers there, the pauses grow to ten minutes and every item
// keeps its place.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <condition_variable>

#include "base/cipher.hpp"
#include "exchange/channel.hpp"
#include "exchange/message.hpp"

namespace leye::exchange {

// What the work runs on.
struct Desk {
  std::string area_schema;
  std::int64_t area_place = 0;  // its division code
  const Vocabulary& vocabulary;
  const Arrangements& arrangements;
  const Cipher& cipher;
  const Clock& clock;  // the machine's, not the business day's

  store::Scope own_scope() const;  // sees all places
};

struct Round {
  bool reached = true;
  int answers = 0;   // that came later
  int sent = 0;      // messages
  bool more = false;  // something is due at once
};

class Courier {
 public:
  // `step` is told the name of each step when it is done; tests stop the process there.
  using Step = std::function<void(const char*)>;

  Courier(Desk desk, System system, Channel& channel, Step step = {})
      : desk_(std::move(desk)),
        system_(std::move(system)),
        channel_(channel),
        step_(std::move(step)) {}

  Result<Round> round(store::Connection& connection);

 private:
  struct Claimed {
    std::int64_t id = 0;
    std::string message;
  };
  Result<bool> may_ask(store::Connection& connection, std::int64_t& answers_read);
  Result<bool> fetch(store::Connection& connection, std::int64_t after, Round& round);
  Status keep(store::Connection& connection, const LaterAnswer& later);
  Result<std::vector<Claimed>> claim(store::Connection& connection);
  Result<store::Rows> take_turns(store::Connection& connection, Instant now);
  Result<std::optional<std::string>> prepare(store::Connection& connection, const store::Row& row,
                                             Instant now);
  Status leave(store::Connection& connection, std::int64_t item, const Error& error);
  Status settle(store::Connection& connection, std::int64_t item, const Result<Answer>& answer);
  Status give_back(store::Connection& connection, const std::vector<Claimed>& items,
                   std::size_t from, bool may_have_gone);
  Status failed(store::Connection& connection, const Error& error);
  void done(const char* step) const {
    if (step_) step_(step);
  }

  const Desk desk_;
  const System system_;
  Channel& channel_;
  const Step step_;
};

// One courier in a thread of its own until it is destroyed: a round each second, at once where more
// is due; and the comparison of the lists once a day (comparison.hpp).
class CourierThread {
 public:
  CourierThread(std::string dsn, Desk desk, System system, std::unique_ptr<Channel> channel);
  ~CourierThread();

 private:
  void run(const std::string& dsn);
  void compare(store::Connection& connection);

  const Desk desk_;
  const System system_;
  std::unique_ptr<Channel> channel_;
  Courier courier_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace leye::exchange
