#include "families/cases.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "families/cases.sql.hpp"
#include "families/desks.hpp"

namespace leye::families {
namespace {

CaseLine line_of(const store::Row& row) {
  CaseLine line;
  line.id = row.get<std::int64_t>("id");
  line.household = row.get<std::int64_t>("household_id");
  line.place = row.get<std::int64_t>("place");
  line.people = row.get<std::int64_t>("people");
  line.rule = row.get<std::string>("rule");
  line.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
  line.state = row.get<std::string>("state");
  line.ended_because = row.get<std::string>("ended_because");
  line.head = row.get<std::optional<std::int64_t>>("head");
  line.head_name = row.get<std::string>("head_name");
  line.since = row.get<Day>("since");
  line.found_on = row.get<Day>("found_on");
  line.due_on = row.get<std::optional<Day>>("due_on");
  line.ended_on = row.get<std::optional<Day>>("ended_on");
  line.stood_on = row.get<std::optional<Day>>("stood_on");
  line.helper = row.get<std::optional<std::int64_t>>("helper");
  line.earlier = row.get<std::optional<std::int64_t>>("earlier_id");
  line.relapse = row.get<bool>("relapse");
  line.times = row.get<std::int64_t>("times");
  line.last_on = row.get<std::optional<Day>>("happened_on");
  line.last_action = row.get<std::string>("action");
  line.last_told = row.get<std::string>("told");
  return line;
}

Result<std::vector<std::int64_t>> keys(store::Transaction& transaction,
                                       store::Statement statement, std::int64_t id,
                                       const char* column) {
  std::vector<std::int64_t> found;
  for (const store::Row row : TRY(transaction.query(statement, id)))
    found.push_back(row.get<std::int64_t>(column));
  return found;
}

Result<std::vector<CaseLine>> lines_of(store::Transaction& transaction,
                                       const std::vector<std::int64_t>& ids) {
  std::vector<CaseLine> lines;
  for (const store::Row row : TRY(transaction.query(sql::lines_of, ids)))
    lines.push_back(line_of(row));
  return lines;
}

struct Standing {
  std::string state, rule;
  std::int64_t household = 0;
};
Result<Standing> standing_of(store::Transaction& transaction, std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::state_of, id));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有这户的记录"};
  return Standing{rows[0].get<std::string>("state"), rows[0].get<std::string>("rule"),
                  rows[0].get<std::int64_t>("household_id")};
}

Status tell_desks(store::Transaction& transaction, const CaseDesk& desk,
                  const Standing& standing) {
  const FamilyRule* rule = desk.rules.find(standing.rule);
  if (rule == nullptr) return Done{};
  return tell_desks(transaction, *rule, {standing.household}, desk.now);
}

}  // namespace

Result<CasePage> list_cases(store::Transaction& transaction, const CaseQuestion& asked,
                            std::int64_t limit, std::int64_t offset) {
  CasePage page;
  const auto rows = TRY(transaction.query(
      sql::page_of_cases, asked.what, asked.rule, asked.place_lo, asked.place_hi, asked.helper,
      asked.unassigned, asked.household, asked.first, asked.last, asked.today, limit, offset));
  for (const store::Row row : rows) {
    page.total = row.get<std::int64_t>("total");
    page.lines.push_back(line_of(row));
  }
  return page;
}

Result<std::vector<TownCounts>> count_cases(store::Transaction& transaction,
                                            const CaseQuestion& asked) {
  std::vector<TownCounts> towns;
  for (const store::Row row :
       TRY(transaction.query(sql::count_cases, asked.rule, asked.place_lo, asked.place_hi,
                             asked.first, asked.last, asked.today))) {
    const auto n = [&row](const char* column) { return row.get<std::int64_t>(column); };
    towns.push_back({n("town"),
                     row.get<std::optional<std::string>>("label").value_or(""),
                     {n("open"), n("found"), n("overdue"), n("month_found"), n("month_helped"),
                      n("month_cleared"), n("month_solved"), n("month_relapse"), n("days_sum"),
                      n("days_worst")}});
  }
  return towns;
}

