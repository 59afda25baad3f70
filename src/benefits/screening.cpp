#include "benefits/screening.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>

#include "benefits/assessment.hpp"
#include "benefits/grants.hpp"
#include "benefits/queues.hpp"
#include "benefits/reach.hpp"
#include "benefits/screening.sql.hpp"
#include "policy/settle/settle.hpp"
#include "registers/facts_loader.hpp"

namespace leye::benefits {
namespace {

using policy::Outcome;
using policy::SettledState;
using SteadyClock = std::chrono::steady_clock;

// A result on its way into the staging table.
struct Finding {
  const policy::Measure* measure = nullptr;
  Assessment found;
  SettledState settled = SettledState::granted;
  std::string settled_by = {};
  std::int64_t queue_place = 0;  // 0: its measure has no queue
};

// What is kept of an answer, or null: not entitled by more than one condition, or not in force.
const char* kept_outcome(const policy::Answer& answer) {
  switch (answer.outcome) {
    case Outcome::eligible: return "eligible";
    case Outcome::undetermined: return "undetermined";
    case Outcome::not_eligible: return answer.distance == 1 ? "short" : nullptr;
    case Outcome::not_in_force: return nullptr;
  }
  return nullptr;
}

const char* name(SettledState state) {
  switch (state) {
    case SettledState::granted: return "granted";
    case SettledState::excluded: return "excluded";
    case SettledState::limited: return "limited";
    case SettledState::queued: return "queued";
  }
  return "granted";
}

std::int64_t full_digest(const Finding& finding) {
  std::int64_t hash = digest(finding.found) ^ (static_cast<std::int64_t>(finding.settled) << 60);
  for (const char c : finding.settled_by) hash = hash * 31 + c;
  hash = hash * 31 + finding.queue_place;
  return hash;
}

void write(const Finding& finding, const std::string& subject_kind, store::CopyRow& row) {
  const Assessment& found = finding.found;
  const policy::Answer& answer = found.answer;
  const bool free = finding.settled_by.empty();
  row.add(finding.measure->name.id)
      .add(subject_kind)
      .add(found.subject)
      .add(found.person)
      .add(found.organisation)
      .add(found.place)
      .add(kept_outcome(answer))
      .add(name(finding.settled))
      .add(free ? std::nullopt : std::optional<std::string>(finding.settled_by))
      .add(finding.queue_place == 0 ? std::nullopt : std::optional(finding.queue_place))
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
      .add(full_digest(finding));
}

// Reads the registers block by block and hands out findings one at a time.
class Sweep {
 public:
  static Result<std::unique_ptr<Sweep>> begin(store::Transaction& reader, const policy::Plan& plan,
                                              const Vocabulary& vocabulary,
                                              const ScreeningOrder& order,
                                              std::function<Status(std::int64_t)> on_block) {
    std::unique_ptr<Sweep> sweep(new Sweep(reader, plan, vocabulary, order, std::move(on_block)));
    for (const policy::Measure& measure : plan.measures) {
      const auto& entity = vocabulary.entities()[static_cast<std::size_t>(measure.subject)];
      for (auto* group : sweep->groups_of(entity)) {
        group->push_back(TRY(Assessor::make(plan, measure, sweep->facts_, order.on)));
      }
      sweep->kinds_[&measure] = entity.id;
    }
    return sweep;
  }

  // The next finding, or null at the end.
  Result<const Finding*> next() {
    while (true) {
      if (at_ < ready_.size()) return &ready_[at_++];
      ready_.clear();
      at_ = 0;
      if (phase_ == Phase::done) return nullptr;
      TRY(advance());
    }
  }

  const std::string& kind(const Finding& finding) const { return kinds_.at(finding.measure); }
  std::int64_t answers() const { return answers_; }
  std::int64_t read() const { return read_; }

 private:
  enum class Phase { persons, organisations, unowned, settle, done };

  // In which sweeps the subject's rows are met: each row belongs to its person, else to its
  // organisation, else to a place.
  std::vector<std::vector<Assessor>*> groups_of(const Entity& entity) {
    if (entity.id == "person") return {&person_wide_};
    if (entity.id == "organisation") return {&organisation_wide_};
    const Fact* person = entity.find_reference("person");
    const Fact* organisation = entity.find_reference("organisation");
    const bool always_of_person = person != nullptr && person->required;
    const bool always_owned =
        always_of_person || (organisation != nullptr && organisation->required);
    std::vector<std::vector<Assessor>*> groups;
    if (person != nullptr) groups.push_back(&person_wide_);
    if (organisation != nullptr && !always_of_person) groups.push_back(&organisation_wide_);
    if (entity.is_record() && !always_owned) groups.push_back(&unowned_);
    return groups;
  }

  Sweep(store::Transaction& reader, const policy::Plan& plan, const Vocabulary& vocabulary,
        const ScreeningOrder& order, std::function<Status(std::int64_t)> on_block)
      : plan_(plan),
        reader_(reader),
        on_(order.on),
        facts_(vocabulary),
        loader_(reader, facts_, {order.on, order.now}, reach_of(plan, vocabulary)),
        block_(order.block),
        on_block_(std::move(on_block)) {}

