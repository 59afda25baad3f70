#include "api/reading_alerts.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/rulebook.hpp"
#include "audit/reading.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::int64_t days_usual = 7, days_max = 31;

std::string label_of(const Call& call, const audit::ReadingLimits& limits,
                     const std::string& kind) {
  for (const auto& label : limits.labels)
    if (label.kind == kind) return call.says(label.zh, label.en);
  return kind;
}

std::string unit_of(const Call& call, const std::string& kind) {
  if (kind.starts_with("window_")) return call.says("次", "looks");
  return kind == "sheet_rows" || kind == "release" ? call.says("行", "rows")
                                                   : call.says("人", "people");
}

Result<ReadingAlerts> alerts(Call& call) {
  const auto& limits = call.backend.rulebook.reading;
  ReadingAlerts all;
  all.days = TRY(call.asked_number("days")).value_or(days_usual);
  if (all.days < 1 || all.days > days_max)
    return Error{ErrorCode::invalid_input, "查询条件不正确", {"days"}, "1 至 31 天"};
  for (const auto& label : limits.labels)
    all.limits.push_back(
        {label_of(call, limits, label.kind), label.from, unit_of(call, label.kind)});
  auto* transaction = TRY(call.transaction());
  const auto since = call.machine_now() - std::chrono::hours(24 * all.days);
  for (const auto& one : TRY(audit::bulk_readings(*transaction, limits, since)))
    all.items.push_back({one.kind, label_of(call, limits, one.kind), one.login, one.name,
                         one.people, unit_of(call, one.kind), to_text(one.since)});
  call.saw("read_audit", "", fmt::format("预警 {} 天", all.days));
  return all;
}

}  // namespace

std::vector<Route> reading_alert_routes() {
  Route read = get<ReadingAlerts>("/api/v1/audit/alerts", "大量查看预警",
                                  RoleSet{Role::audit_admin}, alerts);
  read.query = {"days"};
  read.act = "read_audit";
  read.bound = Bound::nothing;
  return {read};
}

}  // namespace leye::api
