// What a server answers by: everything that is made from one version of the pack, held as one
// value, so that the next version takes over between two requests.
#pragma once

#include <future>
#include <memory>
#include <mutex>
#include <vector>

#include "api/dispatch.hpp"
#include "api/rulebook.hpp"
#include "cli/policies.hpp"
#include "cli/serving.hpp"
#include "exchange/courier.hpp"
#include "exchange/feeds_folder.hpp"
#include "ledgers/ledger.hpp"
#include "registers/places.hpp"
#include "states/keeper.hpp"
#include "workbench/workbench.hpp"

namespace leye::cli {

// What does not depend on the version: made once, and outlives all versions.
struct ServerParts {
  const Serving& serving;
  const registers::Area& area;
  const Clock& machine_clock;
  const Clock& business_clock;
  const Cipher& cipher;
  store::Pool& pool;
  audit::Writer& audit;
  const http::WebFiles& web;
  const WorkingDays& calendar;
  workbench::Workbench& workbench;
  api::TrialRunner& trials;
};

class VersionInForce {
 public:
  // Reads the version's texts. An error if they cannot be read by this program.
  static Result<std::unique_ptr<VersionInForce>> make(const ServerParts& parts,
                                                      const workbench::Workbench::InForce& version);
  VersionInForce(const VersionInForce&) = delete;
  VersionInForce& operator=(const VersionInForce&) = delete;

  std::int64_t number() const { return number_; }
  const Policies& policies() const { return policies_; }
  const api::Dispatcher& dispatcher() const { return *dispatcher_; }
  // With the other systems: those that this server asks, and the files that are dropped for it.
  Status start_exchange();
  void stop_exchange();
  // Registered states, and the cases of families without work, follow the registers.
  void start_states();
  void stop_states() { states_.reset(); }

 private:
  exchange::Desk desk() const;
  states::Follower family_follower() const;
  Status watch_feeds();
  VersionInForce(const ServerParts& parts, std::int64_t number, Policies policies,
                 ledgers::Ledgers ledgers, api::Rulebook rulebook);

  const ServerParts& parts_;
  const std::int64_t number_;
  const Policies policies_;
  const ledgers::Ledgers ledgers_;
  const api::Rulebook rulebook_;
  std::unique_ptr<api::ScreeningRunner> screenings_;
  std::unique_ptr<api::Backend> backend_;
  std::unique_ptr<api::Dispatcher> dispatcher_;
  std::vector<std::unique_ptr<exchange::CourierThread>> couriers_;
  std::unique_ptr<exchange::FeedsFolderThread> feeds_;
  std::unique_ptr<states::KeeperThread> states_;
};

// The version in force now, and the change to the next one.
class ChangeOver {
 public:
  // Takes what the installation brings and makes the version in force.
  static Result<std::unique_ptr<ChangeOver>> begin(const ServerParts& parts);

  // For the length of a request.
  std::shared_ptr<VersionInForce> current() const;

  // Called again and again by one thread: when a day begins or something was published (here, or
  // within half a minute anywhere), makes what is in force now and lets it take over. What went out
  // of force ends when the last request has let go of it.
  void look();

 private:
  explicit ChangeOver(const ServerParts& parts) : parts_(parts) {}
  Result<workbench::Workbench::InForce> wanted(bool at_start);
  void end_retired();

  const ServerParts& parts_;
  mutable std::mutex mutex_;
  std::shared_ptr<VersionInForce> current_;
  std::vector<std::shared_ptr<VersionInForce>> retired_;
  std::vector<std::future<void>> ending_;
  std::optional<Day> looked_on_;
  std::uint64_t looked_published_ = 0;
  std::chrono::steady_clock::time_point look_again_{}, urgent_until_{};
};

}  // namespace leye::cli
