#include "api/trial_runner.hpp"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/resources.hpp"
#include "policy/pack_vocabulary.hpp"

namespace leye::api {
namespace {

constexpr std::size_t readers = 2;
constexpr std::size_t waiting_max = 8;
constexpr std::size_t kept_max = 40;
constexpr std::chrono::minutes unused_max{30};

// A third of the machine, and no more than 6 GB.
std::size_t bytes_max() {
  const auto machine = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) *
                       static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return std::min(machine / 3, std::size_t{6} << 30);
}

Error with_errors(const policy::LoadedPack& pack, const char* what) {
  Error error{ErrorCode::invalid_input, what};
  for (const auto& problem : pack.diagnostics) {
    if (problem.severity != policy::Severity::error) continue;
    error.where.push_back(fmt::format("{}:{} {}",
                                      std::filesystem::path(problem.file).filename().string(),
                                      problem.at.line, problem.title));
    if (error.fix.empty()) error.fix = problem.fix;
  }
  return error;
}

bool over(TrialState state) { return state == TrialState::done || state == TrialState::failed; }

Error not_found() {
  return {ErrorCode::not_found, "没有这次试算", {}, "较早的试算不再保留，请重新试算"};
}

}  // namespace

const char* name(TrialState state) {
  switch (state) {
    case TrialState::waiting: return "waiting";
    case TrialState::loading: return "loading";
    case TrialState::comparing: return "comparing";
    case TrialState::done: return "done";
    case TrialState::failed: return "failed";
  }
  return "";
}

const char* label(TrialState state) {
  switch (state) {
    case TrialState::waiting: return "排队中";
    case TrialState::loading: return "正在读登记库";
    case TrialState::comparing: return "正在比较";
    case TrialState::done: return "已完成";
    case TrialState::failed: return "没有完成";
  }
  return "";
}

TrialRunner::TrialRunner(std::string dsn, const Clock& machine_clock)
    : dsn_(std::move(dsn)), machine_clock_(machine_clock), thread_([this] { work(); }) {}

TrialRunner::~TrialRunner() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    if (running_) running_->stopped = true;
    changed_.notify_all();
  }
  thread_.join();
}

Result<std::shared_ptr<const PackRead>> TrialRunner::read(const std::filesystem::path& pack) {
  {
    const std::lock_guard lock(mutex_);
    if (read_ && read_->folder == pack) return read_;
  }
  const auto words = TRY(resource("vocabulary"));
  const auto installed = TRY(Vocabulary::load(words));
  auto fresh = std::make_shared<PackRead>();
  fresh->folder = pack;
  fresh->vocabulary = TRY(policy::vocabulary_of_pack(installed, pack));
  fresh->pack = policy::read_pack(pack, fresh->vocabulary);
  if (!fresh->pack.plan) return with_errors(fresh->pack, "现行政策包有错误，不能试算");
  const std::lock_guard lock(mutex_);
  read_ = std::move(fresh);
  return read_;
}

Result<std::int64_t> TrialRunner::start(TrialOrder order, const Draft& draft) {
  const auto in_force = TRY(read(order.pack));
  auto changed = TRY(draft(*in_force));
  if (!changed.plan) return with_errors(changed, "改动后的政策有错误，不能试算");
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= waiting_max)
    return Error{ErrorCode::overloaded, "等待试算的太多", {}, "请稍后再试"};
  forget_old();
  Trial trial;
  trial.id = ++last_;
  trial.order = std::move(order);
  trial.asked_at = machine_clock_.now();
  trial.read = in_force;
  auto job = std::make_shared<Job>();
  job->id = trial.id;
  job->draft = std::move(*changed.plan);
  trials_[trial.id] = std::move(trial);
  waiting_.push_back(std::move(job));
  changed_.notify_all();
  return last_;
}

void TrialRunner::forget_old() {
  for (auto at = trials_.begin(); at != trials_.end() && trials_.size() >= kept_max;)
    at = over(at->second.state) ? trials_.erase(at) : std::next(at);
}

Result<Trial> TrialRunner::find(const std::string& area_schema, std::int64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = trials_.find(id);
  if (found == trials_.end() || found->second.order.area_schema != area_schema) return not_found();
  return found->second;
}

