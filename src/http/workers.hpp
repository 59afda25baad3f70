// The bounded pool on which handlers run.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "http/message.hpp"

namespace leye::http {

struct Job {
  Request request;
  std::function<void(Response)> done;  // called exactly once, from any thread
  std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
};

class Workers {
 public:
  Workers(std::size_t threads, std::size_t queue_max, std::chrono::milliseconds wait_max,
          std::function<Response(const Request&)> handler);
  ~Workers();  // finishes what was taken

  // False, and `job` untouched, when the queue is full or the pool is stopping.
  bool submit(Job& job);
  void stop();

 private:
  void run();
  Response answer(const Request& request) const;

  const std::size_t queue_max_;
  const std::chrono::milliseconds wait_max_;
  const std::function<Response(const Request&)> handler_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

// The answer to one whom we cannot serve now.
Response busy();

}  // namespace leye::http
