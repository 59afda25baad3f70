#include "flows/case_papers.hpp"

#include <fmt/format.h>

#include "documents/papers.hpp"
#include "flows/case_view.hpp"
#include "flows/handling.hpp"
#include "funds/funds.hpp"

namespace leye::flows {
namespace {

std::string office_of(const std::string& place) { return place + "人力资源和社会保障局"; }

std::string verify(const std::string& kind, const std::string& number) {
  return fmt::format("leye:{}:{}", kind, number);
}

documents::PaperRow paper_row(const RowRecord& row) {
  return {row.label, row.id_number, "", "", row.amount, row.opinion};
}

documents::RefusedRow refused_row(const RowRecord& row, const std::string& clause) {
  documents::RefusedRow refused{row.label, row.id_number, row.refused_clauses};
  if (!row.opinion.empty()) refused.reasons.push_back(fmt::format("{}（{}）", row.opinion, clause));
  return refused;
}

// The fund's name as its body keeps it.
Result<std::string> fund_label(store::Connection& connection, const Bureau& bureau,
                               const CaseView& view) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, view.record.measure));
  auto transaction =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::read)));
  const auto fund = TRY(funds::fund_for(transaction, view.fund, view.record.place,
                                        fund_level(measure->path->fund_level)));
  return fund.label;
}

}  // namespace

Result<std::string> decision_paper(store::Connection& connection, const Bureau& bureau,
                                   const Actor& actor, std::int64_t case_id) {
  const CaseView view = TRY(view_case(connection, bureau, actor, case_id));
  const Paper* issued = nullptr;
  for (const Paper& paper : view.papers)
    if (paper.kind == "decision") issued = &paper;
  if (!issued) return Error{ErrorCode::conflict, "还没有作出决定"};
  documents::Decision decision;
  decision.number = issued->number;
  decision.addressee = view.record.applicant;
  decision.measure = view.measure_label;
  decision.document = bureau.plan.document;
  decision.clause = view.clause;
  decision.fund = TRY(fund_label(connection, bureau, view));
  decision.office = office_of(view.place_name);
  decision.decided_by =
      view.meeting ? fmt::format("经{}议定", view.meeting->number) : std::string("经负责人审批");
  decision.on = issued->issued_on;
  for (const RowRecord& row : view.rows) {
    if (row.state == "granted") decision.granted.push_back(paper_row(row));
    if (row.state == "rejected")
      decision.refused.push_back(
          refused_row(row, fmt::format("《{}》{}", bureau.plan.document, view.clause)));
  }
  decision.verify = verify("decision", issued->number);
  return documents::decision_pdf(decision);
}

Result<std::string> notice_paper(store::Connection& connection, const Bureau& bureau,
                                 std::int64_t notice_id) {
  const Notice notice = TRY(find_notice(connection, bureau, notice_id));
  documents::NoticeList list;
  list.number = notice.number;
  list.title = notice.title;
  list.body = notice.body;
  list.office = office_of(notice.place_name);
  list.contact = list.office;
  list.from = notice.published_on;
  list.until = notice.until;
  list.working_days = notice.working_days;
  if (notice.kind != "counts") list.columns = notice.columns;
  for (const NoticeRow& row : notice.rows)
    list.rows.push_back({row.name, row.id_number, row.employer, row.place, row.amount, ""});
  list.verify = verify("notice", notice.number);
  return documents::notice_pdf(list);
}

Result<std::string> roster_paper(store::Connection& connection, const Bureau& bureau,
                                 const Actor& actor, std::int64_t case_id) {
  const CaseView view = TRY(view_case(connection, bureau, actor, case_id));
  documents::Roster roster;
  roster.number = view.record.number;
  roster.measure = view.measure_label;
  roster.employer = view.record.applicant;
  roster.office = office_of(view.place_name);
  roster.on = business_day(view.record.opened_at);
  for (const RowRecord& row : view.rows)
    if (row.state != "withdrawn") roster.rows.push_back(paper_row(row));
  roster.verify = verify("case", view.record.number);
  return documents::roster_pdf(roster);
}

}  // namespace leye::flows
