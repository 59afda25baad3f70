#include "benefits/screening.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <set>

#include "benefits/grants.hpp"
#include "benefits/queues.hpp"
#include "benefits/screening.sql.hpp"
#include "benefits/sweep.hpp"
#include "policy/settle/settle.hpp"

namespace leye::benefits {
namespace {

using policy::Outcome;
using policy::SettledState;
using SteadyClock = std::chrono::steady_clock;

// A result on its way into the staging table.
struct Settling {
  Finding finding;
  SettledState state = SettledState::granted;
  std::string by = {};
  std::int64_t queue_place = 0;  // 0: its measure has no queue
};

const char* name(SettledState state) {
  switch (state) {
    case SettledState::granted: return "granted";
    case SettledState::excluded: return "excluded";
    case SettledState::limited: return "limited";
    case SettledState::queued: return "queued";
  }
  return "granted";
}

std::int64_t full_digest(const Settling& settling) {
  std::int64_t hash =
      digest(settling.finding.found) ^ (static_cast<std::int64_t>(settling.state) << 60);
  for (const char c : settling.by) hash = hash * 31 + c;
  hash = hash * 31 + settling.queue_place;
  // Of a category the same answer may mean several things.
  if (CategoryFindings::is_category(*settling.finding.measure))
    for (const char c : std::string_view(settling.finding.outcome)) hash = hash * 31 + c;
  return hash;
}

void write(const Settling& settling, const std::string& subject_kind, store::CopyRow& row) {
  const Assessment& found = settling.finding.found;
  const policy::Answer& answer = found.answer;
  const bool free = settling.by.empty();
  row.add(settling.finding.measure->name.id)
      .add(subject_kind)
      .add(found.subject)
      .add(found.person)
      .add(found.organisation)
      .add(found.place)
      .add(settling.finding.outcome)
      .add(name(settling.state))
      .add(free ? std::nullopt : std::optional<std::string>(settling.by))
      .add(settling.queue_place == 0 ? std::nullopt : std::optional(settling.queue_place))
      .add(answer.amount)
      .add(answer.low)
      .add(answer.high)
      .add(static_cast<std::int16_t>(answer.distance))
      .add(static_cast<std::int64_t>(answer.failed))
      .add(static_cast<std::int64_t>(answer.unknown))
      .add(answer.missing)
      .add(answer.event_on)
      .add(answer.period_from)
      .add(answer.period_until)
      .add(full_digest(settling));
}

const std::string& kind_of(const Vocabulary& vocabulary, const Settling& settling) {
  const auto subject = static_cast<std::size_t>(settling.finding.measure->subject);
  return vocabulary.entities()[subject].id;
}

// Measures of which an exclusion, a limit of their own, a shared cap or a queue may take something:
// what is entitled to them has to wait until all is read.
std::set<const policy::Measure*> competing(const policy::Plan& plan) {
  std::set<const policy::Measure*> found;
  for (const policy::Measure& measure : plan.measures) {
    const bool alone = measure.limits.empty() && measure.caps.empty() && !measure.months_cap &&
                       measure.quotas.empty();
    if (!alone) found.insert(&measure);
  }
  for (const policy::Exclusion& exclusion : plan.exclusions)
    for (const std::string& id : exclusion.measures) found.insert(plan.find_measure(id));
  return found;
}

// What settling must know that no subject's facts say.
struct Queues {
  Applications applications;
  std::vector<policy::Taken> taken;
};

// Findings one at a time: those that nothing can keep from being granted as they are read, the
// others at the end, settled.
class Findings {
 public:
  Findings(Sweep& sweep, const policy::Plan& plan, Day on, const Queues& queues,
           std::function<Status(std::int64_t)> on_block)
      : sweep_(sweep),
        plan_(plan),
        on_(on),
        queues_(queues),
        on_block_(std::move(on_block)),
        competing_(competing(plan)) {}

  // The next one, or null at the end.
  Result<const Settling*> next() {
    while (true) {
      if (at_ < ready_.size()) return &ready_[at_++];
      if (ended_) return nullptr;
      ready_.clear();
      at_ = 0;
      auto block = TRY(sweep_.next());
      if (block) {
        TRY(take(*block));
      } else {
        settle_all();
      }
    }
  }

  std::int64_t read() const { return read_; }  // people and organisations

