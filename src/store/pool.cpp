#include "store/pool.hpp"

namespace leye::store {

Lease::~Lease() {
  if (pool_) pool_->give_back(std::move(*connection_));
}

Pool::Pool(std::string dsn, std::size_t connections_max)
    : dsn_(std::move(dsn)), connections_max_(connections_max) {
  CHECK(connections_max_ > 0);
}

Result<Lease> Pool::take(std::chrono::milliseconds wait_max) {
  {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, wait_max, [this] { return lent_ < connections_max_; }))
      return Error{ErrorCode::overloaded, "服务繁忙，请稍后再试", {"database connections"}};
    ++lent_;
    while (!idle_.empty()) {
      Connection connection = std::move(idle_.back());
      idle_.pop_back();
      if (!connection.broken()) return Lease(this, std::move(connection));
    }
  }
  auto connection = connect(dsn_);
  if (!connection.ok()) {
    const std::scoped_lock lock(mutex_);
    --lent_;
    returned_.notify_one();
    return std::move(connection).error();
  }
  return Lease(this, std::move(connection).value());
}

std::size_t Pool::lent() const {
  const std::scoped_lock lock(mutex_);
  return lent_;
}

void Pool::give_back(Connection connection) {
  const bool usable = !connection.broken() && PQtransactionStatus(connection.raw()) == PQTRANS_IDLE;
  const std::scoped_lock lock(mutex_);
  if (usable) idle_.push_back(std::move(connection));
  --lent_;
  returned_.notify_one();
}

}  // namespace leye::store
