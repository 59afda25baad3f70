#include "recognitions/reviews.hpp"

#include "recognitions/reviews.sql.hpp"

namespace leye::recognitions {
namespace {

constexpr std::size_t evidence_bytes_min = 4, evidence_bytes_max = 600, note_bytes_max = 1500;

template <class T>
T given(const store::Row& row, const char* column, T other = {}) {
  if (row.find_column(column) < 0) return other;
  return row.get<std::optional<T>>(column).value_or(std::move(other));
}
template <class T>
std::optional<T> maybe(const store::Row& row, const char* column) {
  if (row.find_column(column) < 0) return std::nullopt;
  return row.get<std::optional<T>>(column);
}

Line line_of(const store::Row& row) {
  Line line;
  line.id = given<std::int64_t>(row, "id");
  line.person = row.get<std::int64_t>("person_id");
  line.place = row.get<std::int64_t>("place");
  line.who = row.get<std::string>("who");
  line.place_label = row.get<std::string>("place_label");
  line.record = maybe<std::int64_t>(row, "record");
  line.recognised_on = maybe<Day>(row, "recognised_on");
  line.reviewed_on = maybe<Day>(row, "reviewed_on");
  line.valid_until = maybe<Day>(row, "valid_until");
  line.due_on = maybe<Day>(row, "due_on");
  line.kind = given<std::string>(row, "kind");
  line.move = given<std::string>(row, "move");
  line.because = given<std::string>(row, "because");
  line.evidence = given<std::string>(row, "evidence");
  line.note = given<std::string>(row, "note");
  line.state = given<std::string>(row, "state");
  line.opinion = given<std::string>(row, "opinion");
  line.proposed_by = given<std::string>(row, "proposed_by");
  line.decided_by = given<std::string>(row, "decided_by");
  line.proposer = given<std::int64_t>(row, "proposer");
  return line;
}

Status check_evidence(const std::string& evidence) {
  if (evidence.size() >= evidence_bytes_min && evidence.size() <= evidence_bytes_max) return Done{};
  return Error{
      ErrorCode::invalid_input, "请写明核对了什么", {"evidence"}, "两个汉字以上，两百字以内"};
}

Status check_proposal(const Proposal& proposal) {
  if (proposal.note.size() > note_bytes_max)
    return Error{ErrorCode::invalid_input, "说明太长", {"note"}, "五百字以内"};
  if (proposal.drop) {
    if (proposal.note.size() >= evidence_bytes_min) return Done{};
    return Error{ErrorCode::invalid_input, "请写明不采纳的理由", {"note"}, "两个汉字以上"};
  }
  if (proposal.move == "entry" && proposal.kind.empty())
    return Error{ErrorCode::invalid_input, "请选困难类别", {"kind"}, "从所列的类别中选"};
  if (proposal.move == "exit" && proposal.because.empty())
    return Error{ErrorCode::invalid_input, "请选退出原因", {"because"}, "从所列的原因中选"};
  return check_evidence(proposal.evidence);
}

}  // namespace

Result<Counts> count(store::Transaction& transaction, const Review& review, Day today) {
  const auto rows = TRY(transaction.query(sql::counts, review.category, review.months,
                                          review.warning_days, review.answer_days, today));
  const store::Row row = rows[0];
  return Counts{row.get<std::int64_t>("soon"),      row.get<std::int64_t>("overdue"),
                row.get<std::int64_t>("escalated"), row.get<std::int64_t>("entries"),
                row.get<std::int64_t>("exits"),     row.get<std::int64_t>("open")};
}

Result<Page> list(store::Transaction& transaction, const Review& review, const Asked& asked) {
  const bool hints = asked.list == "entries" || asked.list == "exits";
  const bool moves = asked.list == "open" || asked.list == "done";
  const auto rows =
      hints   ? TRY(transaction.query(sql::hints, review.category, asked.today, asked.list,
                                      asked.limit, asked.offset))
      : moves ? TRY(transaction.query(sql::moves, review.category, asked.list == "open",
                                      asked.limit, asked.offset))
              : TRY(transaction.query(sql::reviews, review.category, review.months,
                                      review.warning_days, review.answer_days, asked.today,
                                      asked.list, asked.limit, asked.offset));
  Page page;
  for (const store::Row row : rows) {
    page.total = row.get<std::int64_t>("total");
    page.lines.push_back(line_of(row));
  }
  return page;
}

Result<Due> take_review(store::Transaction& transaction, const Review& review, std::int64_t record,
                        const Worker& worker) {
  const Day today = business_day(worker.now);
  const auto rows = TRY(transaction.query(sql::hold_record, record, review.category, review.months,
                                          worker.place_lo, worker.place_hi, today));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  const store::Row row = rows[0];
  const Day due = row.get<Day>("due_on");
  if (row.get<bool>("moving"))
    return Error{ErrorCode::conflict, "已经提请退出，等另一人审定", {}, "刷新后再看"};
  if (due > today + review.warning_days)
    return Error{ErrorCode::conflict, "已经复核过，或者还没有到复核的时候", {}, "刷新后再看"};
  return Due{record,
             row.get<std::int64_t>("person_id"),
             row.get<std::int64_t>("place"),
             row.get<Day>("recognised_on"),
             due,
             review.category};
}

Status keep_answer(store::Transaction& transaction, const Due& due, const Answer& answer,
                   const Worker& worker) {
  TRY(check_evidence(answer.evidence));
  const auto kept = TRY(transaction.execute(sql::keep_answer, due.record, due.category, due.person,
                                            due.place, due.due_on, answer.kind, answer.evidence,
                                            worker.account, worker.name, worker.now));
  if (kept == 1) return Done{};
  return Error{ErrorCode::conflict, "已经复核过，或者还没有到复核的时候", {}, "刷新后再看"};
}

Result<std::int64_t> propose(store::Transaction& transaction, const Review& review,
                             const Proposal& proposal, const Worker& worker, Day today) {
  if (proposal.move != "entry" && proposal.move != "exit")
    return Error{ErrorCode::invalid_input, "只有认定和退出", {"move"}, "填 entry 或 exit"};
  TRY(check_proposal(proposal));
  const auto rows = TRY(transaction.query(sql::hold_person, proposal.person, worker.place_lo,
                                          worker.place_hi, review.category, today, proposal.move));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  const auto record = rows[0].get<std::optional<std::int64_t>>("record");
  const auto digest = rows[0].get<std::optional<std::int64_t>>("digest");
  if (record.has_value() == (proposal.move == "entry"))
    return Error{ErrorCode::conflict,
                 record ? "这个人已经认定" : "这个人没有在有效期内的认定",
                 {},
                 "刷新后再看"};
  if (proposal.drop && !digest)
    return Error{ErrorCode::conflict, "规则没有这样的提示", {}, "刷新后再看"};
  const auto made = TRY(transaction.query(
      sql::propose, review.category, proposal.person, rows[0].get<std::int64_t>("place"),
      proposal.move, record, digest, proposal.kind, proposal.because, proposal.evidence,
      proposal.note, std::string(proposal.drop ? "dropped" : "open"), worker.account, worker.name,
      worker.now));
  if (made.empty())
    return Error{ErrorCode::conflict, "这个人已经有一项待审定", {}, "等那一项审定后再提"};
  return made[0].get<std::int64_t>("id");
}

Result<Move> take_move(store::Transaction& transaction, std::int64_t id, const Worker& worker,
                       Day today) {
  const auto rows =
      TRY(transaction.query(sql::hold_move, id, worker.place_lo, worker.place_hi, today));
  if (rows.empty()) return Error{ErrorCode::not_found, "没有找到"};
  const store::Row row = rows[0];
  if (row.get<std::string>("state") != "open")
    return Error{ErrorCode::conflict, "这一项已经审定", {}, "刷新后再看"};
  if (row.get<std::int64_t>("proposed_by") == worker.account)
    return Error{ErrorCode::conflict, "提请的人不能自己审定", {}, "由另一人审定"};
  Move move{id,
            row.get<std::int64_t>("person_id"),
            row.get<std::int64_t>("place"),
            row.get<std::string>("category"),
            row.get<std::string>("move"),
            row.get<std::string>("kind"),
            row.get<std::string>("because"),
            row.get<std::string>("evidence"),
            row.get<std::string>("note"),
            row.get<std::optional<Day>>("recognised_on")};
  return move;
}

Status decide(store::Transaction& transaction, const Move& move, bool confirmed,
              const std::string& opinion, const Worker& worker) {
  if (opinion.size() > note_bytes_max || (!confirmed && opinion.size() < evidence_bytes_min))
    return Error{
        ErrorCode::invalid_input, "请写明意见", {"opinion"}, "不同意的写明理由，五百字以内"};
  if (confirmed && move.recognised_on.has_value() == (move.move == "entry"))
    return Error{ErrorCode::conflict,
                 move.move == "entry" ? "这个人已经认定" : "这个人没有在有效期内的认定",
                 {},
                 "写明理由，不同意这一项"};
  const auto done = TRY(transaction.execute(sql::decide, move.id,
                                            std::string(confirmed ? "confirmed" : "declined"),
                                            worker.account, worker.name, worker.now, opinion));
  CHECK(done == 1);
  return Done{};
}

}  // namespace leye::recognitions
