// Who reports: what there is to report, own lines, one written by hand. Sheets go the way of all
// imports (imports.cpp).
#include "api/reports.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/kind_facts.hpp"
#include "api/one_row.hpp"
#include "api/own_write.hpp"
#include "api/report_lines.hpp"
#include "api/reporting.hpp"
#include "api/rulebook.hpp"
#include "registers/people.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::chrono::minutes write_limit{2};

// What the caller may see: a reporter the own lines wherever the people live, staff the places'.
struct Desk {
  std::optional<reports::Reporter> reporter;
  reports::ReportedOf of;
  std::vector<const reports::Report*> reports;
};
Result<Desk> desk_of(const Call& call, store::Transaction& transaction) {
  const auto& rules = call.backend.rulebook.reports;
  Desk desk;
  if (!only_reports(call)) {
    for (const auto& report : rules.all()) desk.reports.push_back(&report);
    return desk;
  }
  desk.reporter = TRY(reporter_of(call, transaction));
  if (!desk.reporter) return desk;
  desk.of = desk.reporter->of;
  desk.reports = rules.of(desk.reporter->by);
  return desk;
}

// A reporter's transaction passes the places by, since its lines are named by the reporter.
template <class Use>
auto reading(Call& call, Use use)
    -> decltype(use(std::declval<store::Transaction&>(), std::declval<const Desk&>())) {
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(only_reports(call));
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const auto desk = TRY(desk_of(call, transaction));
  return use(transaction, desk);
}

Result<ReportCounts> counts_of(const Call& call, store::Transaction& transaction,
                               const reports::Report& report, const reports::ReportedOf& of) {
  ReportCounts counts;
  for (const auto& [state, lines] :
       TRY(reports::count_lines(transaction, report, of, call.today()))) {
    if (state == "late") {
      counts.late = lines;
      continue;
    }
    counts.all += lines;
    if (state == "reported") counts.reported = lines;
    if (state == "confirmed") counts.confirmed = lines;
    if (state == "contested") counts.contested = lines;
    if (state == "upheld") counts.upheld = lines;
  }
  return counts;
}

Result<ReportDesk> desk(Call& call) {
  return reading(call, [&](auto& transaction, const Desk& desk) -> Result<ReportDesk> {
    ReportDesk shown;
    if (desk.reporter) shown.name = desk.reporter->name;
    for (const reports::Report* report : desk.reports) {
      ReportKind kind;
      kind.report = report->id;
      kind.label = call.label(*report);
      kind.kind = report->entity->id;
      kind.asks = report->asks();
      kind.days = report->days;
      kind.why = report->why;
      for (const Fact* fact : report->writes)
        kind.facts.push_back(kind_fact(call.backend.vocabulary, *fact));
      kind.counts = TRY(counts_of(call, transaction, *report, desk.of));
      shown.items.push_back(std::move(kind));
    }
    return shown;
  });
}

Result<const reports::Report*> report_in(const Desk& desk, const std::string& id) {
  for (const reports::Report* report : desk.reports)
    if (report->id == id) return report;
  return Error{ErrorCode::not_found, "没有找到"};
}

Result<Page<ReportLine>> lines(Call& call) {
  const auto paging = TRY(call.paging());
  const auto state = call.request.asked("state");
  for (const char* known : {"", "reported", "late", "confirmed", "contested", "upheld"})
    if (state == known)
      return reading(
          call, [&](store::Transaction& transaction, const Desk& desk) -> Result<Page<ReportLine>> {
            const auto* report = TRY(report_in(desk, call.path.at("report")));
            const reports::LinesWanted wanted{desk.of,     std::string(state), call.today(),
                                              paging.size, paging.offset(),    0};
            const auto page = TRY(
                reports::list_lines(transaction, call.backend.vocabulary, *report, wanted));
            for (const auto& line : page.lines)
              call.saw("list_person", fmt::format("person:{}", line.person));
            const auto to = desk.reporter ? ShownTo::reporter : ShownTo::staff;
            return page_of(TRY(report_lines(call, transaction, page.lines, to)), page.total,
                           paging);
          });
  return Error{ErrorCode::invalid_input, "查询条件不正确", {"state"}, "请检查后重试"};
}

// The own line that is changed: the person's number goes with it, the reporter need not type it.
Result<std::string> number_of_line(const Call& call, store::Transaction& transaction,
                                   const reports::Report& report, const Desk& desk, Id record) {
  const auto page = TRY(reports::list_lines(transaction, call.backend.vocabulary, report,
                                            {desk.of, "", call.today(), 1, 0, record.number}));
  if (page.lines.empty()) return Error{ErrorCode::not_found, "没有找到"};
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::People people(transaction, call.backend.vocabulary, cipher);
  return TRY(people.card(page.lines.front().person)).number;
}

Result<FactsWritten> write(Call& call, const WriteReport& asked) {
  FactsWritten written;
  const auto store_one = [&](store::Transaction& transaction) -> Result<http::Response> {
    const auto desk = TRY(desk_of(call, transaction));
    const auto* report = TRY(report_in(desk, call.path.at("report")));
    const Entity& entity = *report->entity;
    TRY(call.backend.arrangements.check_written_by_hand(entity.id, call.today()));
    Cells cells{{report->bound, desk.reporter->value}};
    const Fact* person = entity.find_reference("person");
    if (asked.record && person != nullptr)
      cells.emplace_back(
          person, TRY(number_of_line(call, transaction, *report, desk, *asked.record)));
    TRY(take_facts(entity, asked.facts, false, cells));
    const auto stored = TRY(store_row(call, transaction, entity, cells));
    if (asked.record && stored.added > 0)
      return Error{ErrorCode::invalid_input,
                   "改动了区分不同登记的项目",
                   {"facts"},
                   "日期、月份等区分项目写错的，请联系窗口撤销这一条再报"};
    written = {stored.added > 0, stored.changed > 0};
    call.did(fmt::format("report:{}", report->id),
             written.added ? "新报一条" : (written.changed ? "改报一条" : "没有变化"));
    return respond(written);
  };
  TRY(own_write(call, write_limit, store_one));
  return written;
}

}  // namespace

std::vector<Route> report_routes() {
  const RoleSet reporters{Role::outside_body, Role::employer};
  const RoleSet readers = access::clerks | reporters | RoleSet{Role::auditor};
  Route all = get<ReportDesk>("/api/v1/reports", "上报的类别和确认情况", readers, desk);
  Route list = get<Page<ReportLine>>("/api/v1/reports/{report}", "上报的各条和本人确认情况",
                                     readers, lines);
  list.query = {"state", "page", "size"};
  list.act = "list_person";
  Route one = post<WriteReport, FactsWritten>("/api/v1/reports/{report}/rows", "上报或改报一条",
                                              reporters, write);
  one.effect = Effect::decides;
  one.own_transactions = true;
  one.keeps_answer = true;
  one.act = "write_facts";
  return {all, list, one};
}

}  // namespace leye::api
