// One connection to PostgreSQL. One thread at a time.
//
// Statements are prepared once and kept by their text. Every wait has an end: a server that does
// not answer within the deadline makes the connection broken and the error `unavailable`.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>

#include "base/result.hpp"
#include "store/rows.hpp"
#include "store/statement.hpp"

namespace leye::store {

class Connection {
 public:
  bool broken() const;
  const std::string& sqlstate() const { return sqlstate_; }  // of the last failure
  void set_deadline(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }

  // A statement with its parameters; outside a Transaction it commits by itself.
  Result<Rows> run(Statement statement, std::span<const Parameter> parameters);

  // Several statements without parameters, or a migration file. For store/ and the command line's
  // administration only: the text is not a literal.
  Status run_script(const std::string& text);

  PGconn* raw() { return connection_.get(); }
  // Waits, until the deadline, for the next result; null when the command is complete.
  Result<PGresult*> next_result();
  Error failure(const PGresult* result, std::string_view statement);
  Result<std::string> prepared(Statement statement, std::size_t parameter_count);
  Status send(Statement statement, std::span<const Parameter> parameters);

 private:
  friend Result<Connection> connect(const std::string& dsn);
  explicit Connection(PGconn* connection) : connection_(connection, PQfinish) {}
  void give_up(std::string_view sqlstate);
  Result<Rows> last_result(std::string_view statement);

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
  std::unordered_map<std::string_view, std::string> prepared_;
  std::string sqlstate_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  bool abandoned_ = false;
};

// `dsn` is a libpq connection string or URI: "host=/run/leye dbname=leye".
Result<Connection> connect(const std::string& dsn);

}  // namespace leye::store
