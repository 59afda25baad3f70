#include "api/graduates.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "access/places.hpp"
#include "api/bind.hpp"
#include "api/own_write.hpp"
#include "api/rulebook.hpp"
#include "reports/graduates.hpp"
#include "reports/trainees.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::chrono::minutes write_limit{5};
constexpr const char* people_to_place = "ledger graduates_to_place";
constexpr int year_first = 1990, year_last = 2199;

// The year asked for, else this one.
Result<int> year_of(const Call& call) {
  const auto asked = TRY(call.asked_number("year"));
  const int year = static_cast<int>(asked.value_or(call.today().civil().year));
  if (year < year_first || year > year_last)
    return Error{ErrorCode::invalid_input, "查询条件不正确", {"year"}, "填四位年份，如 2023"};
  return year;
}

Day first_of(int year) { return Day::parse(fmt::format("{}-01-01", year)).value(); }
Day last_of(int year) { return Day::parse(fmt::format("{}-12-31", year)).value(); }

std::vector<const visits::VisitPlan*> plans_of(const Call& call) {
  std::vector<const visits::VisitPlan*> plans;
  for (const auto& plan : call.backend.rulebook.visits.visits)
    if (plan.people == people_to_place) plans.push_back(&plan);
  return plans;
}

reports::GraduatesWanted wanted_of(const Call& call, int year) {
  reports::GraduatesWanted wanted{call.backend.rulebook.destinations, {}, first_of(year),
                                  last_of(year), call.today(), call.post.range.low,
                                  call.post.range.high};
  for (const auto* plan : plans_of(call)) wanted.plans.push_back(plan->id);
  return wanted;
}

// Work is looked for anywhere in the area; the people are those of the caller's places.
template <class Use>
auto reading(Call& call, Use use) -> decltype(use(std::declval<store::Transaction&>())) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  return use(transaction);
}

GraduateCount count_of(const reports::GraduateCounts& from) {
  const auto& [all, placed, confirmed, no_work, has_work, leavers, no_helper, unserved, overdue] =
      from.parts;
  return {from.key, from.label, all,       placed,   confirmed, no_work,
          has_work, leavers,    no_helper, unserved, overdue};
}

Result<GraduateDesk> desk(Call& call) {
  const int year = TRY(year_of(call));
  return reading(call, [&](store::Transaction& transaction) -> Result<GraduateDesk> {
    GraduateDesk shown;
    shown.year = year;
    const auto plans = plans_of(call);
    if (!plans.empty()) shown.plan = call.label(*plans.front());
    const CodeTable* codes = call.backend.vocabulary.find_code_table("graduate_destination");
    for (const auto& code : call.backend.rulebook.destinations.placed)
      shown.placed_labels.push_back(call.label(*codes->find(code)));
    const auto wanted = wanted_of(call, year);
    for (const auto& one :
         TRY(reports::count_graduates(transaction, wanted, reports::By::school)))
      shown.schools.push_back(count_of(one));
    for (const auto& one :
         TRY(reports::count_graduates(transaction, wanted, reports::By::county)))
      shown.counties.push_back(count_of(one));
    return shown;
  });
}

Result<Page<GraduateLine>> rows(Call& call) {
  const int year = TRY(year_of(call));
  const auto paging = TRY(call.paging());
  reports::GraduatesListed listed;
  listed.part = call.request.asked("part").empty() ? "all" : call.request.asked("part");
  if (std::find(reports::graduate_parts.begin(), reports::graduate_parts.end(), listed.part) ==
      reports::graduate_parts.end())
    return Error{ErrorCode::invalid_input, "查询条件不正确", {"part"}, "请检查后重试"};
  if (!call.request.asked("school").empty()) listed.school = call.request.asked("school");
  listed.county = TRY(call.asked_number("county")).value_or(0);
  listed.limit = paging.size;
  listed.offset = paging.offset();
  return reading(call, [&](store::Transaction& transaction) -> Result<Page<GraduateLine>> {
    const auto found =
        TRY(reports::list_graduates(transaction, wanted_of(call, year), listed));
    const CodeTable* codes = call.backend.vocabulary.find_code_table("graduate_destination");
    std::vector<GraduateLine> lines;
    for (const auto& row : found.rows) {
      const Code* code = codes->find(row.destination);
      lines.push_back({Id{row.record}, Id{row.person}, row.who, row.place_label, row.school,
                       row.destination, code == nullptr ? row.destination : call.label(*code),
                       row.graduated_on, row.confirmed, row.works, row.served, row.difference,
                       row.helper, row.due_on});
      call.saw("list_person", fmt::format("person:{}", row.person));
    }
    return page_of(std::move(lines), found.total, paging);
  });
}

