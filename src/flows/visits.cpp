// What people found on the spot (实地核查): each with an account of its own.
#include <fmt/format.h>

#include <set>

#include "flows/cases.sql.hpp"
#include "flows/handling.hpp"
#include "flows/visits.hpp"

namespace leye::flows {
namespace {

struct Word {
  const char* outcome;
  const char* label;
};
constexpr Word outcomes[] = {{"as_stated", "与申报一致"},
                             {"differs", "与申报不一致"},
                             {"not_found", "未找到经营场所或本人"}};

Error invalid(std::string what) { return Error{ErrorCode::invalid_input, std::move(what)}; }

}  // namespace

std::string visit_label(const std::string& outcome) {
  for (const Word& word : outcomes)
    if (outcome == word.outcome) return word.label;
  return "";
}

std::string visit_text(const SiteFinding& found) {
  return fmt::format("{} {}{}{}", to_text(found.visited_on), visit_label(found.outcome),
                     found.photos.empty() ? "" : "，", found.photos);
}

std::vector<std::pair<std::string, std::string>> visit_outcomes() {
  std::vector<std::pair<std::string, std::string>> all;
  for (const Word& word : outcomes) all.emplace_back(word.outcome, word.label);
  return all;
}

Result<std::vector<SiteVisit>> visits_of(store::Transaction& transaction, std::int64_t case_id) {
  std::vector<SiteVisit> visits;
  for (const store::Row row : TRY(transaction.query(sql::visits_of_case, case_id)))
    visits.push_back({row.get<std::string>("step"), row.get<std::int64_t>("account"),
                      row.get<Day>("visited_on"), row.get<std::string>("outcome"),
                      row.get<std::string>("finding"), row.get<std::string>("photos"),
                      row.get<Instant>("recorded_at"), row.get<bool>("counts")});
  return visits;
}

Status record_visit(Handling& handling, const ActionRequest& request) {
  if (!request.found) return invalid("请填写核查日期和核查结果");
  const SiteFinding& found = *request.found;
  if (visit_label(found.outcome).empty()) return invalid("请选择核查结果");
  if (found.visited_on > handling.today()) return invalid("核查日期不能晚于今天");
  if (found.visited_on < business_day(handling.record.opened_at))
    return invalid("核查日期不能早于申请日期");
  if (handling.path.site_check.photos && found.photos.empty())
    return invalid("本项核查须拍照，请写明照片的张数和存放处");
  for (const SiteVisit& earlier : TRY(visits_of(handling.transaction, handling.record.id)))
    if (earlier.counts && earlier.step == handling.step.id &&
        handling.actor.is_one_with(earlier.account))
      return Error{ErrorCode::conflict, "您已经登记过本次核查", {}, "由另一人登记"};
  TRY(handling.transaction.execute(sql::insert_visit, handling.record.id, handling.record.place,
                                   handling.step.id, handling.record.version + 1,
                                   handling.actor.account, found.visited_on, found.outcome,
                                   request.opinion, found.photos, handling.now));
  return Done{};
}

Status check_visits(Handling& handling) {
  std::set<std::int64_t> people;
  std::string against;
  for (const SiteVisit& visit : TRY(visits_of(handling.transaction, handling.record.id))) {
    if (!visit.counts || visit.step != handling.step.id) continue;
    people.insert(visit.account);
    if (visit.outcome != "as_stated") against = visit_label(visit.outcome);
  }
  const int wanted = handling.path.site_check.people;
  if (static_cast<int>(people.size()) < wanted)
    return Error{ErrorCode::conflict,
                 fmt::format("实地核查须 {} 人各自登记，已有 {} 人", wanted, people.size()),
                 {},
                 "由另一名核查人登记核查情况"};
  bool any = false;
  for (const RowRecord& row : handling.rows) any |= row.pending();
  if (against.empty() || !any) return Done{};
  return Error{ErrorCode::conflict,
               fmt::format("有核查人登记的结果是“{}”，不能直接通过", against),
               {},
               "逐行提出不予享受的意见，或者退回重新核查"};
}

}  // namespace leye::flows
