#include "api/reporting.hpp"

#include <algorithm>

#include "access/places.hpp"
#include "api/rulebook.hpp"

namespace leye::api {

bool only_reports(const Call& call) {
  return call.post.role == access::Role::outside_body || call.post.role == access::Role::employer;
}

bool may_report(const Call& call, const Entity& entity) {
  if (!only_reports(call)) return true;
  const auto by = call.post.role == access::Role::employer ? reports::by_employer
                                                           : std::string_view(call.post.body);
  return call.backend.rulebook.reports.on(by, entity.id) != nullptr;
}

Result<std::optional<reports::Reporter>> reporter_of(const Call& call,
                                                     store::Transaction& transaction) {
  if (!only_reports(call)) return std::optional<reports::Reporter>{};
  if (call.post.role == access::Role::outside_body)
    return reports::reporter_of_body(
        transaction, {call.caller->account, call.post.place, call.post.body}, call.today());
  return reports::reporter_of_employer(transaction, call.caller->subject->id);
}

Result<std::optional<registers::ReportedBy>> reported_by(const Call& call,
                                                         store::Transaction& transaction,
                                                         const Entity& entity) {
  if (!only_reports(call)) return std::optional<registers::ReportedBy>{};
  const auto reporter = TRY(reporter_of(call, transaction));
  registers::ReportedBy held;
  if (reporter) {
    held.value = reporter->value;
    held.before = reporter->of.names;
    for (const reports::Report* report : call.backend.rulebook.reports.of(reporter->by)) {
      if (report->entity != &entity) continue;
      held.fact = report->bound;
      for (const Fact* fact : report->writes)
        if (std::find(held.writes.begin(), held.writes.end(), fact) == held.writes.end())
          held.writes.push_back(fact);
    }
  }
  if (held.fact == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  return std::optional(std::move(held));
}

Status hold_to_reporter(const Call& call, store::Transaction& transaction, const Entity& entity,
                        registers::ImportOrder& order) {
  order.reporter = TRY(reported_by(call, transaction, entity));
  if (!order.reporter) return Done{};
  const auto area = access::range_of(call.backend.area_place);
  order.place_lo = area.low;
  order.place_hi = area.high;
  return Done{};
}

}  // namespace leye::api
