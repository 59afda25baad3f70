#include "reports/words.hpp"

#include <boost/json.hpp>

#include "registers/records.hpp"
#include "reports/words.sql.hpp"

namespace leye::reports {
namespace {

namespace json = boost::json;

constexpr std::size_t said_bytes_min = 6, said_bytes_max = 1500;
constexpr std::size_t outcome_bytes_min = 6;

std::map<std::string, std::string> map_of(const std::string& text) {
  std::map<std::string, std::string> values;
  const auto parsed = json::parse(text);
  for (const auto& [key, value] : parsed.as_object())
    values.emplace(key, std::string(value.as_string()));
  return values;
}

store::Json json_of(const std::map<std::string, std::string>& values) {
  json::object object;
  for (const auto& [key, value] : values) object[key] = value;
  return store::Json{json::serialize(object)};
}

std::string given_of(const Report& report) { return report.given ? report.given->id : ""; }

Result<Line> line_from(const Vocabulary& vocabulary, const Report& report, const store::Row& row) {
  Line line;
  line.report = &report;
  line.record = row.get<std::int64_t>("id");
  line.person = row.get<std::optional<std::int64_t>>("person_id").value_or(0);
  line.organisation = row.get<std::optional<std::int64_t>>("organisation_id").value_or(0);
  line.who = row.get<std::string>("person_shown");
  line.place_label = row.get<std::string>("place_label");
  line.organisation_label =
      row.get<std::optional<std::string>>("organisation_shown").value_or("");
  line.facts = TRY(registers::read_register_record(vocabulary, *report.entity, row));
  line.state = row.get<std::string>("state");
  line.version = row.get<std::string>("version");
  line.due = row.get<Day>("due");
  line.late = row.get<bool>("late");
  line.word = row.get<std::optional<std::int64_t>>("word").value_or(0);
  line.said = row.get<std::string>("said");
  line.meant = map_of(row.get<std::string>("meant"));
  line.outcome = row.get<std::string>("outcome");
  line.settled_by = row.get<std::string>("settled_by");
  line.said_at = row.get<std::optional<Instant>>("said_at");
  line.settled_at = row.get<std::optional<Instant>>("settled_at");
  line.reminded_on = row.get<std::optional<Day>>("reminded_on");
  return line;
}

Status check_answer(const Report& report, const Answer& answer) {
  if (answer.agrees) return Done{};
  if (answer.said.size() > said_bytes_max ||
      (answer.said.size() < said_bytes_min && answer.meant.empty()))
    return Error{ErrorCode::invalid_input, "请写明哪里不对、应当是什么", {"said"},
                 "填写正确的内容，或用两个汉字以上说明"};
  const auto names = report.asked_names();
  for (const auto& [fact, value] : answer.meant)
    if (std::find(names.begin(), names.end(), fact) == names.end())
      return Error{ErrorCode::invalid_input, "这一项不在确认的内容里", {fact}, "只填所列的各项"};
  return Done{};
}

// What was said before about the very same: agreeing later takes a contest back.
Status settle_earlier(store::Transaction& transaction, const Report& report,
                      const Answer& answer) {
  const auto last = TRY(
      transaction.query(sql::last_word, report.id, answer.record, report.asked_names()));
  if (last.empty()) return Done{};
  const auto word = last[0].get<std::int64_t>("id");
  if (last[0].get<bool>("agrees"))
    return Error{ErrorCode::conflict, "已经确认过", {}, "后来有变化的，请提出更正或到窗口办"};
  if (last[0].get<bool>("settled"))
    return Error{ErrorCode::conflict, "已经核对过，有了结果", {}, "还有不同意见的，请到窗口办"};
  if (!answer.agrees)
    return Error{ErrorCode::conflict, "已经提出过，正在核对", {}, "等有了答复再提"};
  TRY(transaction.execute(sql::settle_word, word, "本人确认无误", answer.account, "本人",
                          answer.now));
  TRY(transaction.execute(sql::close_at_desk, word, answer.now, answer.account));
  return Done{};
}

}  // namespace

Result<LinePage> list_lines(store::Transaction& transaction, const Vocabulary& vocabulary,
                            const Report& report, const LinesWanted& wanted) {
  LinePage page;
  const auto rows = TRY(transaction.query(
      sql::lines, report.entity->id, report.id, report.asked_names(), given_of(report),
      report.bound->id, wanted.of.names, wanted.of.organisation, wanted.of.person, wanted.state,
      wanted.today, report.days, wanted.limit, wanted.offset, wanted.record));
  for (const store::Row row : rows) {
    page.total = row.get<std::int64_t>("total");
    page.lines.push_back(TRY(line_from(vocabulary, report, row)));
  }
  return page;
}

Result<std::map<std::string, std::int64_t>> count_lines(store::Transaction& transaction,
                                                        const Report& report, const ReportedOf& of,
                                                        Day today) {
  std::map<std::string, std::int64_t> counts;
  const auto rows = TRY(transaction.query(sql::count_lines, report.entity->id, report.id,
                                          report.asked_names(), given_of(report),
                                          report.bound->id, of.names, of.organisation, of.person,
                                          today, report.days));
  for (const store::Row row : rows) {
    counts[row.get<std::string>("state")] = row.get<std::int64_t>("lines");
    counts["late"] += row.get<std::int64_t>("late");
  }
  return counts;
}

Status answer_line(store::Transaction& transaction, const Report& report, const Answer& answer) {
  CHECK(report.asks());
  TRY(check_answer(report, answer));
  const auto rows =
      TRY(transaction.query(sql::lock_line, answer.record, answer.person, report.entity->id,
                            report.asked_names(), given_of(report)));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  if (rows[0].get<std::string>("version") != answer.version)
    return Error{ErrorCode::conflict, "上报的内容刚刚变了", {}, "请刷新，看清后再确认"};
  TRY(settle_earlier(transaction, report, answer));
  const auto place = rows[0].get<std::int64_t>("place");
  const auto added = TRY(transaction.query(
      sql::add_word, report.id, answer.record, place, answer.agrees,
      store::Json{rows[0].get<std::string>("facts")}, json_of(answer.meant), answer.said,
      report.stamp->id, answer.account, answer.now));
  if (answer.agrees) return Done{};
  TRY(transaction.execute(sql::open_at_desk, added[0].get<std::int64_t>("id"), place,
                          "本人说上报有误：" + report.zh, rows[0].get<std::string>("name"),
                          answer.person, answer.now));
  return Done{};
}

Result<std::optional<Contested>> find_contested(store::Transaction& transaction,
                                                std::int64_t word) {
  const auto rows = TRY(transaction.query(sql::find_contested, word));
  if (rows.empty()) return std::optional<Contested>{};
  Contested found;
  found.word = word;
  found.report = rows[0].get<std::string>("report");
  found.record = rows[0].get<std::int64_t>("record_id");
  found.person = rows[0].get<std::int64_t>("person_id");
  found.account = rows[0].get<std::int64_t>("account");
  found.place = rows[0].get<std::int64_t>("place");
  found.facts = map_of(rows[0].get<std::string>("facts"));
  found.meant = map_of(rows[0].get<std::string>("meant"));
  return std::optional(std::move(found));
}

Status settle(store::Transaction& transaction, const Settlement& settlement) {
  if (settlement.outcome.size() < outcome_bytes_min || settlement.outcome.size() > said_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明核对的结果", {"outcome"},
                 "两个汉字以上，五百字以内"};
  if (TRY(transaction.execute(sql::settle_word, settlement.word, settlement.outcome,
                              settlement.account, settlement.by, settlement.now)) != 1)
    return Error{ErrorCode::conflict, "刚刚处理过", {}, "请刷新"};
  TRY(transaction.execute(sql::close_at_desk, settlement.word, settlement.now,
                          settlement.account));
  return Done{};
}

Status confirm_for(store::Transaction& transaction, const Report& report, const Contested& word,
                   Instant now) {
  const auto rows = TRY(transaction.query(sql::facts_now, word.record, report.asked_names()));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  TRY(transaction.query(sql::add_word, report.id, word.record, word.place, true,
                        store::Json{rows[0].get<std::string>("facts")},
                        json_of({}), "按本人说的更正", report.stamp->id, word.account, now));
  return Done{};
}

Result<std::vector<Reminded>> remind(store::Transaction& transaction, const Report& report,
                                     const Desk& desk) {
  std::vector<Reminded> reminded;
  if (!report.asks()) return reminded;
  const auto rows =
      TRY(transaction.query(sql::remind, report.entity->id, report.id, report.asked_names(),
                            given_of(report), desk.today, report.days, desk.account,
                            desk.place_lo, desk.place_hi));
  for (const store::Row row : rows)
    reminded.push_back({row.get<std::int64_t>("person_id"), row.get<std::int64_t>("place"),
                        row.get<std::int64_t>("record_id")});
  return reminded;
}

}  // namespace leye::reports
