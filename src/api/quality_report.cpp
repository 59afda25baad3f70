#include "api/quality_report.hpp"

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/sheets.hpp"
#include "documents/paper.hpp"
#include "intake/xlsx_form.hpp"

namespace leye::api {
namespace {

QualityTally tally_of(const quality::Tally& from) {
  const auto found = from.interval();
  return {from.right, from.wrong, from.split, from.unreached, found.rate, found.low, found.high};
}

std::string percent(std::int64_t hundredths) {
  return fmt::format("{}.{:02}%", hundredths / 100, hundredths % 100);
}
bool is_judged(const QualityTally& tally) { return tally.right + tally.wrong > 0; }
std::string rate_of(const QualityTally& tally) {
  return is_judged(tally) ? percent(tally.rate) : "—";
}
std::string interval_of(const QualityTally& tally) {
  return is_judged(tally) ? percent(tally.low) + " – " + percent(tally.high) : "—";
}

std::string method(const Call& call) {
  return call.says(
      "差错率 = 错误 ÷（正确 + 错误）；说法不一和无法核实的不计入。区间为 95% 威尔逊区间。"
      "全部的差错率按各县行数加权。",
      "Rate = wrong ÷ (right + wrong), without split and unreached. Interval: Wilson, 95 %. "
      "The rate of all weighs each county by its rows.");
}

std::vector<std::string> cells_of(const std::string& county, const std::string& what,
                                  const std::string& rows, const std::string& drawn,
                                  const QualityTally& tally) {
  return {county,
          what,
          rows,
          drawn,
          std::to_string(tally.right),
          std::to_string(tally.wrong),
          std::to_string(tally.split),
          std::to_string(tally.unreached),
          rate_of(tally),
          interval_of(tally)};
}

std::vector<std::vector<std::string>> lines_of(const Call& call, const QualityReport& report) {
  std::vector<std::vector<std::string>> lines;
  for (const auto& county : report.counties) {
    lines.push_back(cells_of(county.label, call.says("整行", "row"), std::to_string(county.rows),
                             std::to_string(county.drawn), county.tally));
    for (const auto& field : county.fields)
      lines.push_back(cells_of(county.label, field.label, "", "", field.tally));
  }
  const std::string all = call.says("全部", "All");
  for (const auto& field : report.fields)
    lines.push_back(cells_of(all, field.label, "", "", field.tally));
  return lines;
}

std::vector<std::string> headings(const Call& call) {
  return {call.says("县（区）", "County"), call.says("核对的列", "Column"),
          call.says("台账行数", "Rows"),   call.says("抽样行数", "Drawn"),
          call.says("正确", "Right"),      call.says("错误", "Wrong"),
          call.says("说法不一", "Split"),  call.says("无法核实", "Unreached"),
          call.says("差错率", "Rate"),     call.says("95% 区间", "95 % interval")};
}

std::string rate_of_all(const Call& call, const QualityReport& report) {
  return call.says("全部差错率：", "Rate of all: ") +
         (report.rate ? percent(*report.rate) : std::string("—"));
}

std::string drawn_how(const Call& call, const quality::CheckLine& line) {
  const auto on = to_text(line.drawn_at).substr(0, 10);
  return call.says(
      fmt::format("抽样日期：{}    每县 {} 行，种子 {}", on, line.county_rows, line.seed),
      fmt::format("Drawn: {}    {} rows a county, seed {}", on, line.county_rows, line.seed));
}

}  // namespace

std::string quality_field_label(const Call& call, const std::string& ledger,
                                const std::string& field) {
  const auto* found = call.backend.ledgers.find(ledger);
  const auto* column = found == nullptr ? nullptr : found->find_column(field);
  return column == nullptr ? field : call.label(*column);
}

QualityReport quality_report(const Call& call, const quality::CheckLine& line,
                             const quality::Report& report) {
  const auto fields_of = [&](const std::map<std::string, quality::Tally>& fields) {
    std::vector<QualityFieldTally> made;
    for (const auto& field : line.fields) {
      const auto found = fields.find(field);
      if (found == fields.end()) continue;
      made.push_back({quality_field_label(call, line.ledger, field), tally_of(found->second)});
    }
    return made;
  };
  QualityReport made;
  for (const auto& county : report.counties) {
    made.counties.push_back({county.label, county.rows, county.drawn,
                             county.rows - county.tally.wrong, tally_of(county.tally),
                             fields_of(county.fields)});
  }
  made.fields = fields_of(report.fields);
  made.rate = report.rate;
  return made;
}

Result<http::Response> quality_workbook(const Call& call, const quality::CheckLine& line,
                                        const QualityReport& report) {
  intake::FormSheet form;
  form.name = "三方核查";
  form.title = line.title + call.says("：三方核查结果", ": three-party check");
  form.left = drawn_how(call, line);
  form.right = rate_of_all(call, report);
  for (const auto& heading : headings(call)) form.columns.push_back({heading, "", false});
  for (std::size_t at = 2; at < 8; ++at) form.columns[at].number = true;
  form.rows = lines_of(call, report);
  form.sum = method(call);
  form.mark = fmt::format("{} {} {}", call.caller->signature(), call.caller->login,
                          to_text(call.now()).substr(0, 16));
  http::Response response;
  describe_sheet(response, fmt::format("quality-{}", line.id), false);
  response.body = TRY(intake::form_workbook(form));
  return response;
}

Result<http::Response> quality_paper(const Call& call, const quality::CheckLine& line,
                                     const QualityReport& report) {
  using documents::Align;
  const std::string title = line.title + call.says("：三方核查结果", ": three-party check");
  auto paper = TRY(documents::Paper::begin({title, fmt::format("{}", line.id), call.today()}));
  paper.title(title);
  paper.paragraph(drawn_how(call, line) + "    " + rate_of_all(call, report));
  std::vector<documents::TableColumn> columns;
  for (const auto& heading : headings(call)) columns.push_back({heading, 1.1, Align::right});
  columns[0].align = columns[1].align = Align::left;
  columns[0].share = columns[1].share = 1.8;
  columns[9].share = 2.2;
  paper.table(columns, lines_of(call, report));
  paper.space(8);
  paper.paragraph(method(call));
  paper.signature(line.place_label, call.today());
  http::Response response;
  response.type = "application/pdf";
  response.body = TRY(std::move(paper).finish());
  return response;
}

}  // namespace leye::api
