#include "benefits/meters.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "benefits/meters.sql.hpp"

namespace leye::benefits {
namespace {

using policy::LimitPeriod;
using policy::LimitScope;
using policy::Measure;
using policy::Op;

bool is_of(LimitScope scope, MeterOwner owner) {
  return owner == MeterOwner::person ? scope == LimitScope::person
                                     : scope == LimitScope::organisation;
}

// The year for which a grant counts.
int year_of(const HeldGrant& grant, bool by_grant) {
  const Day day = by_grant ? grant.granted_on : grant.period_from.value_or(grant.granted_on);
  return day.civil().year;
}

// Calendar months that the grant's period touches.
std::int64_t months_of(const HeldGrant& grant) {
  if (!grant.period_from || !grant.period_until) return 0;
  constexpr int months = 12;
  const auto from = grant.period_from->civil(), until = grant.period_until->civil();
  return (until.year - from.year) * months + until.month - from.month + 1;
}

// A limit that the document writes as a number; none where it depends on the case.
std::optional<std::int64_t> written(const Measure& measure, std::int32_t at) {
  while (at >= 0) {
    const policy::Node& node = measure.nodes[static_cast<std::size_t>(at)];
    if (node.op == Op::constant && node.constant.bottom != 0 &&
        node.constant.top % node.constant.bottom == 0)
      return static_cast<std::int64_t>(node.constant.top / node.constant.bottom);
    if (node.op != Op::round_down && node.op != Op::round_half && node.op != Op::round_up)
      return std::nullopt;
    at = node.a;
  }
  return std::nullopt;
}

// `left` is the limit less what was used, perhaps at least nothing; its limit and clause.
struct Written {
  std::optional<std::int64_t> limit;
  std::string clause;
};
Written limit_behind(const Measure& measure, std::int32_t left) {
  const auto node_at = [&](std::int32_t at) -> const policy::Node& {
    return measure.nodes[static_cast<std::size_t>(at)];
  };
  if (left >= 0 && node_at(left).op == Op::greatest) left = node_at(left).a;
  Written found{std::nullopt, measure.clause};
  if (left < 0 || node_at(left).op != Op::subtract) return found;
  const std::int32_t limit = node_at(left).a;
  found.limit = written(measure, limit);
  for (const auto& condition : measure.conditions)
    if (condition.limit == limit && condition.fixed && !condition.clause.empty())
      found.clause = condition.clause;
  return found;
}

class Metering {
 public:
  Metering(const Measure& measure, const std::vector<HeldGrant>& grants, std::vector<Meter>& found)
      : measure_(measure), grants_(grants), found_(found) {}

  using Amount = std::function<std::int64_t(const HeldGrant&)>;
  void add(Meter::Kind kind, LimitPeriod period, bool by_grant, const Written& limit,
           const Amount& amount) {
    std::map<int, Meter, std::greater<>> years;
    for (const HeldGrant& grant : grants_) {
      if (grant.measure != measure_.name.id) continue;
      const bool yearly = period == LimitPeriod::year;
      Meter& meter = years[yearly ? year_of(grant, by_grant) : 0];
      meter.kind = kind;
      meter.measure = &measure_;
      if (yearly) meter.year = year_of(grant, by_grant);
      meter.used += amount(grant);
      meter.limit = limit.limit;
      meter.clause = limit.clause;
      meter.days.push_back(grant.granted_on);
    }
    for (auto& [year, meter] : years) found_.push_back(std::move(meter));
  }

 private:
  const Measure& measure_;
  const std::vector<HeldGrant>& grants_;
  std::vector<Meter>& found_;
};

}  // namespace

std::vector<Meter> meters_of(const policy::Plan& plan, const std::vector<HeldGrant>& grants,
                             MeterOwner owner) {
  std::vector<Meter> found;
  for (const Measure& measure : plan.measures) {
    Metering metering(measure, grants, found);
    for (const auto& limit : measure.limits)
      if (is_of(limit.scope, owner))
        metering.add(Meter::Kind::times, limit.period, limit.by_grant,
                     {limit.times, measure.clause}, [](const HeldGrant&) { return 1; });
    for (const auto& cap : measure.caps)
      if (is_of(cap.scope, owner))
        metering.add(Meter::Kind::money, cap.period, false, limit_behind(measure, cap.left),
                     [](const HeldGrant& grant) { return grant.amount.fen(); });
    if (measure.months_cap && is_of(measure.months_cap->scope, owner))
      metering.add(Meter::Kind::months, LimitPeriod::life, false,
                   limit_behind(measure, measure.months_cap->left), months_of);
  }
  return found;
}

Result<std::vector<HeldGrant>> held_grants(store::Transaction& transaction, MeterOwner owner,
                                           std::int64_t id, Instant known_at) {
  std::vector<HeldGrant> grants;
  const auto rows = TRY(transaction.query(
      owner == MeterOwner::person ? sql::grants_of_person : sql::grants_of_organisation, id,
      known_at));
  for (const store::Row row : rows) {
    HeldGrant grant;
    grant.measure = row.get<std::string>("measure");
    grant.amount = Money::fen(row.get<std::int64_t>("amount_fen"));
    grant.granted_on = row.get<Day>("granted_on");
    grant.period_from = row.get<std::optional<Day>>("period_from");
    if (const auto end = row.get<std::optional<Day>>("period_end")) grant.period_until = *end - 1;
    grants.push_back(std::move(grant));
  }
  return grants;
}

}  // namespace leye::benefits