Result<CaseFile> find_case(store::Transaction& transaction, std::int64_t id) {
  CaseFile file;
  auto lines = TRY(lines_of(transaction, {id}));
  if (lines.empty()) return Error{ErrorCode::not_found, "没有这户的记录"};
  file.line = std::move(lines.front());
  const auto rows = TRY(transaction.query(sql::case_file, id));
  const store::Row row = rows[0];
  file.note = row.get<std::string>("note");
  file.confirmed_by = row.get<std::optional<std::int64_t>>("confirmed_by");
  file.proof_person = row.get<std::optional<std::int64_t>>("proof_person");
  file.proof_employer = row.get<std::string>("employer");
  file.proof_from = row.get<std::optional<Day>>("proof_from");
  file.proof_to = row.get<std::optional<Day>>("proof_to");
  for (const store::Row step : TRY(transaction.query(sql::case_steps, id)))
    file.steps.push_back({step.get<std::string>("kind"), step.get<std::string>("action"),
                          step.get<std::string>("told"), step.get<Day>("happened_on"),
                          step.get<std::optional<std::int64_t>>("person_id"),
                          step.get<std::optional<std::int64_t>>("account"),
                          step.get<Instant>("at")});
  const auto story = TRY(keys(transaction, sql::case_story, id, "id"));
  if (!story.empty()) file.earlier = TRY(lines_of(transaction, story));
  return file;
}

Result<std::vector<MemberSpell>> members_at_work(store::Transaction& transaction,
                                                 std::int64_t household, Day on,
                                                 int stable_months) {
  std::vector<MemberSpell> members;
  for (const store::Row row :
       TRY(transaction.query(sql::members_at_work, household, on, stable_months)))
    members.push_back({row.get<std::int64_t>("person_id"), row.get<bool>("present"),
                       row.get<bool>("out_of_work"), row.get<bool>("at_work"),
                       row.get<std::optional<Day>>("work_from"),
                       row.get<std::optional<Day>>("work_to"),
                       row.get<std::optional<Day>>("stable_on")});
  return members;
}

Result<std::vector<Helper>> list_helpers(store::Transaction& transaction,
                                         const std::string& area_schema, std::int64_t place_lo,
                                         std::int64_t place_hi) {
  std::vector<Helper> helpers;
  for (const store::Row row :
       TRY(transaction.query(sql::helpers, area_schema, place_lo, place_hi)))
    helpers.push_back({row.get<std::int64_t>("id"), row.get<std::string>("name"),
                       row.get<std::int64_t>("open")});
  return helpers;
}

Result<std::int64_t> assign_cases(store::Transaction& transaction, const CaseDesk& desk,
                                  std::vector<std::int64_t> ids,
                                  std::optional<std::int64_t> helper) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty() || ids.size() > cases_at_once)
    return Error{ErrorCode::invalid_input, fmt::format("一次选 1 到 {} 户", cases_at_once), {"ids"}};
  const auto given = TRY(transaction.execute(sql::assign_cases, ids, helper, desk.account,
                                             desk.now, desk.today));
  if (given != static_cast<std::int64_t>(ids.size()))
    return Error{ErrorCode::conflict, "其中有已经了结的，或者不在本辖区", {}, "刷新后再选"};
  std::vector<std::int64_t> households;
  for (const auto& line : TRY(lines_of(transaction, ids))) households.push_back(line.household);
  for (const FamilyRule& rule : desk.rules.all())
    TRY(tell_desks(transaction, rule, households, desk.now));
  return given;
}

Status confirm_case(store::Transaction& transaction, const CaseDesk& desk, std::int64_t id) {
  const auto standing = TRY(standing_of(transaction, id));
  const auto done =
      TRY(transaction.execute(sql::confirm, id, desk.account, desk.now, desk.today));
  if (done == 0)
    return Error{ErrorCode::conflict, "这户已经确认过，或已经了结", {}, "刷新后再看"};
  return tell_desks(transaction, desk, standing);
}

Status refuse_case(store::Transaction& transaction, const CaseDesk& desk, std::int64_t id,
                   const std::string& reason, const std::string& note) {
  const auto standing = TRY(standing_of(transaction, id));
  const auto done = TRY(
      transaction.execute(sql::refuse, id, desk.account, desk.now, desk.today, reason, note));
  if (done == 0) return Error{ErrorCode::conflict, "这户已经了结", {}, "刷新后再看"};
  return tell_desks(transaction, desk, standing);
}

Status help_family(store::Transaction& transaction, const CaseDesk& desk, const Help& help) {
  const auto standing = TRY(standing_of(transaction, help.id));
  if (standing.state == "gone" || standing.state == "refused")
    return Error{ErrorCode::conflict, "这户已经了结，不再登记帮扶", {}, "刷新后再看"};
  if (help.happened_on > desk.today)
    return Error{ErrorCode::invalid_input, "帮扶日期还没有到", {"happened_on"}, "核对日期"};
  if (help.person) {
    const auto rows = TRY(transaction.query(sql::belongs, standing.household, *help.person));
    if (!rows[0].get<bool>("there"))
      return Error{ErrorCode::invalid_input, "这个人不是这户的成员", {"person"}, "从成员中选"};
  }
  TRY(transaction.execute(sql::help, help.id, help.action, help.happened_on, help.person,
                          help.told, desk.account, desk.now));
  return Done{};
}

}  // namespace leye::families
