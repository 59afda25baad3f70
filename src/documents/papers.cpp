#include "documents/papers.hpp"

#include <fmt/format.h>

#include "documents/paper.hpp"

namespace leye::documents {
namespace {

std::string chinese(Day day) {
  const YearMonthDay date = day.civil();
  return fmt::format("{}年{}月{}日", date.year, date.month, date.day);
}

Result<Money> total(const std::vector<PaperRow>& rows) {
  Money sum;
  for (const PaperRow& row : rows) sum = TRY(add(sum, row.amount));
  return sum;
}

std::string cell(const std::string& column, const PaperRow& row) {
  if (column == "name") return row.name;
  if (column == "id_number") return row.id_number;
  if (column == "employer") return row.employer;
  if (column == "place") return row.place;
  return to_display(row.amount);
}

TableColumn heading(const std::string& column) {
  if (column == "name") return {"姓名", 2, Align::center};
  if (column == "id_number") return {"证件号码", 3.2, Align::center};
  if (column == "employer") return {"单位", 4, Align::left};
  if (column == "place") return {"所在地", 2.4, Align::left};
  return {"金额（元）", 2, Align::right};
}

void list(Paper& paper, const std::vector<std::string>& columns,
          const std::vector<PaperRow>& rows) {
  std::vector<TableColumn> heads = {{"序号", 0.9, Align::center}};
  for (const std::string& column : columns) heads.push_back(heading(column));
  std::vector<std::vector<std::string>> texts;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    texts.push_back({std::to_string(i + 1)});
    for (const std::string& column : columns) texts.back().push_back(cell(column, rows[i]));
  }
  paper.table(heads, texts);
}

void refusals(Paper& paper, const std::vector<RefusedRow>& refused) {
  std::vector<std::vector<std::string>> texts;
  for (const RefusedRow& row : refused) {
    std::string reasons;
    for (const std::string& reason : row.reasons) reasons += (reasons.empty() ? "" : "\n") + reason;
    texts.push_back({row.name, row.id_number, reasons});
  }
  paper.table({{"姓名（名称）", 2.4, Align::center},
               {"证件号码", 2.6, Align::center},
               {"不予享受的理由", 6, Align::left}},
              texts);
}

}  // namespace

Result<std::string> decision_pdf(const Decision& decision) {
  const bool refused_all = decision.granted.empty();
  const std::string title = refused_all ? "不予享受决定书" : decision.measure + "享受决定书";
  Paper paper = TRY(Paper::begin({title, decision.number, decision.on}));
  paper.code(decision.verify);
  paper.title(title);
  paper.subtitle(decision.number);
  paper.plain(decision.addressee + "：");
  paper.paragraph(fmt::format("你（单位）关于{}的办理事项，经审核，依据《{}》{}，{}，现决定如下。",
                              decision.measure, decision.document, decision.clause,
                              decision.decided_by));
  if (!refused_all) {
    paper.heading("一、准予享受");
    const bool paid = !decision.fund.empty();
    paper.paragraph(paid ? fmt::format("准予{}项，合计人民币{}元，从{}列支。",
                                       decision.granted.size(),
                                       to_display(TRY(total(decision.granted))), decision.fund)
                         : fmt::format("准予{}项。", decision.granted.size()));
    std::vector<std::string> columns = {"name", "id_number"};
    if (paid) columns.emplace_back("amount");
    list(paper, columns, decision.granted);
  }
  if (!decision.refused.empty()) {
    paper.heading(refused_all ? "不予享受" : "二、不予享受");
    refusals(paper, decision.refused);
  }
  for (const std::string& remedy : decision.remedies) paper.paragraph(remedy);
  paper.signature(decision.office, decision.on);
  return std::move(paper).finish();
}

Result<std::string> notice_pdf(const NoticeList& notice) {
  Paper paper = TRY(Paper::begin({notice.title, notice.number, notice.from}));
  paper.code(notice.verify);
  paper.title(notice.title);
  paper.subtitle(notice.number);
  paper.paragraph(notice.body);
  paper.paragraph(fmt::format(
      "公示期为{}至{}（{}个工作日）。公示期内如有异议，请以书面或者"
      "电话方式实名反映：{}。",
      chinese(notice.from), chinese(notice.until), notice.working_days, notice.contact));
  if (!notice.columns.empty()) list(paper, notice.columns, notice.rows);
  paper.plain(
      fmt::format("合计：{}项，{}元。", notice.rows.size(), to_display(TRY(total(notice.rows)))));
  paper.signature(notice.office, notice.from);
  return std::move(paper).finish();
}

Result<std::string> roster_pdf(const Roster& roster) {
  const std::string title = roster.measure + "花名册";
  Paper paper = TRY(Paper::begin({title, roster.number, roster.on}));
  paper.code(roster.verify);
  paper.title(title);
  paper.subtitle(roster.number);
  paper.field("申报单位", roster.employer);
  paper.field("受理机构", roster.office);
  list(paper, {"name", "id_number", "amount"}, roster.rows);
  paper.plain(
      fmt::format("合计：{}人，{}元。", roster.rows.size(), to_display(TRY(total(roster.rows)))));
  paper.plain("单位承诺：所报人员、劳动合同和缴费情况真实。   （单位盖章）");
  paper.signature(roster.employer, roster.on);
  return std::move(paper).finish();
}

Result<std::string> recovery_pdf(const RecoveryPaper& asked) {
  Paper paper = TRY(Paper::begin({asked.title, asked.number, asked.on}));
  paper.code(asked.verify);
  paper.title(asked.title);
  paper.subtitle(asked.number);
  paper.plain(asked.addressee + "：");
  for (const std::string& text : asked.paragraphs) paper.paragraph(text);
  for (const std::string& remedy : asked.remedies) paper.paragraph(remedy);
  paper.signature(asked.office, asked.on);
  return std::move(paper).finish();
}

}  // namespace leye::documents
