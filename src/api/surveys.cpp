// Surveys of wishes over the people of a ledger.
#include "api/visit_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "api/sheets.hpp"
#include "intake/xlsx_writer.hpp"
#include "registers/export_requests.hpp"

namespace leye::api {
namespace {

using AccountNames = std::map<std::int64_t, std::string>;

SurveyLine line_of(const Call& call, const visits::Plans& plans, const visits::SurveyBatch& batch,
                   AccountNames& names) {
  const auto* survey = plans.find_survey(batch.survey);
  return {Id{batch.id},
          survey == nullptr ? batch.survey : call.label(*survey),
          batch.label,
          batch.place_label,
          batch.began_on,
          batch.due_on,
          names[batch.made_by],
          batch.open,
          batch.answered,
          batch.ended};
}

Result<SurveyBoard> board(Call& call) {
  const VisitCall visit(call);
  auto* transaction = TRY(call.transaction());
  SurveyBoard board;
  for (const auto& survey : visit.plans.surveys)
    board.surveys.push_back(visit_survey(call, survey));
  for (const auto& ledger : call.backend.ledgers.all())
    if (ledger.entity().id == "person" || ledger.entity().find_reference("person") != nullptr)
      board.ledgers.push_back({ledger.id, call.label(ledger)});
  const auto batches = TRY(visits::list_batches(*transaction));
  std::vector<std::int64_t> accounts;
  for (const auto& batch : batches) accounts.push_back(batch.made_by);
  auto names = TRY(access::account_names(*transaction, accounts));
  for (const auto& batch : batches)
    board.batches.push_back(line_of(call, visit.plans, batch, names));
  return board;
}

Result<SurveyBegun> begin(Call& call, const BeginSurvey& asked) {
  const VisitCall visit(call);
  auto* transaction = TRY(call.transaction());
  const auto id = TRY(visits::begin_batch(
      *transaction, visit.desk(call),
      {asked.survey, asked.label, asked.ledger.empty() ? "" : "ledger " + asked.ledger,
       asked.due_on}));
  call.did(fmt::format("survey:{}", id), asked.label);
  return SurveyBegun{Id{id}};
}

// Answers by question; those of a code or a yes-or-no one by one.
std::vector<SurveyResult> results_of(const Call& call, const visits::Survey& survey,
                                     const std::vector<visits::AnswerCount>& counts) {
  std::vector<SurveyResult> results;
  for (const auto& question : survey.questions) {
    SurveyResult result{call.says(question.zh, question.en), 0, {}};
    for (const auto& each : counts) {
      if (each.fact != question.fact->id) continue;
      result.given += each.people;
      if (!each.value.empty())
        result.counts.push_back({visit_value(call, *question.fact, each.value), each.people});
    }
    results.push_back(std::move(result));
  }
  return results;
}

Result<SurveyView> view(Call& call) {
  const VisitCall visit(call);
  auto* transaction = TRY(call.transaction());
  const auto id = TRY(call.path_id());
  const auto batch = TRY(visits::find_batch(*transaction, id));
  auto names = TRY(access::account_names(*transaction, {batch.made_by}));
  SurveyView view;
  view.batch = line_of(call, visit.plans, batch, names);
  view.places = visit_places(TRY(visits::count_by_place(*transaction, call.today(), id)));
  if (const auto* survey = visit.plans.find_survey(batch.survey))
    view.results =
        results_of(call, *survey, TRY(visits::count_answers(*transaction, *survey, batch)));
  return view;
}

const char* state_label(const Call& call, const visits::AnswerLine& line) {
  const bool zh = call.language() == policy::Language::zh;
  if (line.state == "open") return zh ? "未调查" : "open";
  return line.answers.empty() ? (zh ? "未答" : "no answer") : (zh ? "已答" : "answered");
}

Result<http::Response> sheet(Call& call) {
  const VisitCall visit(call);
  auto* transaction = TRY(call.transaction());
  const auto id = TRY(call.path_id());
  const auto batch = TRY(visits::find_batch(*transaction, id));
  const auto* survey = visit.plans.find_survey(batch.survey);
  if (survey == nullptr) return Error{ErrorCode::not_found, "没有找到"};
  const auto lines = TRY(visits::list_answers(*transaction, *survey, batch,
                                              call.backend.rulebook.numbers.export_rows_alone + 1));
  if (lines.size() > static_cast<std::size_t>(call.backend.rulebook.numbers.export_rows_alone))
    return Error{
        ErrorCode::invalid_input,
        fmt::format("超过 {} 人，不能一次导出", call.backend.rulebook.numbers.export_rows_alone),
        {},
        "由街道、社区分别导出"};
  std::vector<intake::XlsxColumn> columns{{.heading = call.says("姓名", "Name")},
                                          {.heading = call.says("常住地", "Residence")},
                                          {.heading = call.says("状态", "State")},
                                          {.heading = call.says("调查日期", "Asked on")},
                                          {.heading = call.says("结果", "Outcome")}};
  for (const auto& question : survey->questions)
    columns.push_back({.heading = call.says(question.zh, question.en)});
  intake::XlsxWriter writer;
  writer.start_sheet(call.says("意愿调查", "Survey"), columns);
  for (const auto& line : lines) {
    std::vector<std::string> cells{
        line.who, line.place_label, state_label(call, line),
        line.visited_on ? leye::to_text(*line.visited_on) : "",
        line.outcome.empty() ? "" : visit_code_label(call, "visit_outcome", line.outcome)};
    for (const auto& question : survey->questions) {
      const auto answer = line.answers.find(question.fact->id);
      cells.push_back(answer == line.answers.end()
                          ? ""
                          : visit_value(call, *question.fact, answer->second));
    }
    writer.write(cells);
  }
  http::Response response;
  describe_sheet(response, "survey", false);
  response.body = TRY(writer.finish());
  call.saw("export_survey", fmt::format("survey:{}", batch.id),
           fmt::format("{} 行", lines.size()));
  return response;
}

}  // namespace

std::vector<Route> survey_routes() {
  const std::string base = "/api/v1/surveys";
  Route start = post<BeginSurvey, SurveyBegun>(base, "开始意愿调查", visit_workers, begin);
  start.act = "begin_survey";
  Route book = get<Nothing>(base + "/{id}/sheet", "意愿调查结果表格", visit_readers, nullptr);
  book.handler = sheet;
  book.gives = nullptr;
  book.gives_type = sheet_type;
  return {get<SurveyBoard>(base, "意愿调查", visit_readers, board), start,
          get<SurveyView>(base + "/{id}", "一次意愿调查", visit_readers, view), book};
}

}  // namespace leye::api
