#include "store/transaction.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "store/sqlstate.hpp"

namespace leye::store {
namespace {

constexpr std::size_t copy_chunk_bytes = 1 << 18;
// The server stops a statement at its limit; we wait a little longer before giving the server up.
constexpr std::chrono::seconds grace{3};

std::string opening(const Scope& scope) {
  std::string text = "begin";
  if (scope.access == Access::read) text += " read only";
  if (scope.access == Access::snapshot) text += " isolation level repeatable read, read only";
  if (!scope.same_moment.empty())
    text += fmt::format("; set transaction snapshot '{}'", scope.same_moment);
  text += fmt::format("; set local role {}", scope.bypass ? "leye_screen" : "leye_app");
  text += fmt::format("; set local search_path = {}{}leye, public", scope.area_schema,
                      scope.area_schema.empty() ? "" : ", ");
  text += fmt::format("; set local statement_timeout = {}", scope.time_limit.count());
  // Literal SET LOCAL: the only form that reaches the workers of a spread database.
  text += fmt::format("; set local leye.place_lo = '{}'; set local leye.place_hi = '{}'",
                      scope.place_lo, scope.place_hi);
  return text + fmt::format("; set local leye.account = '{}'", scope.account);
}

// What share_moment() gives: "00000003-0000001B-1"; or nothing.
bool is_moment(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || c == '-';
  });
}

}  // namespace

Scope Scope::whole_area(std::string area_schema) {
  Scope scope;
  scope.area_schema = std::move(area_schema);
  scope.place_lo = 0;
  scope.place_hi = 999'999'999'999;
  return scope;
}

bool is_area_schema(std::string_view name) {
  constexpr std::string_view prefix = "area_";
  if (!name.starts_with(prefix)) return false;
  const auto digits = name.substr(prefix.size());
  return digits.size() >= 6 && digits.size() <= 12 &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void Transaction::start_clock() {
  connection_->set_deadline(std::chrono::steady_clock::now() + time_limit_ + grace);
}

Result<Transaction> Transaction::begin(Connection& connection, const Scope& scope) {
  if (!scope.area_schema.empty() && !is_area_schema(scope.area_schema))
    return Error{ErrorCode::invalid_input, "not the schema of an area: " + scope.area_schema};
  if (!is_moment(scope.same_moment))
    return Error{ErrorCode::invalid_input, "no moment of a transaction: " + scope.same_moment};
  Transaction transaction(connection, scope);
  transaction.start_clock();
  TRY(connection.run_script(opening(scope)));
  return transaction;
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)), time_limit_(other.time_limit_) {}

Transaction::~Transaction() {
  if (!connection_ || connection_->broken()) return;
  connection_->set_deadline(std::chrono::steady_clock::now() + grace);
  if (const auto rolled_back = connection_->run_script("rollback"); !rolled_back.ok()) return;
}

Result<Rows> Transaction::run(Statement statement, std::span<const Parameter> parameters) {
  CHECK(connection_ != nullptr);
  start_clock();
  return connection_->run(statement, parameters);
}

Status Transaction::run_each(Statement statement, const std::function<Status(Row)>& use,
                             std::span<const Parameter> parameters) {
  CHECK(connection_ != nullptr);
  start_clock();
  TRY(connection_->send(statement, parameters));
  CHECK(PQsetSingleRowMode(connection_->raw()) == 1);
  std::optional<Error> error;
  while (PGresult* result = TRY(connection_->next_result())) {
    const Rows rows(result);
    const auto status = PQresultStatus(result);
    if (status == PGRES_SINGLE_TUPLE) {
      start_clock();
      if (error) continue;  // the rest must still be read off the line
      if (auto used = use(rows[0]); !used.ok()) error = std::move(used).error();
    } else if (status != PGRES_TUPLES_OK && !error) {
      error = connection_->failure(result, statement.name());
    }
  }
  if (error) return std::move(*error);
  return Done{};
}

