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

namespace {

// The others' answers, each as of the day on which it applied.
Result<std::vector<Assessment>> assess_others(store::Transaction& transaction,
                                              const Question& question,
                                              const std::vector<InQueue>& others,
                                              std::vector<Day>& applied) {
  std::map<Day, std::pair<std::vector<std::int64_t>, Judgements>> by_day;
  for (const InQueue& one : others) {
    auto& [subjects, judgements] = by_day[one.applied_on];
    subjects.push_back(one.subject);
    judgements[one.subject] = one.judgements;
  }
  std::vector<Assessment> all;
  for (auto& [day, asked] : by_day) {
    const Question then{question.plan, question.vocabulary, question.measure,
                        day,           question.now,        std::move(asked.second)};
    for (auto& one : TRY(assess(transaction, then, asked.first))) {
      all.push_back(std::move(one));
      applied.push_back(day);
    }
  }
  return all;
}

}  // namespace

std::int64_t used_of(const policy::Quota& quota, const std::vector<policy::Taken>& taken,
                     int year) {
  std::int64_t used = 0;
  for (const policy::Taken& each : taken)
    if (quota.period == policy::LimitPeriod::life || each.year == year)
      used += quota.money ? each.amount.fen() : each.grants;
  return used;
}

Result<std::vector<QueuePlace>> places_in_queue(store::Transaction& transaction,
                                                const Question& question,
                                                const std::vector<Assessment>& found,
                                                const std::vector<InQueue>& others) {
  const policy::Measure& measure = question.measure;
  policy::Plan alone;
  alone.measures = {measure};
  std::vector<policy::Entitlement> queue;
  const auto add = [&](const Assessment& one, Day applied_on) {
    if (one.answer.outcome != policy::Outcome::eligible) return false;
    queue.push_back(policy::entitlement(measure, one.answer, applied_on, one.subject,
                                        one.person.value_or(0), one.organisation.value_or(0)));
    return true;
  };
  std::vector<std::optional<std::size_t>> own;
  for (const Assessment& one : found)
    own.push_back(add(one, question.on) ? std::optional(queue.size() - 1) : std::nullopt);
  std::vector<Day> applied;
  const auto rest = TRY(assess_others(transaction, question, others, applied));
  for (std::size_t i = 0; i < rest.size(); ++i) add(rest[i], applied[i]);
  const auto taken = TRY(taken_of_quotas(transaction, alone));
  const auto settled = policy::settle(alone, queue, {}, taken);
  std::vector<QueuePlace> places;
  for (std::size_t i = 0; i < found.size(); ++i) {
    QueuePlace place;
    if (own[i]) {
      const auto& answer = found[i].answer;
      place.place = settled[*own[i]].place;
      place.room = settled[*own[i]].state != policy::SettledState::queued;
      place.limits = answer.competing.quotas;
      place.year = answer.event_on.value_or(question.on).civil().year;
      for (const auto& quota : measure.quotas)
        place.used.push_back(used_of(quota, taken, place.year));
    }
    places.push_back(std::move(place));
  }
  return places;
}

}  // namespace leye::benefits
