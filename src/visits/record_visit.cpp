#include "visits/record_visit.hpp"

#include <algorithm>
#include <sstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "exchange/outbox.hpp"
#include "intake/csv_writer.hpp"
#include "registers/erasure.hpp"
#include "registers/import.hpp"
#include "registers/people.hpp"
#include "visits/record_visit.sql.hpp"

namespace leye::visits {
namespace {

constexpr std::size_t note_bytes_max = 3000, told_bytes_max = 600, value_bytes_max = 600;

using Row = std::vector<std::pair<std::string, std::string>>;  // fact and value

Error invalid(std::string what, std::string where, std::string fix = {}) {
  return {ErrorCode::invalid_input, std::move(what), {std::move(where)}, std::move(fix)};
}

bool holds(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool is_code(const VisitDesk& desk, const char* table, std::string_view code) {
  const CodeTable* codes = desk.vocabulary.find_code_table(table);
  return codes != nullptr &&
         std::any_of(codes->codes().begin(), codes->codes().end(),
                     [&](const Code& each) { return each.code == code; });
}

Status check(const VisitDesk& desk, const Visit& visit) {
  if (visit.device_key.size() < 8 || visit.device_key.size() > 128)
    return invalid("走访没有编号", "key", "重新打开走访登记");
  if (!is_code(desk, "survey_way", visit.way)) return invalid("请选择走访方式", "way");
  if (!is_code(desk, "visit_outcome", visit.outcome)) return invalid("请选择走访结果", "outcome");
  if (!visit.referral.empty() && !is_code(desk, "referral_result", visit.referral))
    return invalid("没有这种推荐结果", "referral");
  for (const auto& kind : visit.services)
    if (!is_code(desk, "service_kind", kind)) return invalid("没有这种服务", "services");
  if (visit.note.size() > note_bytes_max) return invalid("情况说明太长，一千字以内", "note");
  if (visit.told.size() > told_bytes_max) return invalid("就业情况太长，二百字以内", "told");
  const Day on = business_day(visit.visited_at);
  if (on > desk.today()) return invalid("走访时间还没有到", "visited_at", "核对手机的时间");
  if (desk.today() - on > desk.late_days)
    return invalid(fmt::format("走访已过 {} 日，不能补登", desk.late_days), "visited_at");
  return Done{};
}

// What of the visit would change the file, by field.
Fields said(const Visit& visit) {
  Fields mine{{"phone", visit.phone}, {"employment", visit.told}};
  for (const auto& [fact, value] : visit.answers) mine["answer:" + fact] = value;
  return mine;
}

bool took_file(const Visit& visit, const std::string& field) {
  const auto found = visit.chosen.find(field);
  return found != visit.chosen.end() && found->second == "file";
}

// Stores rows of one entity as an import does.
class Writer {
 public:
  Writer(store::Transaction& transaction, const VisitDesk& desk, const VisitClerk& clerk)
      : transaction_(transaction), desk_(desk), clerk_(clerk) {}

  Status store(const char* kind, const std::vector<Row>& rows) {
    const Entity& entity = *desk_.vocabulary.find_entity(kind);
    std::ostringstream sheet;
    intake::CsvWriter writer(sheet, intake::Encoding::utf8);
    std::vector<std::string> headings;
    for (const auto& [fact, value] : rows.front())
      headings.push_back(entity.find_fact(fact)->zh);
    writer.write(headings);
    for (const Row& row : rows) {
      std::vector<std::string> cells;
      for (const auto& [fact, value] : row) cells.push_back(value);
      writer.write(cells);
    }
    const registers::ImportOrder order{
        entity.id,      fmt::format("{}走访 {}", clerk_.name, to_text(desk_.today())),
        desk_.now,      desk_.today(),
        desk_.place_lo, desk_.place_hi};
    registers::Import import(transaction_, desk_.vocabulary, desk_.cipher, order);
    const auto report = TRY(import.run(intake::bytes_of(sheet.str())));
    if (!report.problems.empty()) {
      const auto& problem = report.problems.front();
      const Fact* fact = entity.find_heading(problem.column);
      return invalid(fmt::format("{}：{}", problem.column, problem.message),
                     fact == nullptr ? problem.column : fact->id, problem.fix);
    }
    TRY(import.store());
    TRY(exchange::note_changes(
        transaction_, clerk_.arrangements,
        {entity.id, order.source, import.learnt_at(), desk_.account, desk_.recorded_at}));
    return Done{};
  }

 private:
  store::Transaction& transaction_;
  const VisitDesk& desk_;
  const VisitClerk& clerk_;
};

Status store_phone(store::Transaction& transaction, const VisitDesk& desk, Writer& writer,
                   const Visit& visit) {
  const registers::AsOf now{desk.today(), desk.now};
  const auto known =
      TRY(registers::People(transaction, desk.vocabulary, desk.cipher).file(visit.person, now));
  const Entity& person = *desk.vocabulary.find_entity("person");
  Row row;
  for (const Fact& fact : person.facts)
    if (fact.required) row.emplace_back(fact.id, known.person.value(fact.id));
  row.emplace_back("phone", visit.phone);
  return writer.store("person", {row});
}

Status store_services(Writer& writer, const Visit& visit, const PersonFile& file, bool reached) {
  std::vector<std::string> kinds;
  if (reached && visit.way == "visit") kinds.emplace_back("visit");
  for (const auto& kind : visit.services)
    if (!holds(kinds, kind)) kinds.push_back(kind);
  if (!visit.referral.empty() && !holds(kinds, "referral")) kinds.emplace_back("referral");
  if (kinds.empty()) return Done{};
  if (visit.provider.empty())
    return invalid("请选择服务单位", "provider", "在走访登记页选定服务单位后再上传");
  const std::string on = to_text(business_day(visit.visited_at));
  std::vector<Row> rows;
  for (const auto& kind : kinds)
    rows.push_back({{"person", file.number},
                    {"provider", visit.provider},
                    {"level", visit.level},
                    {"kind", kind},
                    {"served_on", on}});
  TRY(writer.store("service_record", rows));
  if (visit.referral.empty()) return Done{};
  return writer.store("job_referral", {{{"person", file.number},
                                        {"referred_on", on},
                                        {"result", visit.referral}}});
}

Status store_answers(Writer& writer, const VisitClerk& clerk, const Survey& survey,
                     const Visit& visit, const PersonFile& file) {
  Row row{{survey.entity->find_reference("person")->id, file.number},
          {survey.asked_on->id, to_text(business_day(visit.visited_at))}};
  for (const Question& question : survey.questions) {
    const auto given = visit.answers.find(question.fact->id);
    const std::string field = "answer:" + question.fact->id;
    std::string value = given == visit.answers.end() ? "" : given->second;
    if (took_file(visit, field)) value = file.fields.at(field);
    row.emplace_back(question.fact->id, value);
  }
  const auto beside = [&](const char* fact, const std::string& value) {
    if (survey.entity->find_fact(fact) != nullptr && survey.find(fact) == nullptr)
      row.emplace_back(fact, value);
  };
  beside("way", visit.way);
  beside("asked_by", clerk.name);
  return writer.store(survey.entity->id.c_str(), {row});
}

store::Json json_of(const Fields& fields) {
  boost::json::object made;
  for (const auto& [field, value] : fields)
    if (!value.empty()) made[field] = value;
  return store::Json{boost::json::serialize(made)};
}

store::Json json_of(const std::vector<Difference>& differences, const Visit& visit) {
  boost::json::array made;
  for (const auto& each : differences) {
    const auto taken = visit.chosen.find(each.field);
    const std::string side = taken == visit.chosen.end() ? "" : taken->second;
    made.push_back(boost::json::object{{"field", each.field},
                                       {"seen", each.seen},
                                       {"now", each.now},
                                       {"mine", each.mine},
                                       {"taken", side}});
  }
  return store::Json{boost::json::serialize(made)};
}

// The tasks that this visit closes, of all plans and surveys.
Result<std::int64_t> close_tasks(store::Transaction& transaction, const VisitDesk& desk,
                                 const Visit& visit, const PersonFile& file, std::int64_t id) {
  std::int64_t closed = 0;
  const Day on = business_day(visit.visited_at);
  for (const VisitPlan& plan : desk.plans.visits) {
    const bool ends = holds(plan.ends, visit.outcome);
    if (!ends && !(holds(plan.met, visit.outcome) && holds(plan.ways, visit.way))) continue;
    const auto done =
        TRY(transaction.execute(sql::close_of_plan, visit.person, plan.id, id, desk.now));
    closed += done;
    if (done > 0 && !ends)
      TRY(transaction.execute(sql::next_of_plan, visit.person, plan.id, file.place, on,
                              std::int64_t{plan.every_months}, desk.now));
  }
  for (const Survey& survey : desk.plans.surveys) {
    const bool answered = visit.survey == survey.id && !visit.answers.empty();
    if (answered || holds(survey.ends, visit.outcome))
      closed += TRY(
          transaction.execute(sql::close_of_surveys, visit.person, survey.id, id, desk.now));
  }
  return closed;
}

bool reaches(const VisitDesk& desk, const Visit& visit, const Survey* survey) {
  if (survey != nullptr && !visit.answers.empty()) return true;
  return std::any_of(desk.plans.visits.begin(), desk.plans.visits.end(), [&](const auto& plan) {
    return holds(plan.met, visit.outcome) && holds(plan.ways, visit.way);
  });
}

}  // namespace

Result<VisitTaken> record_visit(store::Transaction& transaction, const VisitDesk& desk,
                                const VisitClerk& clerk, const Visit& visit) {
  TRY(check(desk, visit));
  const Survey* survey = desk.plans.find_survey(visit.survey);
  if (survey == nullptr && !visit.answers.empty()) return invalid("没有这份调查表", "survey");
  for (const auto& [fact, value] : visit.answers) {
    if (survey->find(fact) == nullptr) return invalid("调查表没有这一项", fact);
    if (value.size() > value_bytes_max) return invalid("回答太长", fact);
  }
  if (TRY(transaction.query(sql::person_place, visit.person, desk.place_lo, desk.place_hi))
          .empty())
    return Error{ErrorCode::not_found, "没有找到"};
  TRY(registers::lock_unless_erased(transaction, visit.person));
  VisitTaken taken;
  if (const auto known = TRY(transaction.query(sql::known_visit, visit.device_key));
      !known.empty()) {
    if (known[0].get<std::int64_t>("account") != desk.account)
      return Error{ErrorCode::conflict, "这次走访已由别人登记"};
    taken.id = known[0].get<std::int64_t>("id");
    taken.state = known[0].get<bool>("set_aside") ? VisitState::set_aside : VisitState::stored;
    return taken;
  }
  const auto files = TRY(read_files(transaction, desk, {visit.person}, survey));
  if (files.empty()) return Error{ErrorCode::not_found, "没有找到"};
  const PersonFile& file = files.front();
  taken.differences = differences(visit.seen, file.fields, said(visit));
  if (visit.task) {
    if (TRY(transaction.query(sql::lock_task, *visit.task, visit.person)).empty())
      return Error{ErrorCode::not_found, "没有找到"};
    const auto done = TRY(transaction.query(sql::done_by, *visit.task));
    if (!done.empty())
      taken.differences.push_back(
          {"task", "",
           fmt::format("{} {} {}", done[0].get<std::string>("visitor"),
                       to_text(done[0].get<Day>("visited_on")),
                       done[0].get<std::string>("outcome")),
           fmt::format("{} {} {}", clerk.name, to_text(business_day(visit.visited_at)),
                       visit.outcome),
           true});
  }
  for (const Difference& each : taken.differences)
    if (const auto chosen = visit.chosen.find(each.field);
        each.choose && (chosen == visit.chosen.end() ||
                        (chosen->second != "mine" && chosen->second != "file"))) {
      taken.state = VisitState::conflict;
      return taken;
    }
  const bool aside = took_file(visit, "task");
  const bool reached = reaches(desk, visit, survey);
  const auto added = TRY(transaction.query(
      sql::add_visit, visit.device_key, visit.task, visit.person, file.place, desk.account,
      visit.way, visit.outcome, reached, visit.visited_at, business_day(visit.visited_at),
      desk.recorded_at, visit.note, took_file(visit, "employment") ? "" : visit.told,
      json_of(visit.answers), json_of(taken.differences, visit), aside));
  taken.id = added[0].get<std::int64_t>("id");
  if (aside) {
    taken.state = VisitState::set_aside;
    return taken;
  }
  Writer writer(transaction, desk, clerk);
  if (!visit.phone.empty() && visit.phone != file.fields.at("phone") && !took_file(visit, "phone"))
    TRY(store_phone(transaction, desk, writer, visit));
  TRY(store_services(writer, visit, file, reached));
  if (!visit.answers.empty()) TRY(store_answers(writer, clerk, *survey, visit, file));
  taken.closed = TRY(close_tasks(transaction, desk, visit, file, taken.id));
  return taken;
}

}  // namespace leye::visits