 private:
  Status take(Sweep::Block& block) {
    for (Finding& finding : block.kept) {
      const bool waits =
          finding.found.answer.outcome == Outcome::eligible && competing_.contains(finding.measure);
      (waits ? waiting_ : ready_).push_back({std::move(finding)});
    }
    read_ += block.read;
    return on_block_(read_);
  }

  // One family of measures after another: what settling needs beside the findings grows with the
  // largest family, not with all that is entitled.
  void settle_all() {
    const auto family = policy::families_of(plan_);
    std::map<std::size_t, std::vector<std::size_t>> members;
    for (std::size_t i = 0; i < waiting_.size(); ++i)
      members[family.at(waiting_[i].finding.measure->name.id)].push_back(i);
    for (const auto& [one, indexes] : members) settle(indexes);
    ready_ = std::move(waiting_);
    ended_ = true;
  }

  void settle(const std::vector<std::size_t>& indexes) {
    std::vector<policy::Entitlement> entitlements;
    entitlements.reserve(indexes.size());
    for (const auto index : indexes) {
      const Assessment& found = waiting_[index].finding.found;
      const policy::Measure& measure = *waiting_[index].finding.measure;
      entitlements.push_back(policy::entitlement(measure, found.answer, on_, found.subject,
                                                 found.person.value_or(0),
                                                 found.organisation.value_or(0)));
      const auto applied = queues_.applications.find({measure.name.id, found.subject});
      if (applied != queues_.applications.end()) entitlements.back().applied_on = applied->second;
    }
    const auto settled = policy::settle(plan_, entitlements, {}, queues_.taken);
    for (std::size_t i = 0; i < settled.size(); ++i) {
      Settling& each = waiting_[indexes[i]];
      each.state = settled[i].state;
      each.by = settled[i].because;
      each.queue_place = settled[i].place;
      if (settled[i].state != SettledState::granted) continue;
      // Less than it was entitled to alone, if it shares a cap with others.
      auto& answer = each.finding.found.answer;
      answer.amount = answer.low = settled[i].amount;
      answer.high = settled[i].amount;
      answer.months = settled[i].months;
      answer.period_until = settled[i].period_until;
    }
  }

