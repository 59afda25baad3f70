#include "http/workers.hpp"

#include <exception>

#include <spdlog/spdlog.h>

namespace leye::http {

Response busy() {
  Response response;
  response.status = 503;
  response.body = R"({"error":{"code":"overloaded","message":"系统繁忙，请稍后再试","where":[],)"
                  R"("fix":"请在几秒后重试","clause":""}})";
  response.headers.emplace_back("Retry-After", "2");
  return response;
}

Workers::Workers(std::size_t threads, std::size_t queue_max, std::chrono::milliseconds wait_max,
                 std::function<Response(const Request&)> handler)
    : queue_max_(queue_max), wait_max_(wait_max), handler_(std::move(handler)) {
  for (std::size_t index = 0; index < threads; ++index) {
    threads_.emplace_back([this] { run(); });
  }
}

Workers::~Workers() { stop(); }

bool Workers::submit(Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void Workers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

Response Workers::answer(const Request& request) const {
  try {
    return handler_(request);
  } catch (const std::exception& error) {
    // The last resort: a library threw where we expected a Result. The log has it, not the answer.
    spdlog::error("handler of {} {} threw: {}", name(request.method), request.path, error.what());
    Response response;
    response.status = 500;
    response.body =
        R"({"error":{"code":"internal","message":"系统内部错误，已记录","where":[],"fix":"",)"
        R"("clause":""}})";
    return response;
  }
}

void Workers::run() {
  for (;;) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    const bool stale = std::chrono::steady_clock::now() - job.since > wait_max_;
    job.done(stale ? busy() : answer(job.request));
  }
}

}  // namespace leye::http
