#include "audit/sealer.hpp"

#include <utility>

#include <spdlog/spdlog.h>

#include "audit/seal.hpp"

namespace leye::audit {

Sealer::Sealer(std::string dsn, std::chrono::milliseconds every, const Cipher& cipher,
               const Clock& clock)
    : dsn_(std::move(dsn)), every_(every), cipher_(cipher), clock_(clock), thread_([this] {
        run();
      }) {}

Sealer::~Sealer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Sealer::run() {
  for (bool last = false; !last;) {
    {
      std::unique_lock lock(mutex_);
      last = wake_.wait_for(lock, every_, [this] { return stopping_; });
    }
    seal_once();
  }
}

void Sealer::seal_once() {
  if (!connection_ || connection_->broken()) {
    connection_.reset();
    auto made = store::connect(dsn_);
    if (made.ok())
      connection_.emplace(std::move(made).value());
    else
      return spdlog::error("audit: not sealed: {}", to_text(made.error()));
  }
  const auto sealed = seal(*connection_, cipher_, clock_.now());
  if (!sealed.ok()) spdlog::error("audit: not sealed: {}", to_text(sealed.error()));
}

}  // namespace leye::audit