  Sweep& sweep_;
  const policy::Plan& plan_;
  const Day on_;
  const Queues& queues_;
  std::function<Status(std::int64_t)> on_block_;
  std::set<const policy::Measure*> competing_;
  std::deque<Settling> ready_, waiting_;
  std::size_t at_ = 0;
  bool ended_ = false;
  std::int64_t read_ = 0;
};

store::Scope program_scope(const ScreeningOrder& order) {
  store::Scope scope = store::Scope::whole_area(order.area_schema);
  scope.bypass = true;
  scope.account = order.account;
  scope.time_limit = std::chrono::minutes(30);
  return scope;
}

Result<std::int64_t> number(store::Transaction& transaction, store::Statement statement) {
  return TRY(transaction.query(statement))[0].get<std::int64_t>("n");
}

Result<Progress> start_run(store::Connection& connection, const policy::Plan& plan,
                           const ScreeningOrder& order) {
  auto transaction = TRY(store::Transaction::begin(connection, program_scope(order)));
  TRY(transaction.execute(sql::fail_unfinished_runs, order.now));
  TRY(guard_reported_grants(transaction, plan));
  Progress progress;
  progress.total = TRY(number(transaction, sql::count_persons)) +
                   TRY(number(transaction, sql::count_organisations));
  progress.run = TRY(transaction.query(sql::start_run, plan.id, plan.digest, order.on, order.now,
                                       order.account, progress.total))[0]
                     .get<std::int64_t>("id");
  TRY(transaction.commit());
  return progress;
}

Status note_progress(store::Connection& connection, const ScreeningOrder& order,
                     const Progress& progress) {
  auto transaction = TRY(store::Transaction::begin(connection, program_scope(order)));
  TRY(transaction.execute(sql::note_progress, progress.run, progress.done));
  return transaction.commit();
}

Status fail_run(store::Connection& connection, const ScreeningOrder& order, std::int64_t run,
                const Error& error) {
  auto transaction = TRY(store::Transaction::begin(connection, program_scope(order)));
  TRY(transaction.execute(sql::fail_run, run, order.now, to_text(error)));
  return transaction.commit();
}

Status merge(store::Transaction& writer, const ScreeningOrder& order, ScreeningReport& report) {
  const auto before = TRY(number(writer, sql::count_results));
  report.vanished = TRY(writer.execute(sql::delete_vanished));
  const auto touched = TRY(writer.execute(sql::merge_results, report.run));
  const auto after = TRY(number(writer, sql::count_results));
  report.inserted = after - before + report.vanished;
  report.changed = touched - report.inserted;
  TRY(writer.execute(sql::finish_run, report.run, order.now, report.inserted, report.changed,
                     report.vanished));
  return Done{};
}

// As many readers as are asked for and the pool has: one at least, all in one moment.
Status begin_reading(store::Pool& pool, const ScreeningOrder& order, std::vector<store::Lease>& on,
                     std::vector<store::Transaction>& readers) {
  store::Scope scope = program_scope(order);
  scope.access = store::Access::snapshot;
  on.reserve(std::max<std::size_t>(order.readers, 1));  // a transaction points to its connection
  on.push_back(TRY(pool.take()));
  readers.push_back(TRY(store::Transaction::begin(*on.front(), scope)));
  scope.same_moment = TRY(readers.front().share_moment());
  while (readers.size() < order.readers) {
    auto lease = pool.take(std::chrono::milliseconds(0));
    if (!lease.ok() && lease.error().code == ErrorCode::overloaded) return Done{};
    on.push_back(TRY(std::move(lease)));
    readers.push_back(TRY(store::Transaction::begin(*on.back(), scope)));
  }
  return Done{};
}

Progress progress_of(Progress before, std::int64_t read, std::int64_t milliseconds) {
  before.done = read;
  before.rate_per_second = read * 1000 / std::max<std::int64_t>(milliseconds, 1);
  before.seconds_left = (before.total - read) / std::max<std::int64_t>(before.rate_per_second, 1);
  return before;
}

}  // namespace

Result<ScreeningReport> screen(store::Pool& pool, const policy::Plan& plan,
                               const Vocabulary& vocabulary, const ScreeningOrder& order,
                               const std::function<void(const Progress&)>& progress) {
  const auto started = SteadyClock::now();
  const auto elapsed = [started] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started)
        .count();
  };
  auto writing = TRY(pool.take());
  auto noting = TRY(pool.take());
  auto writer = TRY(store::Transaction::begin(*writing, program_scope(order)));
  if (!TRY(writer.query(sql::lock_screening))[0].get<bool>("locked"))
    return Error{ErrorCode::conflict, "本地区正在筛查", {}, "等这次筛查结束后再试"};
  Progress now = TRY(start_run(*noting, plan, order));
  ScreeningReport report;
  report.run = now.run;

  const auto work = [&]() -> Status {
    std::vector<store::Lease> connections;
    std::vector<store::Transaction> readers;
    TRY(begin_reading(pool, order, connections, readers));
    report.readers = static_cast<std::int64_t>(readers.size());
    Queues queues;
    queues.applications = TRY(applications_in_queues(readers.front(), plan));
    queues.taken = TRY(taken_of_quotas(readers.front(), plan));
    Sweep sweep(readers, {plan, vocabulary, order.on, order.now, order.compare_every}, order.block);
    Findings findings(sweep, plan, order.on, queues, [&](std::int64_t read) {
      now = progress_of(now, read, elapsed());
      if (progress) progress(now);
      return note_progress(*noting, order, now);
    });
    TRY(writer.execute(sql::empty_staging));
    const auto next_row = [&](store::CopyRow& row) -> Result<bool> {
      const Settling* settling = TRY(findings.next());
      if (settling) write(*settling, kind_of(vocabulary, *settling), row);
      return settling != nullptr;
    };
    report.kept = TRY(writer.copy_in(sql::copy_staging, next_row));
    report.subjects = findings.read();
    report.answers = sweep.answers();
    report.times = sweep.times();
    const auto read = elapsed();
    TRY(merge(writer, order, report));
    TRY(writer.commit());
    report.merge_milliseconds = elapsed() - read;
    return Done{};
  };
  const Status worked = work();
  if (!worked.ok()) {
    TRY(fail_run(*noting, order, report.run, worked.error()));
    return Error(worked.error());
  }
  report.milliseconds = elapsed();
  return report;
}

}  // namespace leye::benefits
