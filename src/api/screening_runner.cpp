#include "api/screening_runner.hpp"

#include <spdlog/spdlog.h>

namespace leye::api {
namespace {

constexpr std::size_t connections_max = 2 + benefits::default_readers;
constexpr std::chrono::seconds start_max{10};

}  // namespace

ScreeningRunner::ScreeningRunner(std::string dsn, const policy::Plan& plan,
                                 const Vocabulary& vocabulary)
    : dsn_(std::move(dsn)), plan_(plan), vocabulary_(vocabulary) {}

ScreeningRunner::~ScreeningRunner() {
  if (thread_.joinable()) thread_.join();
}

Result<std::int64_t> ScreeningRunner::start(benefits::ScreeningOrder order) {
  std::unique_lock lock(mutex_);
  if (running_) return Error{ErrorCode::conflict, "筛查正在进行", {}, "请等它完成"};
  if (thread_.joinable()) thread_.join();
  running_ = true;
  progress_ = {};
  failure_.reset();
  thread_ = std::thread([this, order = std::move(order)] { run(order); });
  known_.wait_for(lock, start_max, [this] { return progress_.run != 0 || failure_ || !running_; });
  if (failure_) return *failure_;
  return progress_.run;
}

void ScreeningRunner::run(benefits::ScreeningOrder order) {
  store::Pool pool(dsn_, connections_max);
  auto report =
      benefits::screen(pool, plan_, vocabulary_, order, [this](const benefits::Progress& progress) {
        const std::lock_guard lock(mutex_);
        progress_ = progress;
        known_.notify_all();
      });
  const std::lock_guard lock(mutex_);
  running_ = false;
  if (report.ok()) {
    progress_.run = report.value().run;
  } else {
    failure_ = std::move(report).error();
    spdlog::error("screening: {}", to_text(*failure_));
  }
  known_.notify_all();
}

benefits::Progress ScreeningRunner::progress() const {
  const std::lock_guard lock(mutex_);
  return progress_;
}

}  // namespace leye::api
