#include "api/dispatch.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "access/idempotency.hpp"
#include "api/bind.hpp"
#include "api/bindings.hpp"
#include "api/privacy.hpp"

namespace leye::api {
namespace {

Error not_found() { return Error{ErrorCode::not_found, "没有找到"}; }

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_input: return 400;
    case ErrorCode::unauthenticated: return 401;
    case ErrorCode::forbidden: return 403;
    case ErrorCode::not_found: return 404;
    case ErrorCode::conflict: return 409;
    case ErrorCode::overloaded:
    case ErrorCode::unavailable: return 503;
  }
  return 500;
}

bool same_secret(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

// A page of another site can neither read our answers nor make the browser ask in our name.
Status check_origin(const http::Request& request) {
  const auto foreign =
      Error{ErrorCode::forbidden, "请求不是从本系统的页面发出的", {}, "请刷新页面后重试"};
  const auto site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin") return foreign;
  const auto origin = request.header("origin");
  if (origin.empty()) return Done{};
  const auto scheme = origin.find("://");
  if (scheme == origin.npos || origin.substr(scheme + 3) != request.header("host")) return foreign;
  return Done{};
}

Status check_body_type(const http::Request& request, const Route& route) {
  if (request.body.empty()) return Done{};
  const auto type = request.header("content-type");
  if (type.substr(0, type.find(';')) == route.takes_type) return Done{};
  return Error{ErrorCode::invalid_input, "请求体的类型应为 " + route.takes_type, {"Content-Type"}};
}

// The session and the post in which the caller may use this route.
Status admit(Call& call) {
  call.token = std::string(call.request.cookie("leye_session"));
  if (!call.token.empty()) {
    auto* connection = TRY(call.connection());
    auto transaction = TRY(store::Transaction::begin(*connection, {}));
    const auto now = call.machine_now();
    call.caller = TRY(access::find_session(transaction, call.token, now));
    if (call.caller) {
      TRY(access::touch_session(transaction, call.token, *call.caller, now));
      TRY(transaction.commit());
    }
  }
  if (!call.caller) {
    if (call.route.signed_out) return Done{};
    return Error{ErrorCode::unauthenticated, "请先登录", {}, "登录后再试"};
  }
  const bool open_to_all = call.route.signed_out || call.route.with_temporary_password;
  if (call.caller->password_temporary && !open_to_all) {
    return Error{ErrorCode::forbidden, "请先修改初始密码", {"password"}, "修改后再办理其他业务"};
  }
  if (call.second_factor_due() && !open_to_all) {
    return Error{
        ErrorCode::forbidden, "请先启用动态验证码", {"second_factor"}, "启用后再办理其他业务"};
  }
  if (!open_to_all) TRY(check_binding(call));
  const auto place = TRY(call.asked_number("place"));
  const auto* post = call.caller->post_for(call.route.roles, place);
  if (post == nullptr && place) post = call.caller->post_for(call.route.roles);
  if (post != nullptr) {
    call.post = *post;
    // Citizens and employers are bound by what they stand for, not by a place.
    if (call.caller->subject) call.post.range = access::range_of(call.backend.area_place);
  } else if (!call.route.signed_out) {
    return not_found();
  }
  return Done{};
}

Status check_forgery(const Call& call) {
  if (call.request.method != http::Method::post) return Done{};
  TRY(check_origin(call.request));
  TRY(check_body_type(call.request, call.route));
  if (call.route.effect == Effect::opens || !call.caller) return Done{};
  if (same_secret(call.request.header("x-csrf-token"), call.caller->csrf_token)) return Done{};
  return Error{ErrorCode::forbidden, "页面已过期", {"X-CSRF-Token"}, "请刷新页面后重试"};
}

http::Response kept_response(const access::Claim& claim) {
  if (claim.differs) {
    auto response = refuse(
        {ErrorCode::conflict, "同一请求编号已用于另一项操作", {"Idempotency-Key"}, "请换一个编号"});
    response.status = 422;
    return response;
  }
  http::Response response;
  response.status = claim.answer->status;
  response.body = claim.answer->body;
  return response;
}

// As far as the key tells; nothing is claimed.
Result<std::optional<http::Response>> kept_before(Call& call) {
  auto* transaction = TRY(call.transaction());
  const auto claim = TRY(access::find_answer(*transaction, call.request_key()));
  TRY(transaction->commit());
  call.open_transaction.reset();
  if (claim.differs || claim.answer) return std::optional(kept_response(claim));
  return std::optional<http::Response>{};
}

// The answer given before, or empty if the effect is still to be had.
Result<std::optional<http::Response>> answered_before(Call& call) {
  call.idempotency_key = std::string(call.request.header("idempotency-key"));
  if (!access::is_request_key(call.idempotency_key)) {
    return Error{ErrorCode::invalid_input,
                 "缺少或不正确的请求编号",
                 {"Idempotency-Key"},
                 "请为每次操作生成 8 至 128 个字符的编号，重试时用同一个"};
  }
  if (call.route.keeps_answer) return kept_before(call);
  auto* transaction = TRY(call.transaction());
  const auto claim = TRY(access::claim_key(*transaction, call.request_key(), call.machine_now()));
  if (claim.differs || claim.answer) return std::optional(kept_response(claim));
  call.taken_over = claim.taken_over;
  if (call.route.own_transactions) {
    TRY(transaction->commit());
    call.open_transaction.reset();
  }
  return std::optional<http::Response>{};
}

// Nothing happened, so the key may be used again.
void release(Call& call) {
  call.open_transaction.reset();
  const auto released = [&call]() -> Status {
    auto* transaction = TRY(call.transaction());
    TRY(access::release_key(*transaction, call.request_key()));
    return transaction->commit();
  }();
  call.open_transaction.reset();
  if (!released.ok()) spdlog::warn("key not released: {}", leye::to_text(released.error()));
}

// A person who stands twice in a list was seen once.
std::vector<audit::Record> each_once(std::vector<audit::Record> seen) {
  std::set<std::tuple<std::string, std::string, std::string>> known;
  std::erase_if(seen, [&known](const audit::Record& one) {
    return !known.emplace(one.act, one.object, one.detail).second;
  });
  return seen;
}

// The record of the act and the kept answer go into the act's own transaction.
Status finish(Call& call, const http::Response& response) {
  const bool acts = call.route.effect != Effect::reads && !call.route.act.empty() && !call.entry;
  std::optional<audit::Entry> entry = std::move(call.entry);
  if (acts) {
    auto record = call.record(call.route.act);
    record.object = call.done_object;
    record.detail = call.done_detail;
    auto* transaction = TRY(call.transaction());
    entry.emplace(TRY(call.backend.audit.append(*transaction, record)));
  }
  if (call.route.effect == Effect::decides && !call.kept) {
    auto* transaction = TRY(call.transaction());
    TRY(access::keep_answer(*transaction, call.request_key(), {response.status, response.body}));
  }
  if (call.open_transaction) {
    TRY(call.open_transaction->commit());
    call.open_transaction.reset();
  }
  if (entry) entry->keep();
  return call.backend.audit.write(each_once(std::move(call.seen)));
}

// What was refused is recorded too, where the route is recorded at all.
void record_refusal(Call& call, const Error& error) {
  call.open_transaction.reset();
  call.lease.reset();
  const bool throttled = call.route.effect == Effect::opens && error.code == ErrorCode::overloaded;
  const bool ours = error.code == ErrorCode::unavailable || error.code == ErrorCode::overloaded;
  if (call.route.act.empty() || (ours && !throttled)) return;
  auto record = call.record(call.route.act);
  record.object = call.done_object;
  record.outcome = error.code == ErrorCode::invalid_input ? "failed" : "refused";
  record.detail = fmt::format("{} {}", name(error.code), call.request.path);
  const auto written = call.backend.audit.write({std::move(record)});
  if (!written.ok())
    spdlog::error("audit: refusal not written: {}", leye::to_text(written.error()));
}

Result<http::Response> handled(Call& call) {
  TRY(refuse_parts_of_erased(call));
  return call.route.handler(call);
}

Result<http::Response> perform(Call& call) {
  TRY(admit(call));
  TRY(check_forgery(call));
  if (call.route.effect == Effect::decides) {
    auto before = TRY(answered_before(call));
    if (before) return std::move(*before);
  }
  auto answered = handled(call);
  if (!answered.ok()) {
    const bool decides = call.route.effect == Effect::decides;
    const bool claimed = decides && call.route.own_transactions && !call.route.keeps_answer;
    if (claimed) release(call);
    if (decides && call.route.keeps_answer) {
      // Another run of the same request may have come first: its answer is this one's.
      call.open_transaction.reset();
      auto before = TRY(kept_before(call));
      if (before) return std::move(*before);
    }
    return std::move(answered).error();
  }
  auto response = std::move(answered).value();
  TRY(finish(call, response));
  return response;
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 1; from <= path.size();) {
    const auto end = std::min(path.find('/', from), path.size());
    parts.push_back(path.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

bool fits(std::string_view pattern, const std::vector<std::string_view>& parts,
          std::map<std::string, std::string>& named) {
  const auto wanted = segments(pattern);
  if (wanted.size() != parts.size()) return false;
  named.clear();
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    if (wanted[at].starts_with('{')) {
      named.emplace(wanted[at].substr(1, wanted[at].size() - 2), parts[at]);
    } else if (wanted[at] != parts[at]) {
      return false;
    }
  }
  return true;
}

bool is_of_database(const Error& error) {
  return std::any_of(error.where.begin(), error.where.end(),
                     [](const std::string& place) { return place.find("SQLSTATE") != place.npos; });
}

const char* database_refusal(ErrorCode code) {
  switch (code) {
    case ErrorCode::conflict: return "与已有的记录冲突";
    case ErrorCode::unavailable: return "数据库暂时不可用";
    case ErrorCode::overloaded: return "系统繁忙，请稍后再试";
    default: return "这项操作不被允许";
  }
}

}  // namespace

http::Response refuse(const Error& error) {
  FailureBody body;
  body.error = {name(error.code), error.what, error.where, error.fix, ""};
  if (is_of_database(error)) {
    // What PostgreSQL says of our tables is for the log.
    spdlog::warn("refused by the database: {}", leye::to_text(error));
    body.error = {name(error.code), database_refusal(error.code), {}, "请刷新页面后重试", ""};
  }
  if (error.code == ErrorCode::not_found) body.error = {name(error.code), "没有找到", {}, "", ""};
  auto response = respond(body);
  response.status = status_of(error.code);
  if (response.status == 503) response.headers.emplace_back("Retry-After", "3");
  return response;
}

Dispatcher::Dispatcher(const Backend& backend) : backend_(backend), routes_(all_routes()) {}

const Route* Dispatcher::find(http::Method method, const std::string& path,
                              std::map<std::string, std::string>& parts) const {
  if (method == http::Method::head) method = http::Method::get;
  const auto asked = segments(path);
  for (const auto& route : routes_) {
    if (route.method == method && fits(route.path, asked, parts)) return &route;
  }
  return nullptr;
}

std::uint64_t Dispatcher::body_bytes_max(http::Method method, const std::string& path) const {
  std::map<std::string, std::string> parts;
  const auto* route = find(method, path, parts);
  return route == nullptr ? 64 * 1024 : route->body_bytes_max;
}

http::Response Dispatcher::serve(const http::Request& request) const {
  if (!request.path.starts_with("/api/")) return backend_.web.answer(request);
  std::map<std::string, std::string> parts;
  const auto* route = find(request.method, request.path, parts);
  if (route == nullptr) return refuse(not_found());
  Call call(request, backend_, *route);
  call.path = std::move(parts);
  auto response = perform(call);
  if (response.ok()) return std::move(response).value();
  if (response.error().code == ErrorCode::unavailable) {
    spdlog::warn("{} {}: {}", http::name(request.method), request.path,
                 leye::to_text(response.error()));
  }
  record_refusal(call, response.error());
  auto refused = refuse(response.error());
  const bool throttled = response.error().code == ErrorCode::overloaded;
  if (throttled && route->effect == Effect::opens) refused.status = 429;
  return refused;
}

http::Response Dispatcher::answer(const http::Request& request) const {
  auto response = serve(request);
  http::add_security_headers(response);
  return response;
}

}  // namespace leye::api
