#include "quality/quality_view.hpp"

#include "quality/quality_view.sql.hpp"

namespace leye::quality {
namespace {

std::string text_or_empty(const store::Row& row, const char* column) {
  return row.get<std::optional<std::string>>(column).value_or("");
}

Result<std::vector<CheckLine>> read_checks(store::Transaction& transaction,
                                           std::optional<std::int64_t> id) {
  std::vector<CheckLine> found;
  for (const store::Row row : TRY(transaction.query(sql::checks, id))) {
    CheckLine line;
    line.id = row.get<std::int64_t>("id");
    line.title = row.get<std::string>("title");
    line.ledger = row.get<std::string>("ledger");
    line.source = row.get<std::string>("source");
    line.fields = row.get<std::vector<std::string>>("fields");
    line.county_rows = row.get<int>("county_rows");
    line.seed = row.get<std::int64_t>("seed");
    line.place = row.get<std::int64_t>("place");
    line.place_label = text_or_empty(row, "place_label");
    line.drawn_by = row.get<std::int64_t>("drawn_by");
    line.drawn_at = row.get<Instant>("drawn_at");
    line.answer_by = row.get<Day>("answer_by");
    line.correct_days = row.get<int>("correct_days");
    line.closed_at = row.get<std::optional<Instant>>("closed_at");
    line.rows = row.get<std::int64_t>("rows");
    line.wrong = row.get<std::int64_t>("wrong");
    line.unsettled = row.get<std::int64_t>("unsettled");
    for (const char* party : {"reporter", "subject", "independent"})
      line.replied[party] = row.get<std::int64_t>(party);
    found.push_back(std::move(line));
  }
  return found;
}

std::vector<std::int64_t> ids_of(const std::vector<CheckRow>& rows) {
  std::vector<std::int64_t> ids;
  for (const CheckRow& row : rows) ids.push_back(row.id);
  return ids;
}

Status add_replies(store::Transaction& transaction, const Cipher& cipher,
                   const RowQuestion& question, std::vector<CheckRow>& rows) {
  std::map<std::int64_t, CheckRow*> by_id;
  for (CheckRow& row : rows) by_id[row.id] = &row;
  std::map<std::int64_t, std::pair<std::int64_t, std::size_t>> where;  // of a reply
  std::vector<std::int64_t> replies;
  std::optional<std::int64_t> only;
  if (!question.closed) only = question.account;
  for (const store::Row found :
       TRY(transaction.query(sql::replies_of_rows, ids_of(rows), only))) {
    ReplyLine reply;
    reply.id = found.get<std::int64_t>("id");
    reply.account = found.get<std::int64_t>("account");
    reply.party = found.get<std::string>("party");
    const auto note = found.get<Bytes>("note");
    if (!note.empty()) reply.note = TRY(cipher.decrypt(note_purpose, reply.id, note));
    auto& row = *by_id.at(found.get<std::int64_t>("row_id"));
    where[reply.id] = {row.id, row.replies.size()};
    replies.push_back(reply.id);
    row.replies.push_back(std::move(reply));
  }
  for (const store::Row found : TRY(transaction.query(sql::answers_of_replies, replies))) {
    const auto id = found.get<std::int64_t>("reply_id");
    FieldAnswer answer{found.get<std::string>("field"), found.get<std::string>("answer"), {}};
    if (const auto sealed = found.get<std::optional<Bytes>>("correct"))
      answer.correct = TRY(cipher.decrypt(correct_purpose, id, *sealed));
    const auto [row, at] = where.at(id);
    by_id.at(row)->replies[at].answers.push_back(std::move(answer));
  }
  return Done{};
}

Tally tally_of(const store::Row& row) {
  return {row.get<std::int64_t>("right_"), row.get<std::int64_t>("wrong"),
          row.get<std::int64_t>("split"), row.get<std::int64_t>("unreached")};
}

void add(Tally& sum, const Tally& one) {
  sum.right += one.right;
  sum.wrong += one.wrong;
  sum.split += one.split;
  sum.unreached += one.unreached;
}

}  // namespace

std::optional<std::int64_t> weighted_rate(const std::vector<CountyReport>& counties) {
  double sum = 0;
  double rows = 0;
  for (const CountyReport& county : counties) {
    const auto judged = county.tally.right + county.tally.wrong;
    if (judged == 0) return std::nullopt;
    sum += static_cast<double>(county.rows) * static_cast<double>(county.tally.wrong) /
           static_cast<double>(judged);
    rows += static_cast<double>(county.rows);
  }
  if (rows == 0) return std::nullopt;
  return static_cast<std::int64_t>(sum / rows * 10'000 + 0.5);
}

Result<std::vector<CheckLine>> checks(store::Transaction& transaction) {
  return read_checks(transaction, std::nullopt);
}

Result<CheckLine> check_of(store::Transaction& transaction, std::int64_t id) {
  auto found = TRY(read_checks(transaction, id));
  if (found.empty()) return Error{ErrorCode::not_found, "没有找到"};
  return std::move(found.front());
}

Result<bool> is_closed(store::Transaction& transaction, std::int64_t row) {
  const auto found = TRY(transaction.query(sql::closing_of_row, row));
  if (found.empty()) return Error{ErrorCode::not_found, "没有找到"};
  return found[0].get<bool>("closed");
}

Result<RowPage> rows_of(store::Transaction& transaction, const Cipher& cipher,
                        const RowQuestion& question) {
  RowPage page;
  for (const store::Row row :
       TRY(transaction.query(sql::page_of_rows, question.check, question.state, question.party,
                             question.account, question.limit, question.offset))) {
    CheckRow one;
    one.id = row.get<std::int64_t>("id");
    one.number = row.get<int>("number");
    one.place_label = text_or_empty(row, "place_label");
    one.verdict = row.get<std::string>("verdict");
    one.outcome = row.get<std::string>("outcome");
    one.reason = row.get<std::string>("reason");
    one.settled_by = row.get<std::optional<std::int64_t>>("settled_by");
    one.content = TRY(open_content(cipher, one.id, row.get<Bytes>("content")));
    one.content.person = row.get<std::optional<std::int64_t>>("person");
    one.content.organisation = row.get<std::optional<std::int64_t>>("organisation");
    page.total = row.get<std::int64_t>("total");
    page.rows.push_back(std::move(one));
  }
  std::map<std::int64_t, CheckRow*> by_id;
  for (CheckRow& row : page.rows) by_id[row.id] = &row;
  for (const store::Row row : TRY(transaction.query(sql::verdicts_of_rows, ids_of(page.rows))))
    by_id.at(row.get<std::int64_t>("row_id"))->verdicts[row.get<std::string>("field")] =
        row.get<std::string>("verdict");
  TRY(add_replies(transaction, cipher, question, page.rows));
  return page;
}

Result<Report> report_of(store::Transaction& transaction, std::int64_t check) {
  Report report;
  std::map<std::int64_t, std::size_t> at;
  for (const store::Row row : TRY(transaction.query(sql::counties, check))) {
    CountyReport county;
    county.county = row.get<std::int64_t>("county");
    county.label = text_or_empty(row, "place_label");
    county.rows = row.get<std::int64_t>("rows");
    county.drawn = row.get<std::int64_t>("drawn");
    county.tally = tally_of(row);
    at[county.county] = report.counties.size();
    report.counties.push_back(std::move(county));
  }
  for (const store::Row row : TRY(transaction.query(sql::fields, check))) {
    const auto field = row.get<std::string>("field");
    const auto found = at.find(row.get<std::int64_t>("county"));
    if (found == at.end()) continue;
    report.counties[found->second].fields[field] = tally_of(row);
    add(report.fields[field], tally_of(row));
  }
  report.rate = weighted_rate(report.counties);
  return report;
}

}  // namespace leye::quality