Result<http::Response> renew(Call& call) {
  const int year = TRY(year_of(call));
  return own_write(call, write_limit, [&](auto& transaction) -> Result<http::Response> {
    const auto tasks = TRY(reports::renew_difference_tasks(transaction, wanted_of(call, year),
                                                           call.caller->account, call.now()));
    call.did(fmt::format("graduates:{}", year),
             fmt::format("交办不一致 {} 条，销 {} 条", tasks.opened, tasks.closed));
    return respond(GraduateTasks{tasks.opened, tasks.closed});
  });
}

std::string fraction(std::int64_t top, std::int64_t bottom) {
  return bottom == 0 ? "" : fmt::format("{}/{}", top, bottom);
}

TraineeLine line_of(const reports::Trainee& from, bool to_staff) {
  TraineeLine line;
  line.record = Id{from.record};
  if (to_staff) line.person_id = Id{from.person};
  line.who = from.who;
  line.host = from.host;
  line.batch_label = from.batch_label;
  line.start = from.start;
  line.planned_end = from.planned_end;
  line.end = from.end;
  line.kept_on = from.kept_on;
  line.agreement_confirmed = from.agreement_confirmed;
  line.end_confirmed = from.end_confirmed;
  line.months_agreed = from.months_agreed;
  line.months_done = from.months_done;
  line.months_left = from.months_left;
  line.months_reported = from.months_reported;
  line.months_confirmed = from.months_confirmed;
  line.months_paid = from.months_paid;
  return line;
}

// A host sees its own, staff those of their places.
Result<TraineeDesk> trainees(Call& call) {
  const int year = TRY(year_of(call));
  const auto paging = TRY(call.paging());
  reports::TraineesWanted wanted{0, call.post.range.low, call.post.range.high, first_of(year),
                                 last_of(year), call.today()};
  if (call.is_subject()) wanted.organisation = call.caller->subject->id;
  return reading(call, [&](store::Transaction& transaction) -> Result<TraineeDesk> {
    TraineeDesk shown;
    shown.year = year;
    std::set<std::int64_t> counted;
    for (const auto& host : TRY(reports::list_hosts(transaction, wanted))) {
      shown.hosts.push_back({Id{host.organisation}, host.label, host.batch_label,
                             host.places_opened, host.places_open, host.started, host.now, host.all,
                             host.finished, host.ended, host.kept, fraction(host.kept, host.all),
                             fraction(host.kept, host.finished)});
      if (counted.insert(host.organisation).second) shown.places_opened += host.places_opened;
      shown.started += host.started;
    }
    const auto page =
        TRY(reports::list_trainees(transaction, wanted, paging.size, paging.offset()));
    shown.total = page.total;
    for (const auto& one : page.lines) {
      shown.items.push_back(line_of(one, !call.is_subject()));
      call.saw("list_person", fmt::format("person:{}", one.person));
    }
    return shown;
  });
}

}  // namespace

std::vector<Route> graduate_routes() {
  const RoleSet readers = access::clerks | RoleSet{Role::auditor};
  Route all = get<GraduateDesk>("/api/v1/graduates", "毕业生去向落实和接续服务", readers, desk);
  all.query = {"year"};
  Route list = get<Page<GraduateLine>>("/api/v1/graduates/rows", "毕业生名单", readers, rows);
  list.query = {"year", "school", "county", "part", "page", "size"};
  list.act = "list_person";
  Route tasks = post<GraduateTasks>("/api/v1/graduates/tasks", "交办上报与登记不一致的",
                                    RoleSet{Role::window_clerk}, nullptr);
  tasks.handler = renew;
  tasks.query = {"year"};
  tasks.effect = Effect::decides;
  tasks.own_transactions = true;
  tasks.keeps_answer = true;
  tasks.act = "renew_tasks";
  Route hosts = get<TraineeDesk>("/api/v1/trainees", "就业见习单位、人员和留用率",
                                 readers | RoleSet{Role::employer}, trainees);
  hosts.query = {"year", "page", "size"};
  hosts.act = "list_person";
  return {all, list, tasks, hosts};
}

}  // namespace leye::api
