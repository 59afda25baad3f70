#include "states/keeper.hpp"

#include <sys/resource.h>

#include <algorithm>

#include <spdlog/spdlog.h>

#include "states/keeper.sql.hpp"

namespace leye::states {
namespace {

constexpr std::chrono::seconds looked_at_each{5};
constexpr int rest_times = 20;  // between two looks, as often as a look took
constexpr int rest_times_between_steps = 3;
constexpr std::chrono::milliseconds step_wanted{100};
constexpr std::int64_t step_people_min = 64, step_people_max = 4096;
constexpr std::chrono::minutes step_max{10};
// Who writes has asked for the time before, at most so long before its first row.
constexpr std::chrono::hours known_before{1};

struct Moment {
  std::int64_t own = 0;
  std::string seen;
  bool nobody_else = false;  // writes
};

Result<Moment> moment_of(store::Transaction& transaction) {
  const auto rows = TRY(transaction.query(sql::moment));
  return Moment{rows[0].get<std::int64_t>("own"), rows[0].get<std::string>("seen"),
                rows[0].get<bool>("nobody_else")};
}

}  // namespace

struct Keeper::Pass {
  std::int64_t id = 0;
  std::int64_t reached = 0;
  bool ended = false;
  std::string seen;
  Instant seen_at;
};

// Begins it when there is none for this day and these rules. None: it has just begun.
Result<std::optional<Keeper::Pass>> Keeper::pass_of_today(store::Transaction& transaction) const {
  const auto moment = TRY(moment_of(transaction));
  const auto rows = TRY(transaction.query(sql::latest_pass, desk_.rules.id));
  // A database that was brought here from elsewhere counts its transactions anew.
  if (!rows.empty() && rows[0].get<Day>("derived_on") == desk_.clock.today() &&
      rows[0].get<std::int64_t>("policy_version") == desk_.version &&
      rows[0].get<bool>("seen_here")) {
    Pass pass;
    pass.id = rows[0].get<std::int64_t>("id");
    pass.reached = rows[0].get<std::int64_t>("reached");
    pass.ended = rows[0].get<std::optional<Instant>>("ended_at").has_value();
    pass.seen = rows[0].get<std::string>("seen");
    pass.seen_at = rows[0].get<Instant>("seen_at");
    return std::optional(pass);
  }
  TRY(transaction.execute(sql::begin_pass, desk_.rules.id, desk_.version, desk_.clock.today(),
                          std::optional<std::int64_t>(), desk_.clock.now(), moment.seen));
  TRY(transaction.execute(sql::forget_due));
  for (const Follower& each : desk_.followers) TRY(each.all(transaction));
  return std::optional<Pass>();
}

Result<bool> Keeper::go_on(store::Transaction& transaction, const Pass& pass) const {
  const auto part = TRY(derive_after(transaction, order(), pass.reached, people_max_));
  if (!part.reached) {
    for (const Follower& each : desk_.followers) TRY(each.all(transaction));
    TRY(transaction.execute(sql::end_pass, pass.id, desk_.clock.now()));
    return true;
  }
  const Derived& done = part.derived;
  TRY(transaction.execute(sql::go_on, pass.id, *part.reached, done.people, done.changed,
                          done.opened, done.closed));
  return true;
}

Result<bool> Keeper::catch_up(store::Transaction& transaction, const Pass& pass) const {
  auto due = TRY(transaction.query(sql::take_due, people_max_));
  if (due.empty()) {
    const auto moment = TRY(moment_of(transaction));
    TRY(transaction.execute(sql::collect_changed, pass.seen, moment.own,
                            pass.seen_at - known_before));
    TRY(transaction.execute(sql::note_seen, pass.id, moment.seen,
                            moment.nobody_else ? desk_.clock.now() : pass.seen_at));
    due = TRY(transaction.query(sql::take_due, people_max_));
  }
  if (due.empty()) return false;
  std::vector<std::int64_t> people;
  for (const store::Row row : due) people.push_back(row.get<std::int64_t>("person_id"));
  const auto done = TRY(derive_people(transaction, order(), people));
  TRY(transaction.execute(sql::note_later, pass.id, done.people, done.changed, done.opened,
                          done.closed));
  for (const Follower& each : desk_.followers) TRY(each.people(transaction, people));
  return true;
}

Result<bool> Keeper::step(store::Connection& connection) {
  if (desk_.rules.states.empty()) return false;
  auto scope = store::Scope::whole_area(desk_.area_schema);
  scope.bypass = true;
  scope.time_limit = step_max;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  TRY(transaction.execute(sql::do_not_wait_for_disk));
  TRY(transaction.execute(sql::leave_a_core));
  if (!TRY(transaction.query(sql::take_turn))[0].get<bool>("taken")) return false;
  const auto pass = TRY(pass_of_today(transaction));
  const bool more =
      !pass || TRY(pass->ended ? catch_up(transaction, *pass) : go_on(transaction, *pass));
  TRY(transaction.commit());
  return more;
}

Result<Kept> kept(store::Transaction& transaction, const Rules& rules) {
  Kept kept;
  const auto rows = TRY(transaction.query(sql::latest_pass, rules.id));
  if (rows.empty()) return kept;
  const store::Row row = rows[0];
  kept.begun = true;
  kept.on = row.get<Day>("derived_on");
  kept.began_at = row.get<Instant>("began_at");
  kept.ended_at = row.get<std::optional<Instant>>("ended_at");
  kept.total = row.get<std::int64_t>("total");
  kept.derived = {row.get<std::int64_t>("people"), row.get<std::int64_t>("changed"),
                  row.get<std::int64_t>("opened"), row.get<std::int64_t>("closed")};
  kept.later = row.get<std::int64_t>("later");
  kept.waiting = TRY(transaction.query(sql::count_due))[0].get<std::int64_t>("n");
  return kept;
}

Status ask_for_pass(store::Transaction& transaction, const Rules& rules, std::int64_t version,
                    Day today, Instant now, std::int64_t account) {
  if (rules.states.empty()) return Done{};
  const auto rows = TRY(transaction.query(sql::latest_pass, rules.id));
  if (!rows.empty() && !rows[0].get<std::optional<Instant>>("ended_at") &&
      rows[0].get<Day>("derived_on") == today)
    return Done{};
  const auto moment = TRY(moment_of(transaction));
  TRY(transaction.execute(sql::begin_pass, rules.id, version, today, account, now, moment.seen));
  TRY(transaction.execute(sql::forget_due));
  return Done{};
}

KeeperThread::KeeperThread(std::string dsn, KeeperDesk desk)
    : keeper_(std::move(desk), step_people_min),
      thread_([this, dsn = std::move(dsn)] { run(dsn); }) {}

KeeperThread::~KeeperThread() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void KeeperThread::run(const std::string& dsn) {
  ::setpriority(PRIO_PROCESS, 0, 10);  // of this thread alone, on Linux: who asks goes first
  std::optional<store::Connection> connection;
  while (true) {
    const auto began = std::chrono::steady_clock::now();
    bool more = false;
    if (!connection) {
      auto made = store::connect(dsn);
      if (made.ok()) connection.emplace(std::move(made).value());
    }
    if (connection) {
      const auto step = keeper_.step(*connection);
      if (!step.ok()) {
        spdlog::error("states: {}", to_text(step.error()));
        connection.reset();
      } else {
        more = step.value();
      }
    }
    const auto took = std::chrono::steady_clock::now() - began;
    const std::chrono::steady_clock::duration look_again =
        std::max<std::chrono::steady_clock::duration>(looked_at_each, rest_times * took);
    if (more) {
      const auto people = took > step_wanted ? keeper_.people_max() / 2 : keeper_.people_max() * 2;
      keeper_.set_people_max(std::clamp(people, step_people_min, step_people_max));
    }
    const auto rest = more ? rest_times_between_steps * took : look_again;
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, rest, [this] { return stop_; });
    if (stop_) return;
  }
}

}  // namespace leye::states
