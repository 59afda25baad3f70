// Keeps the registered states as the register has it: a pass over everybody when a day begins, when
// other rules come into force or when a clerk asks; after it, again and again, those whose records
// changed since, whoever wrote them (imports, feeds, merges, corrections, entries of long ago).
//
//   Keeper keeper({area_schema, rules, version, vocabulary, business_clock});
//   while (TRY(keeper.step(connection))) {}  // all that there is to do now
//
// A step is one transaction with a bounded number of people; what is done is noted in it, so that a
// pass that is cut off goes on where it was. Of several programs on one area one keeps at a time.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "states/derive.hpp"

namespace leye::states {

// What else follows the register in the keeper's steps, after the states of the people it is about.
struct Follower {
  std::function<Status(store::Transaction&)> all;  // when a pass begins and when it ends
  std::function<Status(store::Transaction&, const std::vector<std::int64_t>&)> people;
};

struct KeeperDesk {
  std::string area_schema;
  const Rules& rules;
  std::int64_t version = 0;  // of the policy; other rules are another version
  const Vocabulary& vocabulary;
  const Clock& clock;  // the business day
  std::vector<Follower> followers = {};
};

class Keeper {
 public:
  explicit Keeper(KeeperDesk desk, std::int64_t people_max = 4096)
      : desk_(std::move(desk)), people_max_(people_max) {}

  // False: nothing is left to do now, or another program is at it. A crash of the database may take
  // the last steps back, as a whole; they are taken again.
  Result<bool> step(store::Connection& connection);

  // How many people the next steps look at.
  void set_people_max(std::int64_t people) { people_max_ = people; }
  std::int64_t people_max() const { return people_max_; }

 private:
  struct Pass;
  Result<std::optional<Pass>> pass_of_today(store::Transaction& transaction) const;
  Result<bool> go_on(store::Transaction& transaction, const Pass& pass) const;
  Result<bool> catch_up(store::Transaction& transaction, const Pass& pass) const;
  DeriveOrder order() const {
    return {desk_.rules, desk_.vocabulary, desk_.clock.today(), desk_.clock.now()};
  }

  const KeeperDesk desk_;
  std::int64_t people_max_;  // of a step
};

// How far the states are.
struct Kept {
  bool begun = false;  // false: nothing was ever derived for everybody
  Day on;
  Instant began_at;
  std::optional<Instant> ended_at;  // none: the pass is under way
  std::int64_t total = 0;           // people
  Derived derived;
  std::int64_t later = 0;    // people derived anew since the pass ended
  std::int64_t waiting = 0;  // people whose records changed
};
Result<Kept> kept(store::Transaction& transaction, const Rules& rules);

// Asks for a pass over everybody. One that is under way goes on instead.
Status ask_for_pass(store::Transaction& transaction, const Rules& rules, std::int64_t version,
                    Day today, Instant now, std::int64_t account);

// One keeper in a thread of its own until it is destroyed. It gives way to clerks: its steps last
// about a tenth of a second, and it works a quarter of the time, where nothing changes a twentieth.
class KeeperThread {
 public:
  KeeperThread(std::string dsn, KeeperDesk desk);
  ~KeeperThread();

 private:
  void run(const std::string& dsn);

  Keeper keeper_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace leye::states