Status Transaction::start_copy(Statement statement, ExecStatusType expected) {
  CHECK(connection_ != nullptr);
  start_clock();
  if (PQsendQuery(connection_->raw(), statement.text()) == 0)
    return connection_->failure(nullptr, statement.name());
  PGresult* result = TRY(connection_->next_result());
  const Rows rows(result);
  if (PQresultStatus(result) == expected) return Done{};
  Error error = connection_->failure(result, statement.name());
  while (PGresult* more = TRY(connection_->next_result())) PQclear(more);
  return error;
}

Status Transaction::finish_copy(Statement statement, std::optional<Error> error) {
  start_clock();
  while (PGresult* result = TRY(connection_->next_result())) {
    const Rows rows(result);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && !error)
      error = connection_->failure(result, statement.name());
  }
  if (error) return std::move(*error);
  return Done{};
}

Result<std::int64_t> Transaction::copy_in(Statement statement,
                                          const std::function<Result<bool>(CopyRow&)>& fill) {
  TRY(start_copy(statement, PGRES_COPY_IN));
  PGconn* const raw = connection_->raw();
  CopyRow row;
  row.buffer_.append("PGCOPY\n\377\r\n\0", 11).append(8, '\0');
  std::optional<Error> error;
  std::int64_t count = 0;
  while (true) {
    row.start_row();
    auto more = fill(row);
    if (!more.ok() || !more.value()) {
      if (!more.ok()) error = std::move(more).error();
      row.buffer_.resize(row.row_start_);
      break;
    }
    row.finish_row();
    ++count;
    if (row.buffer_.size() < copy_chunk_bytes) continue;
    if (PQputCopyData(raw, row.buffer_.data(), static_cast<int>(row.buffer_.size())) != 1) break;
    row.buffer_.clear();
  }
  row.buffer_.append("\377\377", 2);
  if (!error) PQputCopyData(raw, row.buffer_.data(), static_cast<int>(row.buffer_.size()));
  PQputCopyEnd(raw, error ? "stopped by the sender" : nullptr);
  TRY(finish_copy(statement, std::move(error)));
  return count;
}

Status Transaction::copy_out(Statement statement,
                             const std::function<Status(const CopyFields&)>& use) {
  TRY(start_copy(statement, PGRES_COPY_OUT));
  std::optional<Error> error;
  CopyFields fields;
  bool header = true;
  char* data = nullptr;
  while (true) {
    const int length = PQgetCopyData(connection_->raw(), &data, 0);
    if (length < 0) break;
    const std::unique_ptr<char, decltype(&PQfreemem)> owned(data, PQfreemem);
    const int skip = header ? 19 : 0;  // the file header stands before the first row
    header = false;
    if (error || length - skip < 2) continue;
    if (!fields.parse(data + skip, static_cast<std::size_t>(length - skip))) continue;
    if (auto used = use(fields); !used.ok()) error = std::move(used).error();
  }
  return finish_copy(statement, std::move(error));
}

Result<std::string> Transaction::share_moment() {
  return TRY(query("select pg_export_snapshot() as moment"))[0].get<std::string>("moment");
}

Status Transaction::commit() {
  CHECK(connection_ != nullptr);
  Connection& connection = *std::exchange(connection_, nullptr);
  connection.set_deadline(std::chrono::steady_clock::now() + time_limit_ + grace);
  const bool failed = PQtransactionStatus(connection.raw()) == PQTRANS_INERROR;
  TRY(connection.run_script("commit"));
  if (failed)
    return Error{ErrorCode::conflict, "a statement failed, so the transaction was rolled back"};
  return Done{};
}

Status run_in_transaction(Connection& connection, const Scope& scope,
                          const std::function<Status(Transaction&)>& work, int tries) {
  while (true) {
    auto transaction = TRY(Transaction::begin(connection, scope));
    auto done = work(transaction);
    if (done.ok()) done = transaction.commit();
    const bool lost = !done.ok() && done.error().code == ErrorCode::overloaded &&
                      worth_retrying(connection.sqlstate());
    if (!lost || --tries <= 0) return done;
  }
}

}  // namespace leye::store
