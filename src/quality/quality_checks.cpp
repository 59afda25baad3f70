#include "quality/quality_checks.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <boost/describe.hpp>
#include <fmt/format.h>

#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "quality/quality_checks.sql.hpp"

namespace leye::quality {
namespace {

constexpr std::size_t fields_max = 12;
constexpr std::size_t title_bytes_max = 300;
constexpr std::size_t text_bytes_max = 1500;
constexpr const char* content_purpose = "quality.row";

Error none() { return {ErrorCode::not_found, "没有找到"}; }
Error refused(const char* what, const char* fix) {
  return {ErrorCode::conflict, what, {}, fix};
}

struct Content {
  std::vector<std::string> columns, values, cells;
};
BOOST_DESCRIBE_STRUCT(Content, (), (columns, values, cells))

struct CheckHead {
  std::int64_t id = 0, place = 0, missing = 0;
  std::string title;
  Day answer_by;
  int correct_days = 0;
  std::vector<std::string> fields;
  bool closed = false;
};

Result<CheckHead> head_of(store::Transaction& transaction, std::int64_t check) {
  const auto rows = TRY(transaction.query(sql::check, check));
  if (rows.empty()) return none();
  CheckHead head;
  head.id = check;
  head.place = rows[0].get<std::int64_t>("place");
  head.missing = rows[0].get<std::int64_t>("missing");
  head.title = rows[0].get<std::string>("title");
  head.answer_by = rows[0].get<Day>("answer_by");
  head.correct_days = rows[0].get<int>("correct_days");
  head.fields = rows[0].get<std::vector<std::string>>("fields");
  head.closed = rows[0].get<bool>("closed");
  return head;
}

struct Waiting {
  std::string about, role, detail;
  std::int64_t place = 0;
  Day due_on;
};

Status open_task(store::Transaction& transaction, const QualityDesk& desk, const CheckHead& head,
                 const Waiting& waiting) {
  TRY(transaction.execute(sql::open_task, waiting.about, waiting.place, waiting.role,
                          fmt::format("三方核查 {}", head.title), waiting.detail,
                          fmt::format("/quality/{}", head.id), waiting.due_on, desk.now));
  return Done{};
}

// The reporting office is that of the town; the other two work for the county.
std::int64_t unit_of(const std::string& party) { return party == "reporter" ? 1'000 : 1'000'000; }

// What waits for a party in the units from `low` to `high`.
Status settle_tasks(store::Transaction& transaction, const QualityDesk& desk, const CheckHead& head,
                    const Party& party, std::int64_t low, std::int64_t high) {
  const auto size = unit_of(party.id);
  const auto found = TRY(transaction.query(sql::waiting_of_party, head.id, party.id, size,
                                           low / size * size, high / size * size));
  for (const store::Row row : found) {
    const auto unit = row.get<std::int64_t>("unit");
    const auto about = fmt::format("quality:{}:{}:{}", head.id, unit, party.id);
    const auto rows = row.get<std::int64_t>("rows");
    if (rows == 0) {
      TRY(transaction.execute(sql::close_task, about, desk.now, desk.account));
      continue;
    }
    TRY(open_task(transaction, desk, head,
                  {about, party.role, fmt::format("{}：待核对 {} 条", party.zh, rows), unit,
                   head.answer_by}));
  }
  return Done{};
}

Status check_order(const ledgers::Ledger& ledger, const CheckOrder& order) {
  if (order.title.empty() || order.title.size() > title_bytes_max)
    return Error{ErrorCode::invalid_input, "请给核查起一个名称", {"title"}, "一百字以内"};
  const std::set<std::string> different(order.fields.begin(), order.fields.end());
  if (different.empty() || order.fields.size() > fields_max ||
      different.size() != order.fields.size())
    return Error{ErrorCode::invalid_input, fmt::format("选 1 到 {} 列核对", fields_max), {"fields"}};
  for (const auto& field : order.fields)
    if (ledger.find_column(field) == nullptr)
      return Error{ErrorCode::invalid_input, "台账里没有这一列", {field}, "重新选择"};
  return Done{};
}

struct Owner {
  std::int64_t row = 0;
  std::optional<std::int64_t> person, organisation;
};

// All rows of the ledger, by their ids alone.
Result<std::vector<Owner>> population(ledgers::LedgerReader& reader, const ledgers::Ledger& ledger,
                                      const CheckOrder& order,
                                      const ledgers::Question& question) {
  constexpr std::int64_t page_rows = 20'000;
  ledgers::Ledger lean = ledger;
  lean.columns.resize(1);
  lean.order.clear();
  std::vector<Owner> owners;
  std::optional<ledgers::Mark> after;
  do {
    const auto page = TRY(reader.page(lean, question, after, page_rows));
    for (const auto& row : page.rows)
      if (order.source.empty() || row.source == order.source)
        owners.push_back({row.id, row.person, row.organisation});
    if (static_cast<std::int64_t>(owners.size()) > population_max)
      return Error{ErrorCode::conflict, "这本台账太大，不能一次抽样", {}, "由各县区分别抽样"};
    after = page.next;
  } while (after);
  return owners;
}

using Places = std::map<std::int64_t, std::int64_t>;

Result<Places> places_of(store::Transaction& transaction, store::Statement statement,
                         const std::vector<std::int64_t>& ids) {
  Places places;
  for (const store::Row row : TRY(transaction.query(statement, ids)))
    places[row.get<std::int64_t>("id")] = row.get<std::int64_t>("place");
  return places;
}

// Who lives or stands elsewhere, as far as the caller may see, counts where he works.
Result<std::vector<Candidate>> candidates_of(store::Transaction& transaction,
                                             const std::vector<Owner>& owners,
                                             const QualityDesk& desk) {
  std::vector<std::int64_t> people, organisations;
  for (const Owner& owner : owners) {
    if (owner.person) people.push_back(*owner.person);
    else if (owner.organisation) organisations.push_back(*owner.organisation);
    else return Error{ErrorCode::invalid_input, "这本台账的行不属于人员或单位，不能抽样核查",
                      {"ledger"}, "换一本台账"};
  }
  const auto homes = TRY(places_of(transaction, sql::places_of_persons, people));
  const auto seats = TRY(places_of(transaction, sql::places_of_organisations, organisations));
  std::vector<Candidate> candidates;
  for (const Owner& owner : owners) {
    const Places& places = owner.person ? homes : seats;
    const auto found = places.find(owner.person ? *owner.person : *owner.organisation);
    const bool ours = found != places.end() && found->second >= desk.place_lo &&
                      found->second <= desk.place_hi;
    candidates.push_back({owner.row, ours ? found->second : desk.place});
  }
  return candidates;
}

Bytes sealed_or_empty(const QualityDesk& desk, const char* purpose, std::int64_t id,
                      const std::string& text) {
  return text.empty() ? Bytes{} : desk.cipher.encrypt(purpose, id, text);
}

Status check_answers(const CheckHead& head, const std::vector<FieldAnswer>& answers) {
  std::set<std::string> wanted(head.fields.begin(), head.fields.end());
  for (const FieldAnswer& one : answers) {
    if (wanted.erase(one.field) == 0)
      return Error{ErrorCode::invalid_input, "不核对这一列，或写了两次", {one.field}};
    if (one.answer != "right" && one.answer != "wrong" && one.answer != "unreached")
      return Error{ErrorCode::invalid_input, "答复是正确、错误或无法核实", {one.field}};
    if (one.correct.size() > text_bytes_max || (one.answer != "wrong" && !one.correct.empty()))
      return Error{ErrorCode::invalid_input, "只有错误的才写正确的内容", {one.field}, "五百字以内"};
  }
  if (wanted.empty()) return Done{};
  return Error{ErrorCode::invalid_input, "每一列都要答复", {*wanted.begin()}};
}

struct RowHead {
  std::int64_t check = 0, number = 0, place = 0;
  std::string verdict;
  bool settled = false;
};

Result<RowHead> lock_row(store::Transaction& transaction, const QualityDesk& desk,
                         std::int64_t id) {
  const auto rows = TRY(transaction.query(sql::row, id));
  if (rows.empty()) return none();
  RowHead row;
  row.check = rows[0].get<std::int64_t>("check_id");
  row.number = rows[0].get<int>("number");
  row.place = rows[0].get<std::int64_t>("place");
  row.verdict = rows[0].get<std::string>("verdict");
  row.settled = rows[0].get<bool>("settled");
  if (row.place < desk.place_lo || row.place > desk.place_hi) return none();
  return row;
}

std::string closing_task(std::int64_t check) { return fmt::format("quality:{}:close", check); }

}  // namespace

Result<SampledRow> open_content(const Cipher& cipher, std::int64_t row, const Bytes& sealed) {
  if (sealed.empty()) return SampledRow{};  // the person was erased, or the term of keeping is over
  const auto text = TRY(cipher.decrypt(content_purpose, row, sealed));
  auto content = TRY(json::read<Content>(text));
  SampledRow made;
  made.columns = std::move(content.columns);
  made.values = std::move(content.values);
  made.cells = std::move(content.cells);
  return made;
}

Result<Sample> take_sample(store::Transaction& transaction, const Vocabulary& vocabulary,
                           const ledgers::Ledger& ledger, const CheckOrder& order,
                           const QualityDesk& desk) {
  TRY(check_order(ledger, order));
  const registers::IdentityCipher cipher(desk.cipher);
  ledgers::LedgerReader reader(transaction, vocabulary, cipher);
  ledgers::Question question;
  question.on = business_day(desk.now);
  question.known_at = desk.now;
  const auto owners = TRY(population(reader, ledger, order, question));
  if (owners.empty()) return refused("没有可抽的行", "换一本台账，或换一个来源");
  auto candidates = TRY(candidates_of(transaction, owners, desk));
  auto drawing = draw(std::move(candidates), order.plan.county_rows, order.seed);
  question.ids.emplace();
  for (const Candidate& one : drawing.chosen) question.ids->push_back(one.id);
  std::map<std::int64_t, ledgers::LedgerRow> found;
  const auto page = TRY(reader.page(ledger, question, {},
                                    static_cast<std::int64_t>(drawing.chosen.size())));
  for (const auto& row : page.rows) found[row.id] = row;
  Sample sample;
  sample.strata = std::move(drawing.strata);
  for (const Candidate& one : drawing.chosen) {
    const auto& row = found.at(one.id);
    SampledRow made{one.place, row.person, row.organisation, {}, row.values, row.cells};
    for (const auto& column : ledger.columns) made.columns.push_back(column.id);
    sample.rows.push_back(std::move(made));
  }
  return sample;
}

Result<std::int64_t> open_check(store::Transaction& transaction, const QualityDesk& desk,
                                const CheckOrder& order, const Sample& sample) {
  const Day answer_by = business_day(desk.now) + order.plan.answer_days;
  const auto made = TRY(transaction.query(
      sql::insert_check, order.title, order.ledger, order.source, order.fields,
      order.plan.county_rows, order.seed, desk.place, desk.account, desk.now, answer_by,
      order.plan.correct_days));
  const auto id = made[0].get<std::int64_t>("id");
  std::vector<std::int64_t> towns, rows, drawn;
  for (const Stratum& stratum : sample.strata) {
    towns.push_back(stratum.town);
    rows.push_back(stratum.rows);
    drawn.push_back(stratum.drawn);
  }
  TRY(transaction.execute(sql::insert_strata, id, towns, rows, drawn));
  std::int64_t number = 0;
  for (const SampledRow& row : sample.rows) {
    const auto inserted = TRY(transaction.query(sql::insert_row, id, ++number, row.place,
                                                row.person, row.organisation));
    const auto row_id = inserted[0].get<std::int64_t>("id");
    const Content content{row.columns, row.values, row.cells};
    TRY(transaction.execute(sql::fill_row, row_id,
                            desk.cipher.encrypt(content_purpose, row_id, json::write(content))));
  }
  const auto head = TRY(head_of(transaction, id));
  for (const Party& party : order.plan.parties)
    TRY(settle_tasks(transaction, desk, head, party, 0, 999'999'999'999));
  return id;
}

Status reply(store::Transaction& transaction, const QualityDesk& desk, const CheckPlan& plan,
             const std::string& party, std::int64_t row, const std::vector<FieldAnswer>& answers,
             const std::string& note) {
  const Party* checker = plan.find(party);
  if (checker == nullptr) return none();
  if (note.empty() || note.size() > text_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明怎样核对的", {"note"}, "五百字以内"};
  const auto found = TRY(lock_row(transaction, desk, row));
  TRY(transaction.query(sql::hold_check, found.check));
  const auto head = TRY(head_of(transaction, found.check));
  if (head.closed) return refused("这次核查已经结束", "刷新后再看");
  TRY(check_answers(head, answers));
  const auto inserted =
      TRY(transaction.query(sql::insert_reply, row, party, desk.account, desk.now));
  if (inserted.empty())
    return refused("这一方已经答复过，或您已替另一方答复", "三方由不同的人核对");
  const auto id = inserted[0].get<std::int64_t>("id");
  TRY(transaction.execute(sql::fill_reply, id, desk.cipher.encrypt(note_purpose, id, note)));
  for (const FieldAnswer& one : answers) {
    std::optional<Bytes> correct;
    if (!one.correct.empty()) correct = sealed_or_empty(desk, correct_purpose, id, one.correct);
    TRY(transaction.execute(sql::insert_answer, id, one.field, one.answer, correct));
  }
  TRY(settle_tasks(transaction, desk, head, *checker, found.place, found.place));
  if (head.missing == 1)
    TRY(open_task(transaction, desk, head,
                  {closing_task(head.id), "director", "三方都已答复，待汇总", head.place,
                   head.answer_by}));
  return Done{};
}

Result<evidence::AboutRow> row_for_evidence(store::Transaction& transaction,
                                            const QualityDesk& desk, std::int64_t row) {
  const auto found = TRY(lock_row(transaction, desk, row));
  TRY(transaction.query(sql::hold_check, found.check));
  const auto head = TRY(head_of(transaction, found.check));
  if (head.closed) return refused("这次核查已经结束", "刷新后再看");
  return evidence::AboutRow{row, found.place};
}

Status close_check(store::Transaction& transaction, const QualityDesk& desk, std::int64_t check) {
  TRY(transaction.query(sql::lock_check, check));
  const auto head = TRY(head_of(transaction, check));
  if (head.place < desk.place_lo || head.place > desk.place_hi) return none();
  if (head.closed) return refused("这次核查已经结束", "刷新后再看");
  const Day today = business_day(desk.now);
  if (head.missing > 0 && today <= head.answer_by)
    return Error{ErrorCode::conflict, fmt::format("还有 {} 份答复没有交", head.missing), {},
                 "全部答复后，或过了期限再汇总"};
  TRY(transaction.execute(sql::close_tasks_of_check, fmt::format("quality:{}:", check), desk.now,
                          desk.account));
  TRY(transaction.execute(sql::write_verdicts, check));
  TRY(transaction.execute(sql::sum_verdicts, check));
  TRY(transaction.execute(sql::mark_closed, check, desk.account, desk.now));
  for (const store::Row row : TRY(transaction.query(sql::rows_to_correct, check))) {
    const bool wrong = row.get<std::string>("verdict") == "wrong";
    TRY(open_task(transaction, desk, head,
                  {fmt::format("quality_row:{}", row.get<std::int64_t>("id")), "window_clerk",
                   fmt::format("第 {} 条：{}", row.get<int>("number"),
                               wrong ? "核查有误，请更正" : "各方说法不一，请查清"),
                   town_of(row.get<std::int64_t>("place")), today + head.correct_days}));
  }
  return Done{};
}

Status settle_row(store::Transaction& transaction, const QualityDesk& desk, std::int64_t row,
                  const std::string& outcome, const std::string& reason) {
  if (outcome != "corrected" && outcome != "confirmed")
    return Error{ErrorCode::invalid_input, "处理结果是已更正或原记录无误", {"outcome"}};
  if (reason.empty() || reason.size() > text_bytes_max)
    return Error{ErrorCode::invalid_input, "请写明处理情况", {"reason"}, "五百字以内"};
  const auto found = TRY(lock_row(transaction, desk, row));
  if (found.settled || (found.verdict != "wrong" && found.verdict != "split"))
    return refused("这一条不需要处理，或已经处理", "刷新后再看");
  TRY(transaction.execute(sql::settle_row, row, outcome, reason, desk.account, desk.now));
  TRY(transaction.execute(sql::close_task, fmt::format("quality_row:{}", row), desk.now,
                          desk.account));
  return Done{};
}

}  // namespace leye::quality
