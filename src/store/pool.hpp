// A bounded set of connections, lent out one at a time.
//
// When all are lent, take() waits until one comes back or the wait is over, then answers
// `overloaded`: the caller says 503 and Retry-After. A broken connection is replaced at the next
// take(), so service returns by itself when the database does.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "store/connection.hpp"

namespace leye::store {

class Pool;

// A connection on loan; it goes back when this goes away.
class Lease {
 public:
  Lease(Lease&& other) noexcept
      : pool_(std::exchange(other.pool_, nullptr)), connection_(std::move(other.connection_)) {}
  Lease& operator=(Lease&&) = delete;
  ~Lease();
  Connection& operator*() { return *connection_; }
  Connection* operator->() { return &*connection_; }

 private:
  friend class Pool;
  Lease(Pool* pool, Connection connection) : pool_(pool), connection_(std::move(connection)) {}
  Pool* pool_;
  std::optional<Connection> connection_;
};

class Pool {
 public:
  Pool(std::string dsn, std::size_t connections_max);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  Result<Lease> take(std::chrono::milliseconds wait_max = std::chrono::seconds(3));
  std::size_t lent() const;

 private:
  friend class Lease;
  void give_back(Connection connection);

  const std::string dsn_;
  const std::size_t connections_max_;
  mutable std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Connection> idle_;
  std::size_t lent_ = 0;
};

}  // namespace leye::store