std::vector<Trial> TrialRunner::latest(const std::string& area_schema) const {
  const std::lock_guard lock(mutex_);
  std::vector<Trial> found;
  for (auto at = trials_.rbegin(); at != trials_.rend(); ++at)
    if (at->second.order.area_schema == area_schema) found.push_back(at->second);
  return found;
}

Status TrialRunner::stop(const std::string& area_schema, std::int64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = trials_.find(id);
  if (found == trials_.end() || found->second.order.area_schema != area_schema) return not_found();
  if (over(found->second.state)) return Error{ErrorCode::conflict, "这次试算已经结束"};
  if (running_ && running_->id == id) running_->stopped = true;
  const auto before = waiting_.size();
  std::erase_if(waiting_, [&](const auto& job) { return job->id == id; });
  if (waiting_.size() == before) return Done{};
  found->second.state = TrialState::failed;
  found->second.failure = Error{ErrorCode::conflict, "试算已停止"};
  return Done{};
}

void TrialRunner::become(std::int64_t id, TrialState state) {
  const std::lock_guard lock(mutex_);
  trials_.at(id).state = state;
}

void TrialRunner::work() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (waiting_.empty()) {
      const auto told = changed_.wait_for(lock, unused_max);
      if (told == std::cv_status::timeout && waiting_.empty()) baseline_.reset();
      continue;
    }
    running_ = std::move(waiting_.front());
    waiting_.pop_front();
    const auto order = trials_.at(running_->id).order;
    const auto in_force = trials_.at(running_->id).read;
    lock.unlock();
    auto report = run(*running_, order, in_force);
    lock.lock();
    auto& trial = trials_.at(running_->id);
    trial.as_of = loaded_at_;
    trial.state = report.ok() ? TrialState::done : TrialState::failed;
    if (report.ok()) {
      trial.report = std::make_shared<trial::Report>(std::move(report).value());
    } else {
      trial.failure = std::move(report).error();
      spdlog::error("trial {}: {}", trial.id, to_text(*trial.failure));
    }
    running_.reset();
  }
}

Result<trial::Report> TrialRunner::run(Job& job, const TrialOrder& order,
                                       const std::shared_ptr<const PackRead>& read) {
  const auto needs = trial::needs_of(job.draft, read->vocabulary);
  const bool usable = baseline_ && !order.reload && loaded_read_ == read &&
                      loaded_area_ == order.area_schema &&
                      baseline_->columns().on() == order.on &&
                      baseline_->columns().needs().covers(needs);
  if (!usable) TRY(load(job, order, read));
  become(job.id, TrialState::comparing);
  if (job.stopped) return Error{ErrorCode::conflict, "试算已停止"};
  return trial::compare(*baseline_, job.draft, readers);
}

Status TrialRunner::load(Job& job, const TrialOrder& order,
                         const std::shared_ptr<const PackRead>& read) {
  baseline_.reset();  // before the next one takes its room
  become(job.id, TrialState::loading);
  const auto& plan = *read->pack.plan;
  auto needs = trial::needs_of(plan, read->vocabulary);
  needs.join(trial::needs_of(job.draft, read->vocabulary));
  trial::LoadingOrder loading{order.area_schema, order.on, order.now, order.account};
  loading.readers = readers;
  loading.block = 20'000;
  loading.bytes_max = bytes_max();
  loading.stop = &job.stopped;
  store::Pool pool(dsn_, readers + 1);
  const auto at = machine_clock_.now();
  const auto columns =
      TRY(trial::Columns::load(pool, read->vocabulary, needs, loading,
                               [&](std::int64_t done, std::int64_t total) {
                                 const std::lock_guard lock(mutex_);
                                 auto& trial = trials_.at(job.id);
                                 trial.done = done;
                                 trial.total = total;
                               }));
  become(job.id, TrialState::comparing);
  baseline_ = TRY(trial::Baseline::make(columns, plan, read->vocabulary, readers));
  loaded_read_ = read;
  loaded_area_ = order.area_schema;
  loaded_at_ = at;
  return Done{};
}

}  // namespace leye::api
