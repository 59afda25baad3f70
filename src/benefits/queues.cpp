#include "benefits/queues.hpp"

#include "base/clock.hpp"
#include "benefits/queues.sql.hpp"

namespace leye::benefits {
namespace {

std::vector<std::string> measures_with_queues(const policy::Plan& plan) {
  std::vector<std::string> measures;
  for (const auto& measure : plan.measures)
    if (!measure.quotas.empty()) measures.push_back(measure.name.id);
  return measures;
}

}  // namespace

Result<Applications> applications_in_queues(store::Transaction& transaction,
                                            const policy::Plan& plan) {
  const auto measures = measures_with_queues(plan);
  Applications applications;
  if (measures.empty()) return applications;
  for (const auto& row : TRY(transaction.query(sql::applications_in_queues, measures)))
    applications[{row.get<std::string>("measure"), row.get<std::int64_t>("subject_id")}] =
        business_day(row.get<Instant>("applied_at"));
  return applications;
}

Result<std::vector<policy::Taken>> taken_of_quotas(store::Transaction& transaction,
                                                   const policy::Plan& plan) {
  const auto measures = measures_with_queues(plan);
  std::vector<policy::Taken> taken;
  if (measures.empty()) return taken;
  for (const auto& row : TRY(transaction.query(sql::taken_of_quotas, measures)))
    taken.push_back({row.get<std::string>("measure"),
                     static_cast<int>(row.get<std::int64_t>("year")),
                     row.get<std::int64_t>("grants"), row.get<Money>("amount_fen")});
  return taken;
}

}  // namespace leye::benefits
