#include "visits/surveys.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "visits/surveys.sql.hpp"

namespace leye::visits {
namespace {

constexpr std::size_t label_bytes_max = 300;

SurveyBatch batch_of(const store::Row& row) {
  SurveyBatch batch;
  batch.id = row.get<std::int64_t>("id");
  batch.survey = row.get<std::string>("survey");
  batch.label = row.get<std::string>("label");
  batch.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
  batch.began_on = row.get<Day>("began_on");
  batch.due_on = row.get<Day>("due_on");
  batch.made_by = row.get<std::int64_t>("made_by");
  batch.open = row.get<std::int64_t>("open");
  batch.answered = row.get<std::int64_t>("answered");
  batch.ended = row.get<std::int64_t>("ended");
  batch.gone = row.get<std::int64_t>("gone");
  return batch;
}

}  // namespace

Result<std::int64_t> begin_batch(store::Transaction& transaction, const VisitDesk& desk,
                                 const NewBatch& asked) {
  const Survey* survey = desk.plans.find_survey(asked.survey);
  if (survey == nullptr)
    return Error{ErrorCode::invalid_input, "没有这份调查表", {"survey"}};
  if (asked.label.empty() || asked.label.size() > label_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明调查名称，一百字以内", {"label"}};
  if (asked.due_on < desk.today())
    return Error{ErrorCode::invalid_input, "截止日期已过", {"due_on"}};
  const auto people = TRY(
      people_of(transaction, desk, asked.people.empty() ? survey->people : asked.people));
  const auto added = TRY(transaction.query(sql::add_batch, asked.survey, asked.label, desk.place,
                                           desk.place_lo, desk.place_hi, desk.today(),
                                           asked.due_on, desk.account, desk.recorded_at));
  const auto id = added[0].get<std::int64_t>("id");
  if (TRY(transaction.execute(sql::add_tasks, id, people, asked.due_on, desk.now)) == 0)
    return Error{ErrorCode::invalid_input, "本辖区没有要调查的人", {"people"}, "换一本台账"};
  return id;
}

Result<std::vector<SurveyBatch>> list_batches(store::Transaction& transaction) {
  std::vector<SurveyBatch> batches;
  for (const store::Row row :
       TRY(transaction.query(sql::batches, std::optional<std::int64_t>{})))
    batches.push_back(batch_of(row));
  return batches;
}

Result<SurveyBatch> find_batch(store::Transaction& transaction, std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::batches, std::optional<std::int64_t>{id}));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  return batch_of(rows[0]);
}

Result<std::vector<AnswerCount>> count_answers(store::Transaction& transaction,
                                               const Survey& survey, const SurveyBatch& batch) {
  std::vector<std::string> facts, by_value;
  for (const Question& question : survey.questions) {
    const auto type = question.fact->type;
    facts.push_back(question.fact->id);
    by_value.emplace_back(type == FactType::boolean || type == FactType::code ? "true" : "false");
  }
  std::vector<AnswerCount> counts;
  for (const store::Row row :
       TRY(transaction.query(sql::count_answers, batch.id, survey.entity->id, survey.asked_on->id,
                             batch.began_on, facts, by_value)))
    counts.push_back({row.get<std::string>("fact"), row.get<std::string>("value"),
                      row.get<std::int64_t>("people")});
  return counts;
}

Result<std::vector<AnswerLine>> list_answers(store::Transaction& transaction, const Survey& survey,
                                             const SurveyBatch& batch, std::int64_t limit) {
  std::vector<AnswerLine> lines;
  for (const store::Row row :
       TRY(transaction.query(sql::answers, batch.id, survey.entity->id, survey.asked_on->id,
                             batch.began_on, limit))) {
    AnswerLine line;
    line.person = row.get<std::int64_t>("person_id");
    line.who = row.get<std::string>("who");
    line.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    line.state = row.get<std::string>("state");
    line.outcome = row.get<std::string>("outcome");
    line.visited_on = row.get<std::optional<Day>>("visited_on");
    const auto facts = row.get<std::optional<std::string>>("facts").value_or("{}");
    const auto known = boost::json::parse(facts);
    for (const auto& [fact, value] : known.as_object())
      if (value.is_string() && survey.find(std::string_view(fact)) != nullptr)
        line.answers[std::string(fact)] = std::string(value.as_string());
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace leye::visits
