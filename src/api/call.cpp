#include "api/call.hpp"

#include "api/noting.hpp"

#include <fmt/format.h>

#include <charconv>

namespace leye::api {
namespace {

constexpr std::int64_t size_max = 100;
constexpr std::int64_t page_max = 10'000;

std::optional<std::int64_t> read_number(std::string_view text) {
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || text.empty()) return std::nullopt;
  return number;
}

Error bad_query(const std::string& name) {
  return Error{ErrorCode::invalid_input, "查询条件不正确", {name}, "请检查后重试"};
}

}  // namespace

Result<std::int64_t> Call::path_id(const std::string& name) const {
  const auto found = path.find(name);
  CHECK(found != path.end());
  const auto number = read_number(found->second);
  if (!number || *number < 0) return Error{ErrorCode::not_found, "没有找到"};
  return *number;
}

Result<std::optional<std::int64_t>> Call::asked_number(const std::string& name) const {
  const auto text = request.asked(name);
  if (text.empty()) return std::optional<std::int64_t>{};
  const auto number = read_number(text);
  if (!number) return bad_query(name);
  return number;
}

Result<std::optional<Day>> Call::asked_day(const std::string& name) const {
  const auto text = request.asked(name);
  if (text.empty()) return std::optional<Day>{};
  return std::optional<Day>(TRY(Day::parse(text).at(name)));
}

Result<Call::Paging> Call::paging() const {
  Paging paging;
  paging.page = TRY(asked_number("page")).value_or(1);
  paging.size = TRY(asked_number("size")).value_or(20);
  if (paging.page < 1 || paging.page > page_max) return bad_query("page");
  if (paging.size < 1 || paging.size > size_max) return bad_query("size");
  return paging;
}

policy::Language Call::language() const {
  return request.header("accept-language").starts_with("en") ? policy::Language::en
                                                             : policy::Language::zh;
}

store::Scope Call::scope(bool bypass) const {
  store::Scope scope;
  const bool signed_in = caller.has_value();
  scope.area_schema =
      signed_in && !post.area_schema.empty() ? post.area_schema : backend.area_schema;
  // Another body sees no place: the rows of its steps come by its account (at_steps_of_body).
  const bool placed = signed_in && post.role != access::Role::outside_body;
  scope.place_lo = placed ? post.range.low : 0;
  scope.place_hi = placed ? post.range.high : -1;
  scope.account = signed_in ? caller->account : 0;
  scope.bypass = bypass;
  if (route.effect == Effect::reads) scope.access = store::Access::read;
  return scope;
}

Result<store::Connection*> Call::connection() {
  CHECK(!open_transaction);
  if (!lease) lease.emplace(TRY(backend.pool.take()));
  return &**lease;
}

Result<store::Transaction*> Call::transaction() {
  if (!open_transaction) {
    auto* own = TRY(connection());
    open_transaction.emplace(TRY(store::Transaction::begin(*own, scope())));
  }
  return &*open_transaction;
}

Status Call::must_be_own(const std::string& kind, std::int64_t id) const {
  if (!is_subject()) return Done{};
  if (caller->subject->kind == kind && caller->subject->id == id) return Done{};
  return Error{ErrorCode::not_found, "没有找到"};
}

audit::Record Call::record(const std::string& act) const {
  audit::Record record;
  if (caller) {
    record.account = caller->account;
    if (caller->acting_for) record.for_account = caller->acting_for->account;
    record.role = caller->posts.empty() ? "" : access::name(post.role);
  }
  record.address = request.peer;
  record.area_schema = scope().area_schema;
  record.act = act;
  return record;
}

void Call::saw(const std::string& act, std::string object, std::string detail) {
  auto one = record(act);
  one.object = std::move(object);
  one.detail = std::move(detail);
  seen.push_back(std::move(one));
}

void Call::did(std::string object, std::string detail) {
  done_object = std::move(object);
  done_detail = std::move(detail);
}

access::RequestKey Call::request_key() const {
  return {caller->account, idempotency_key,
          fmt::format("{} {}\n{}", http::name(request.method), request.path, request.body)};
}

Status note(Call& call, store::Transaction& transaction) {
  if (call.route.act.empty() || call.entry) return Done{};
  auto act = call.record(call.route.act);
  act.object = call.done_object;
  act.detail = call.done_detail;
  call.entry.emplace(TRY(call.backend.audit.append(transaction, act)));
  return Done{};
}

Status Call::keep(store::Transaction& open, const http::Response& response) {
  const auto claim = TRY(access::claim_key(open, request_key(), machine_now()));
  if (claim.answer || claim.differs)
    return Error{ErrorCode::conflict, "同一请求刚刚办完", {}, "请刷新后查看"};
  TRY(note(*this, open));
  TRY(access::keep_answer(open, request_key(), {response.status, response.body}));
  kept = true;
  return Done{};
}

}  // namespace leye::api