  Status advance() {
    switch (phase_) {
      case Phase::persons:
        if (person_wide_.empty() || !TRY(loader_.next_persons(block_))) {
          phase_ = Phase::organisations;
          return Done{};
        }
        look(person_wide_);
        return count_block("person");
      case Phase::organisations:
        if (organisation_wide_.empty() || !TRY(loader_.next_organisations(block_))) {
          phase_ = Phase::unowned;
          return Done{};
        }
        look(organisation_wide_);
        return count_block("organisation");
      case Phase::unowned:
        if (unowned_.empty() || !TRY(loader_.next_unowned(block_))) {
          phase_ = Phase::settle;
          return Done{};
        }
        look(unowned_);
        return Done{};
      case Phase::settle:
        TRY(settle_all());
        phase_ = Phase::done;
        return Done{};
      case Phase::done: return Done{};
    }
    return Done{};
  }

  Status count_block(const char* entity) {
    read_ += static_cast<std::int64_t>(loader_.own_rows(facts_.entity(entity)));
    return on_block_(read_);
  }

  void look(std::vector<Assessor>& assessors) {
    for (Assessor& assessor : assessors) {
      const auto rows = static_cast<policy::Row>(loader_.own_rows(assessor.measure().subject));
      for (policy::Row row = 0; row < rows; ++row) {
        Assessment found = assessor.assess(row);
        ++answers_;
        if (!kept_outcome(found.answer)) continue;
        auto& list = found.answer.outcome == Outcome::eligible ? entitled_ : ready_;
        list.push_back({&assessor.measure(), std::move(found)});
      }
    }
  }

  Status settle_all() {
    const auto applications = TRY(applications_in_queues(reader_, plan_));
    std::vector<policy::Entitlement> entitlements;
    for (const Finding& finding : entitled_) {
      entitlements.push_back(policy::entitlement(
          *finding.measure, finding.found.answer, on_, finding.found.subject,
          finding.found.person.value_or(0), finding.found.organisation.value_or(0)));
      const auto applied = applications.find({finding.measure->name.id, finding.found.subject});
      if (applied != applications.end()) entitlements.back().applied_on = applied->second;
    }
    const auto taken = TRY(taken_of_quotas(reader_, plan_));
    const auto settled = policy::settle(plan_, entitlements, {}, taken);
    for (std::size_t i = 0; i < entitled_.size(); ++i) {
      auto& finding = entitled_[i];
      finding.settled = settled[i].state;
      finding.settled_by = settled[i].because;
      finding.queue_place = settled[i].place;
      if (settled[i].state != SettledState::granted) continue;
      // Less than it was entitled to alone, if it shares a cap with others.
      auto& answer = finding.found.answer;
      answer.amount = answer.low = settled[i].amount;
      answer.high = settled[i].amount;
      answer.months = settled[i].months;
      answer.period_until = settled[i].period_until;
    }
    ready_ = std::move(entitled_);
    return Done{};
  }

  const policy::Plan& plan_;
  store::Transaction& reader_;
  Day on_;
  policy::Facts facts_;
  registers::FactsLoader loader_;
  std::size_t block_;
  std::function<Status(std::int64_t)> on_block_;
  std::vector<Assessor> person_wide_, organisation_wide_, unowned_;
  std::map<const policy::Measure*, std::string> kinds_;
  std::deque<Finding> ready_, entitled_;
  std::size_t at_ = 0;
  Phase phase_ = Phase::persons;
  std::int64_t answers_ = 0;
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

}  // namespace

Result<ScreeningReport> screen(store::Pool& pool, const policy::Plan& plan,
                               const Vocabulary& vocabulary, const ScreeningOrder& order,
                               const std::function<void(const Progress&)>& progress) {
  const auto started = SteadyClock::now();
  auto writing = TRY(pool.take());
  auto reading = TRY(pool.take());
  auto noting = TRY(pool.take());
  auto writer = TRY(store::Transaction::begin(*writing, program_scope(order)));
  if (!TRY(writer.query(sql::lock_screening))[0].get<bool>("locked"))
    return Error{ErrorCode::conflict, "本地区正在筛查", {}, "等这次筛查结束后再试"};
  Progress now = TRY(start_run(*noting, plan, order));
  ScreeningReport report;
  report.run = now.run;

  const auto work = [&]() -> Status {
    store::Scope snapshot = program_scope(order);
    snapshot.access = store::Access::snapshot;
    auto reader = TRY(store::Transaction::begin(*reading, snapshot));
    const auto sweep = TRY(Sweep::begin(reader, plan, vocabulary, order, [&](std::int64_t read) {
      const auto elapsed =
          std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started)
              .count();
      now.done = read;
      now.rate_per_second = read * 1000 / std::max<std::int64_t>(elapsed, 1);
      now.seconds_left = (now.total - read) / std::max<std::int64_t>(now.rate_per_second, 1);
      if (progress) progress(now);
      return note_progress(*noting, order, now);
    }));
    TRY(writer.execute(sql::empty_staging));
    const auto next_row = [&](store::CopyRow& row) -> Result<bool> {
      const Finding* finding = TRY(sweep->next());
      if (finding) write(*finding, sweep->kind(*finding), row);
      return finding != nullptr;
    };
    TRY(writer.copy_in(sql::copy_staging, next_row));
    report.subjects = sweep->read();
    report.answers = sweep->answers();
    TRY(merge(writer, order, report));
    return writer.commit();
  };
  const Status worked = work();
  if (!worked.ok()) {
    TRY(fail_run(*noting, order, report.run, worked.error()));
    return Error(worked.error());
  }
  report.milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started).count();
  return report;
}

}  // namespace leye::benefits
