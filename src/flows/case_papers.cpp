#include "flows/case_papers.hpp"

#include <fmt/format.h>

#include "documents/papers.hpp"
#include "flows/case_view.hpp"
#include "flows/handling.hpp"
#include "funds/funds.hpp"

namespace leye::flows {
namespace {

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

// The fund's name as its body keeps it; empty where nothing is paid.
Result<std::string> fund_label(store::Connection& connection, const Bureau& bureau,
                               const CaseView& view) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, view.record.measure));
  if (!measure->path->pays()) return std::string();
  auto transaction =
      TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::read)));
  const auto fund = TRY(funds::fund_for(transaction, view.fund, view.record.place,
                                        fund_level(measure->path->fund_level)));
  return fund.label;
}

}  // namespace

Result<std::string> office_of(store::Transaction& transaction, const Bureau& bureau,
                              const std::string& measure_id, std::int64_t place) {
  const policy::Measure* measure = TRY(measure_with_path(bureau, measure_id));
  const auto& office = measure->path->office;
  if (!office)
    return Error{ErrorCode::conflict,
                 fmt::format("“{}”的办理流程没有写明出具文书的机关", measure->name.label),
                 {},
                 "在政策规则包的办理流程里写“机关 县区 …”"};
  const std::string at = TRY(place_name(transaction, place_of(office->level, place, bureau.area)));
  return at + office->name;
}

std::vector<std::string> remedy_sentences(const policy::Path& path) {
  std::vector<std::string> sentences;
  for (const policy::Remedy& remedy : path.remedies) {
    const std::string within = policy::to_text(remedy);
    switch (remedy.kind) {
      case policy::RemedyKind::objection:
        sentences.push_back(
            fmt::format("对本决定有异议的，可以自收到之日起{}内向本机关书面或者在网上提出，"
                        "由作出决定以外的人员核实答复。",
                        within));
        break;
      case policy::RemedyKind::review:
        sentences.push_back(fmt::format(
            "如对本决定不服，可以自收到之日起{}内依法向{}申请行政复议。", within, remedy.to));
        break;
      case policy::RemedyKind::litigation:
        sentences.push_back(
            fmt::format("也可以自收到之日起{}内依法向{}提起行政诉讼。", within, remedy.to));
        break;
    }
  }
  return sentences;
}

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
  {
    auto reader = TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::read)));
    decision.office = TRY(office_of(reader, bureau, view.record.measure, view.record.place));
  }
  const policy::Measure* measure = TRY(measure_with_path(bureau, view.record.measure));
  decision.remedies = remedy_sentences(*measure->path);
  decision.decided_by =
      view.meeting ? fmt::format("经{}议定", view.meeting->number) : std::string("经负责人审批");
  decision.on = issued->issued_on;
  for (const RowRecord& row : view.rows) {
    if (row.state == "granted" || row.state == "agreed") decision.granted.push_back(paper_row(row));
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
  {
    auto reader = TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::read)));
    list.office = TRY(office_of(reader, bureau, notice.measure, notice.place));
  }
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
  {
    auto reader = TRY(store::Transaction::begin(connection, bureau.own_scope(store::Access::read)));
    roster.office = TRY(office_of(reader, bureau, view.record.measure, view.record.place));
  }
  roster.on = business_day(view.record.opened_at);
  for (const RowRecord& row : view.rows)
    if (row.state != "withdrawn") roster.rows.push_back(paper_row(row));
  roster.verify = verify("case", view.record.number);
  return documents::roster_pdf(roster);
}

}  // namespace leye::flows
