#include "flows/queueing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "flows/judging.hpp"
#include "flows/queueing.sql.hpp"

namespace leye::flows {
namespace {

using benefits::QueuePlace;

std::string shown(const policy::Quota& quota, std::int64_t number) {
  return quota.money ? to_display(Money::fen(number)) + " 元" : fmt::format("{} 人", number);
}

std::string name_of(const policy::Quota& quota) {
  return fmt::format("{}{}", quota.money ? "总预算" : "总名额",
                     quota.period == policy::LimitPeriod::year ? "每年 " : " ");
}

// “总名额每年 1 人，2023 年已批 0 人”
std::string quota_text(const policy::Quota& quota, const std::optional<policy::Fraction>& limit,
                       std::int64_t used, int year) {
  const bool yearly = quota.period == policy::LimitPeriod::year;
  return fmt::format("{}{}，{}已批 {}", name_of(quota),
                     limit ? shown(quota, limit->top / limit->bottom) : "未定",
                     yearly ? fmt::format("{} 年", year) : "", shown(quota, used));
}

// What people decided of the rows of other cases, by case and subject; the last word counts.
using JudgedElsewhere =
    std::map<std::pair<std::int64_t, std::int64_t>, std::map<std::string, benefits::Decided>>;

Result<JudgedElsewhere> judged_elsewhere(store::Transaction& reader, const policy::Measure& measure,
                                         std::int64_t case_id) {
  JudgedElsewhere judged;
  if (measure.judgements.empty()) return judged;
  for (const store::Row row :
       TRY(reader.query(sql::judgements_of_waiting_rows, measure.name.id, case_id)))
    judged[{row.get<std::int64_t>("case_id"), row.get<std::int64_t>("subject_id")}]
          [row.get<std::string>("judgement")] =
              decided(row.get<bool>("holds"), row.get<std::string>("decider"),
                      row.get<Instant>("decided_at"), row.get<std::string>("reason"));
  return judged;
}

// Those of other cases, with what people decided of them.
Result<std::vector<benefits::InQueue>> others_waiting(store::Transaction& reader,
                                                      const policy::Measure& measure,
                                                      std::int64_t case_id) {
  auto judged = TRY(judged_elsewhere(reader, measure, case_id));
  std::vector<benefits::InQueue> others;
  for (const store::Row row : TRY(reader.query(sql::waiting_rows, measure.name.id, case_id))) {
    const auto subject = row.get<std::int64_t>("subject_id");
    others.push_back({subject, business_day(row.get<Instant>("applied_at")),
                      judged[{row.get<std::int64_t>("case_id"), subject}]});
  }
  return others;
}

}  // namespace

Result<std::map<std::int64_t, QueuePlace>> places_of_rows(
    store::Transaction& reader, const benefits::Question& question, const CaseRecord& record,
    const std::vector<RowRecord>& rows, const std::vector<benefits::Assessment>& found) {
  std::map<std::int64_t, QueuePlace> by_row;
  if (question.measure.quotas.empty()) return by_row;
  const auto others = TRY(others_waiting(reader, question.measure, record.id));
  const auto places = TRY(benefits::places_in_queue(reader, question, found, others));
  for (std::size_t i = 0; i < found.size(); ++i)
    for (const RowRecord& row : rows)
      if (row.pending() && row.subject == found[i].subject) by_row[row.id] = places[i];
  return by_row;
}

std::string queue_text(const policy::Measure& measure, const QueuePlace& place) {
  if (place.place == 0) return "";
  std::string text = fmt::format("排第 {} 位", place.place);
  for (std::size_t i = 0; i < measure.quotas.size() && i < place.limits.size(); ++i)
    text += "；" + quota_text(measure.quotas[i], place.limits[i], place.used[i], place.year);
  return text;
}

Status check_room(Handling& handling, const std::vector<const RowRecord*>& rows) {
  const auto& quotas = handling.measure.quotas;
  if (quotas.empty()) return Done{};
  const std::string& measure = handling.measure.name.id;
  TRY(handling.transaction.query(sql::lock_queue, measure));
  std::vector<policy::Taken> taken;
  for (const store::Row row : TRY(handling.transaction.query(sql::taken_of_measure, measure)))
    taken.push_back({measure, static_cast<int>(row.get<std::int64_t>("year")),
                     row.get<std::int64_t>("grants"), row.get<Money>("amount_fen")});
  for (const RowRecord* row : rows) {
    const QueuePlace& place = handling.checks[row->id].queue;
    const policy::Taken own{measure, place.year, 1, row->amount};
    for (std::size_t i = 0; i < quotas.size(); ++i) {
      const auto used = benefits::used_of(quotas[i], taken, place.year);
      const auto limit = i < place.limits.size() ? place.limits[i] : std::nullopt;
      const auto with = used + (quotas[i].money ? row->amount.fen() : 1);
      if (limit && policy::compare({with, 1}, *limit) <= 0) continue;
      return Error{ErrorCode::conflict,
                   fmt::format("“{}”没有名额：{}", row->label,
                               quota_text(quotas[i], limit, used, place.year)),
                   {},
                   "等名额空出来再批准，或者以此为理由不予批准"};
    }
    taken.push_back(own);
  }
  return Done{};
}

}  // namespace leye::flows
