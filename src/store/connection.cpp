#include "store/connection.hpp"

#include <poll.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "store/sqlstate.hpp"

namespace leye::store {
namespace {

constexpr const char* session_settings =
    "set datestyle = 'ISO, YMD'; set timezone = 'UTC'; set client_min_messages = warning;"
    "set search_path = leye, public; set lock_timeout = '10s';"
    "set idle_in_transaction_session_timeout = '10min'";

std::string_view state_of(const PGresult* result) {
  const char* state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  return state ? state : "08006";
}

}  // namespace

Result<Connection> connect(const std::string& dsn) {
  const std::array keys = {"dbname", "client_encoding", "connect_timeout",
                           "fallback_application_name", static_cast<const char*>(nullptr)};
  const std::array values = {dsn.c_str(), "UTF8", "5", "leye", static_cast<const char*>(nullptr)};
  Connection connection(PQconnectdbParams(keys.data(), values.data(), 1));
  if (PQstatus(connection.raw()) != CONNECTION_OK) {
    std::string message = connection.raw() ? PQerrorMessage(connection.raw()) : "out of memory";
    while (!message.empty() && message.back() == '\n') message.pop_back();
    return Error{ErrorCode::unavailable,
                 "the database does not answer: " + message,
                 {},
                 "check that PostgreSQL runs and that the connection string is right"};
  }
  PQsetNoticeProcessor(
      connection.raw(), [](void*, const char*) {}, nullptr);
  TRY(connection.run_script(session_settings));
  return connection;
}

bool Connection::broken() const {
  return abandoned_ || PQstatus(connection_.get()) != CONNECTION_OK;
}

void Connection::give_up(std::string_view sqlstate) {
  abandoned_ = true;
  sqlstate_ = sqlstate;
}

Result<PGresult*> Connection::next_result() {
  while (PQisBusy(raw()) != 0) {
    const auto left = deadline_ - std::chrono::steady_clock::now();
    const auto left_ms = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
    const bool unlimited = deadline_ == std::chrono::steady_clock::time_point::max();
    pollfd wanted{PQsocket(raw()), POLLIN, 0};
    const int wait_ms = unlimited ? -1 : static_cast<int>(std::clamp<long>(left_ms, 0, 1 << 30));
    const int ready = poll(&wanted, 1, wait_ms);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) {
      give_up("08006");
      return Error{ErrorCode::unavailable, "the database did not answer in time"};
    }
    if (PQconsumeInput(raw()) == 0) {
      give_up("08006");
      return error_from("08006", PQerrorMessage(raw()), "");
    }
  }
  return PQgetResult(raw());
}

Error Connection::failure(const PGresult* result, std::string_view statement) {
  sqlstate_ = state_of(result);
  const char* primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : nullptr;
  return error_from(sqlstate_, primary ? primary : PQerrorMessage(raw()), statement);
}

Result<Rows> Connection::last_result(std::string_view statement) {
  std::optional<Error> error;
  std::optional<Rows> last;
  while (true) {
    PGresult* result = TRY(next_result());
    if (!result) break;
    Rows rows(result);
    const auto status = PQresultStatus(result);
    CHECK(status != PGRES_COPY_IN && status != PGRES_COPY_OUT);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
      if (!error) error = failure(result, statement);
    }
    last = std::move(rows);
  }
  if (error) return std::move(*error);
  if (!last) return error_from("08006", PQerrorMessage(raw()), statement);
  return std::move(*last);
}

Status Connection::run_script(const std::string& text) {
  if (PQsendQuery(raw(), text.c_str()) == 0) return failure(nullptr, "");
  TRY(last_result(""));
  return Done{};
}

Result<std::string> Connection::prepared(Statement statement, std::size_t parameter_count) {
  if (const auto known = prepared_.find(statement.text()); known != prepared_.end())
    return known->second;
  const std::string name = fmt::format("s{}", prepared_.size());
  if (PQsendPrepare(raw(), name.c_str(), statement.text(), static_cast<int>(parameter_count),
                    nullptr) == 0)
    return failure(nullptr, statement.name());
  TRY(last_result(statement.name()));
  prepared_.emplace(statement.text(), name);
  return name;
}

Status Connection::send(Statement statement, std::span<const Parameter> parameters) {
  const std::string name = TRY(prepared(statement, parameters.size()));
  std::vector<const char*> values(parameters.size());
  std::vector<int> lengths(parameters.size()), formats(parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& value = parameters[i].value;
    values[i] = value ? value->c_str() : nullptr;
    lengths[i] = value ? static_cast<int>(value->size()) : 0;
    formats[i] = parameters[i].binary ? 1 : 0;
  }
  constexpr int binary_result = 1;
  if (PQsendQueryPrepared(raw(), name.c_str(), static_cast<int>(parameters.size()), values.data(),
                          lengths.data(), formats.data(), binary_result) == 0)
    return failure(nullptr, statement.name());
  return Done{};
}

Result<Rows> Connection::run(Statement statement, std::span<const Parameter> parameters) {
  TRY(send(statement, parameters));
  return last_result(statement.name());
}

}  // namespace leye::store
