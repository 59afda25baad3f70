// Screening in the background: one run at a time, with its progress for whoever asks.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "benefits/screening.hpp"

namespace leye::api {

class ScreeningRunner {
 public:
  ScreeningRunner(std::string dsn, const policy::Plan& plan, const Vocabulary& vocabulary);
  ~ScreeningRunner();  // waits for the run
  ScreeningRunner(const ScreeningRunner&) = delete;
  ScreeningRunner& operator=(const ScreeningRunner&) = delete;

  // The new run's number, as soon as it has one. conflict: another one is running.
  Result<std::int64_t> start(benefits::ScreeningOrder order);

  // Of the run that this server carries out or carried out last.
  benefits::Progress progress() const;

 private:
  void run(benefits::ScreeningOrder order);

  const std::string dsn_;
  const policy::Plan& plan_;
  const Vocabulary& vocabulary_;
  mutable std::mutex mutex_;
  std::condition_variable known_;
  bool running_ = false;
  benefits::Progress progress_;
  std::optional<Error> failure_;
  std::thread thread_;
};

}  // namespace leye::api
