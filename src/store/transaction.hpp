// A transaction, and the scope of the one who acts in it.
//
//   auto transaction = TRY(store::Transaction::begin(connection, scope));
//   const auto rows = TRY(transaction.query(sql::find_case, case_id));
//   TRY(transaction.execute(sql::move_case, case_id, "granted", clock.now()));
//   TRY(transaction.commit());
//
// What is not committed is rolled back when the object goes away. After a failed statement the
// transaction can only be rolled back. commit() answering `unavailable` means: outcome unknown;
// repeat with the same key.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "store/connection.hpp"
#include "store/copy.hpp"

namespace leye::store {

enum class Access { write, read, snapshot };  // snapshot: read only, all statements see one moment

// Who acts, and what they can see. An empty area sees only the global schema; a range of places
// that is empty (the default) sees no row that is protected by place.
struct Scope {
  std::string area_schema = {};  // "area_621000"
  std::int64_t place_lo = 0;     // 12-digit division codes, both ends included
  std::int64_t place_hi = -1;
  std::int64_t account = 0;
  bool bypass = false;  // screening, figures and settlement: row-level security does not apply
  Access access = Access::write;
  std::string same_moment = {};  // of another transaction that is still open: share_moment()
  std::chrono::milliseconds time_limit{30'000};  // of one statement

  // Everything in one area, for the program's own work.
  static Scope whole_area(std::string area_schema);
};

// "area_" and 6 to 12 digits.
bool is_area_schema(std::string_view name);

class Transaction {
 public:
  static Result<Transaction> begin(Connection& connection, const Scope& scope);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  template <class... Values>
  Result<Rows> query(Statement statement, const Values&... values) {
    const std::array<Parameter, sizeof...(Values)> parameters{parameter(values)...};
    return run(statement, parameters);
  }

  // The number of rows touched.
  template <class... Values>
  Result<std::int64_t> execute(Statement statement, const Values&... values) {
    return TRY(query(statement, values...)).touched();
  }

  // One row after another, in flat memory. The rows handed over live during the call only.
  template <class... Values>
  Status each(Statement statement, const std::function<Status(Row)>& use, const Values&... values) {
    const std::array<Parameter, sizeof...(Values)> parameters{parameter(values)...};
    return run_each(statement, use, parameters);
  }

  // COPY table (columns) FROM STDIN BINARY. `fill` fills the next row and answers true, or answers
  // false when there are no more. The number of rows. Not into tables with row-level security:
  // copy into a staging table, then INSERT … SELECT.
  Result<std::int64_t> copy_in(Statement statement,
                               const std::function<Result<bool>(CopyRow&)>& fill);

  // COPY (select …) TO STDOUT BINARY. COPY takes no parameters.
  Status copy_out(Statement statement, const std::function<Status(const CopyFields&)>& use);

  // For Scope::same_moment: transactions of other connections that begin with it, as snapshots, see
  // what this one sees.
  Result<std::string> share_moment();

  Status commit();

  Connection& connection() { return *connection_; }

 private:
  explicit Transaction(Connection& connection, const Scope& scope)
      : connection_(&connection), time_limit_(scope.time_limit) {}
  void start_clock();
  Result<Rows> run(Statement statement, std::span<const Parameter> parameters);
  Status run_each(Statement statement, const std::function<Status(Row)>& use,
                  std::span<const Parameter> parameters);
  Status start_copy(Statement statement, ExecStatusType expected);
  Status finish_copy(Statement statement, std::optional<Error> error);

  Connection* connection_;  // null once moved from or ended
  std::chrono::milliseconds time_limit_;
};

// Runs `work` in a transaction and commits. When it loses against another transaction
// (serialisation failure, deadlock, lock wait) it runs again from the start, at most `tries` times.
Status run_in_transaction(Connection& connection, const Scope& scope,
                          const std::function<Status(Transaction&)>& work, int tries = 5);

}  // namespace leye::store
