#include "ledgers/frozen_copies.hpp"

#include <openssl/rand.h>

#include <boost/describe/class.hpp>
#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "ledgers/frozen_copies.sql.hpp"
#include "ledgers/ledger_query.hpp"

namespace leye::ledgers {
namespace {

constexpr const char* row_purpose = "frozen.row";
constexpr const char* sheet_purpose = "frozen.sheet";
constexpr std::size_t reason_bytes_max = 1'500;

// What of a row is sealed. The salt keeps the digest from telling what was sealed.
struct Content {
  std::string salt;
  std::vector<std::string> values, cells, shown;
  std::string newest, source;
};
BOOST_DESCRIBE_STRUCT(Content, (), (salt, values, cells, shown, newest, source))

std::string salt() {
  Bytes noise(16);
  CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
  std::string hex;
  for (const auto byte : noise) hex += fmt::format("{:02x}", byte);
  return hex;
}

// A row is what it holds, and whose and which line it is.
std::string row_digest(std::int64_t number, std::int64_t row, const std::string& content) {
  return sha256_hex(fmt::format("{} {} {}", number, row, content));
}

Error none() { return {ErrorCode::not_found, "没有找到"}; }
Error not_as_read() {
  return {ErrorCode::unavailable,
          "定稿的内容与签发时的摘要不符，不能使用",
          {},
          "请系统管理员核对备份和审计日志"};
}

FrozenCopy read_copy(const store::Row& row) {
  FrozenCopy copy;
  copy.id = row.get<std::int64_t>("id");
  Drawing& drawing = copy.drawing;
  drawing.ledger = row.get<std::string>("ledger");
  drawing.definition = row.get<std::string>("definition");
  drawing.head = row.get<store::Json>("head").text;
  drawing.question = row.get<store::Json>("question").text;
  drawing.conditions_told = row.get<std::string>("conditions_told");
  drawing.place = row.get<std::int64_t>("place");
  drawing.place_lo = row.get<std::int64_t>("place_lo");
  drawing.place_hi = row.get<std::int64_t>("place_hi");
  drawing.period_from = row.get<Day>("period_from");
  drawing.period_until = row.get<Day>("period_until");
  drawing.as_of = row.get<Day>("as_of");
  drawing.known_at = row.get<Instant>("known_at");
  drawing.clear = row.get<bool>("clear");
  drawing.rows_expected = row.get<std::int64_t>("rows_expected");
  drawing.corrects = row.get<std::optional<std::int64_t>>("corrects");
  drawing.reason = row.get<std::string>("reason");
  copy.state = row.get<std::string>("state");
  copy.rows = row.get<std::int64_t>("row_count");
  if (const auto next = row.get<std::optional<std::int64_t>>("next_id"))
    copy.next = Mark{row.get<std::optional<std::string>>("next_sort").value_or(""), *next};
  copy.drawn_by = row.get<std::int64_t>("drawn_by");
  copy.drawn_by_name = row.get<std::string>("drawn_by_name");
  copy.drawn_at = row.get<Instant>("drawn_at");
  copy.decided_by_name = row.get<std::string>("decided_by_name");
  copy.decided_at = row.get<std::optional<Instant>>("decided_at");
  copy.opinion = row.get<std::string>("opinion");
  copy.office = row.get<std::int64_t>("office");
  copy.year = row.get<int>("year");
  copy.number = row.get<int>("number");
  copy.digest = row.get<std::string>("digest");
  copy.sheet_digest = row.get<std::string>("sheet_digest");
  copy.has_sheet = row.get<bool>("has_sheet");
  copy.corrected_by = row.get<std::optional<std::int64_t>>("corrected_by");
  copy.corrected = row.get<bool>("corrected");
  return copy;
}

std::string question_digest(const Drawing& drawing) {
  return sha256_hex(fmt::format("{}\n{}\n{}-{}", drawing.ledger, drawing.question, drawing.place_lo,
                                drawing.place_hi));
}

// A correction is of a signed copy of the same question and period.
Status check_corrected(store::Transaction& transaction, const Drawing& drawing) {
  const auto rows = TRY(transaction.query(sql::question_of_copy, *drawing.corrects));
  if (rows.empty()) return none();
  if (rows[0].get<std::string>("state") != "signed")
    return Error{ErrorCode::conflict, "只更正已签发的定稿", {}, "没有签发的退回重拟"};
  if (rows[0].get<std::string>("question_digest") != question_digest(drawing) ||
      rows[0].get<Day>("period_from") != drawing.period_from ||
      rows[0].get<Day>("period_until") != drawing.period_until)
    return Error{ErrorCode::conflict, "更正稿和原稿不是同一本台账、同一条件、同一期间"};
  return Done{};
}

// Over head and rows, in their order; of destroyed rows the digest is still there.
Result<std::string> digest_of(store::Transaction& transaction, std::int64_t copy,
                              const std::string& head) {
  Sha256 digest;
  digest.add(head);
  for (const store::Row row : TRY(transaction.query(sql::digests, copy))) {
    digest.add("\n");
    digest.add(row.get<std::string>("digest"));
  }
  return digest.finish_hex();
}

std::string task_of(std::int64_t copy) { return fmt::format("frozen_copy:{}", copy); }

struct Locked {
  std::string state, head;
  std::int64_t drawn_by = 0, rows = 0, expected = 0, place = 0;
  std::optional<std::string> next_sort;
  std::optional<std::int64_t> next;
};

Result<Locked> lock_copy(store::Transaction& transaction, std::int64_t copy) {
  const auto rows = TRY(transaction.query(sql::lock_copy, copy));
  if (rows.empty()) {
    // Signed and returned copies are seen but not locked: they do not change any more.
    const auto seen = TRY(transaction.query(sql::question_of_copy, copy));
    if (seen.empty()) return none();
    Locked done;
    done.state = seen[0].get<std::string>("state");
    return done;
  }
  return Locked{rows[0].get<std::string>("state"),
                rows[0].get<store::Json>("head").text,
                rows[0].get<std::int64_t>("drawn_by"),
                rows[0].get<std::int64_t>("row_count"),
                rows[0].get<std::int64_t>("rows_expected"),
                rows[0].get<std::int64_t>("place"),
                rows[0].get<std::optional<std::string>>("next_sort"),
                rows[0].get<std::optional<std::int64_t>>("next_id")};
}

}  // namespace

std::string definition_digest(const Ledger& ledger) {
  std::string text = query_of(ledger, Question{});
  for (const Column& column : ledger.columns)
    text += fmt::format("\n{}|{}|{}", column.id, column.zh, column.group_zh);
  return sha256_hex(text);
}

Result<std::int64_t> begin_copy(store::Transaction& transaction, const Drawing& drawing,
                                const CopyActor& drawer) {
  if (drawing.corrects) TRY(check_corrected(transaction, drawing));
  std::optional<std::string> reason;
  if (drawing.corrects) reason = drawing.reason;
  const auto made = TRY(transaction.query(
      sql::begin_copy, drawing.ledger, drawing.definition, store::Json{drawing.head},
      store::Json{drawing.question}, question_digest(drawing), drawing.conditions_told,
      drawing.place, drawing.place_lo, drawing.place_hi, drawing.period_from, drawing.period_until,
      drawing.as_of, drawing.known_at, drawing.clear, drawing.rows_expected, drawing.corrects,
      reason, drawer.account, drawer.name, drawer.now));
  if (!made.empty()) return made[0].get<std::int64_t>("id");
  if (drawing.corrects)
    return Error{ErrorCode::conflict, "这份定稿已有更正稿", {}, "在最后一份更正稿上再更正"};
  return Error{ErrorCode::conflict, "这一期间、这些条件已有定稿", {}, "打开它；内容有误的，拟更正稿"};
}

Status add_rows(store::Transaction& transaction, const Cipher& cipher, std::int64_t copy,
                const CopyActor& drawer, const Part& part) {
  const auto locked = TRY(lock_copy(transaction, copy));
  if (locked.state != "filling" || locked.drawn_by != drawer.account)
    return Error{ErrorCode::conflict, "这份定稿的内容已经取全，或由别人拟稿", {}, "刷新后查看"};
  const bool here = part.after ? locked.next == part.after->id &&
                                     locked.next_sort.value_or("") == part.after->sort
                               : !locked.next && locked.rows == 0;
  if (!here) return Error{ErrorCode::conflict, "另一个窗口正在取数", {}, "刷新后继续"};
  const auto count = static_cast<std::int64_t>(part.rows.size());
  if (locked.rows + count > frozen_rows_max)
    return Error{ErrorCode::conflict,
                 fmt::format("定稿至多 {} 行", frozen_rows_max),
                 {},
                 "按下级地区分别定稿，或者加上筛选条件"};
  std::vector<std::int64_t> ids, numbers, rows;
  std::vector<std::optional<std::int64_t>> persons, organisations;
  std::vector<std::string> digests;
  std::vector<Bytes> contents;
  for (const store::Row row : TRY(transaction.query(sql::row_ids, count)))
    ids.push_back(row.get<std::int64_t>("id"));
  for (const FrozenRow& row : part.rows) {
    const std::size_t at = numbers.size();
    numbers.push_back(locked.rows + static_cast<std::int64_t>(at) + 1);
    rows.push_back(row.id);
    persons.push_back(row.person);
    organisations.push_back(row.organisation);
    const std::string content = json::write(
        Content{salt(), row.values, row.cells, row.shown, row.newest, row.source});
    digests.push_back(row_digest(numbers.back(), row.id, content));
    contents.push_back(cipher.encrypt(row_purpose, ids[at], content));
  }
  TRY(transaction.execute(sql::add_rows, copy, ids, numbers, rows, persons, organisations, digests,
                          contents));
  std::optional<std::string> sort;
  std::optional<std::int64_t> id;
  if (part.next) {
    sort = part.next->sort;
    id = part.next->id;
  }
  TRY(transaction.execute(sql::go_on, copy, locked.rows + count, sort, id));
  if (part.next) return Done{};
  const auto digest = TRY(digest_of(transaction, copy, locked.head));
  TRY(transaction.execute(sql::complete, copy, digest));
  const auto drawn = TRY(find_copy(transaction, copy));
  TRY(transaction.execute(sql::open_task, task_of(copy), locked.place, "定稿待签发",
                          fmt::format("{} 行，{}拟稿", drawn.rows, drawn.drawn_by_name),
                          fmt::format("/ledgers/{}/copies/{}", drawn.drawing.ledger, copy),
                          drawer.now));
  return Done{};
}

Result<std::vector<FrozenCopy>> copies_of(store::Transaction& transaction,
                                          const std::string& ledger) {
  std::vector<FrozenCopy> copies;
  for (const store::Row row :
       TRY(transaction.query(sql::copies, ledger, std::optional<std::int64_t>())))
    copies.push_back(read_copy(row));
  return copies;
}

Result<FrozenCopy> find_copy(store::Transaction& transaction, std::int64_t copy) {
  const auto rows = TRY(transaction.query(sql::copies, std::optional<std::string>(), copy));
  if (rows.empty()) return none();
  return read_copy(rows[0]);
}

Result<std::vector<FrozenRow>> rows_of_copy(store::Transaction& transaction, const Cipher& cipher,
                                            std::int64_t copy, std::int64_t after,
                                            std::int64_t count) {
  std::vector<FrozenRow> found;
  for (const store::Row row : TRY(transaction.query(sql::rows, copy, after, count))) {
    FrozenRow made;
    made.number = row.get<std::int64_t>("number");
    made.id = row.get<std::int64_t>("row_id");
    made.person = row.get<std::optional<std::int64_t>>("person_id");
    made.organisation = row.get<std::optional<std::int64_t>>("organisation_id");
    const auto sealed = row.get<std::optional<Bytes>>("content");
    made.destroyed = !sealed;
    if (sealed) {
      const auto text = cipher.decrypt(row_purpose, row.get<std::int64_t>("id"), *sealed);
      if (!text.ok()) return not_as_read();
      if (row_digest(made.number, made.id, text.value()) != row.get<std::string>("digest"))
        return not_as_read();
      auto content = TRY(json::read<Content>(text.value()));
      made.values = std::move(content.values);
      made.cells = std::move(content.cells);
      made.shown = std::move(content.shown);
      made.newest = std::move(content.newest);
      made.source = std::move(content.source);
    }
    found.push_back(std::move(made));
  }
  return found;
}

Status check_digest(store::Transaction& transaction, const FrozenCopy& copy) {
  const auto digest = TRY(digest_of(transaction, copy.id, copy.drawing.head));
  if (digest != copy.digest) return not_as_read();
  return Done{};
}

Result<FrozenCopy> copy_to_sign(store::Transaction& transaction, std::int64_t copy,
                                const CopyActor& signer) {
  const auto locked = TRY(lock_copy(transaction, copy));
  if (locked.state != "waiting")
    return Error{ErrorCode::conflict, "这份定稿不在待签发的状态", {}, "刷新后查看"};
  if (locked.drawn_by == signer.account)
    return Error{ErrorCode::forbidden, "不能签发自己拟的定稿", {}, "请另一位有权限的人签发"};
  auto found = TRY(find_copy(transaction, copy));
  TRY(transaction.execute(sql::lock_numbers, signer.office));
  found.office = signer.office;
  found.year = business_day(signer.now).civil().year;
  const auto last = TRY(transaction.query(sql::last_number, found.office, found.year));
  found.number = last[0].get<int>("n") + 1;
  TRY(check_digest(transaction, found));
  return found;
}

Status sign_copy(store::Transaction& transaction, const Cipher& cipher, const FrozenCopy& copy,
                 const CopyActor& signer, const std::string& opinion, const std::string& sheet) {
  if (opinion.size() > reason_bytes_max)
    return Error{ErrorCode::invalid_input, "意见太长", {"opinion"}, "500 个字以内"};
  const auto touched = TRY(transaction.execute(
      sql::sign, copy.id, signer.account, signer.name, signer.now, opinion, copy.office, copy.year,
      copy.number, cipher.encrypt(sheet_purpose, copy.id, sheet), sha256_hex(sheet)));
  if (touched != 1) return Error{ErrorCode::conflict, "这份定稿不在待签发的状态", {}, "刷新后查看"};
  TRY(transaction.execute(sql::close_task, task_of(copy.id), signer.now, signer.account));
  return Done{};
}

Status return_copy(store::Transaction& transaction, std::int64_t copy, const CopyActor& by,
                   const std::string& opinion) {
  if (opinion.empty() || opinion.size() > reason_bytes_max)
    return Error{ErrorCode::invalid_input, "退回须写明理由", {"opinion"}, "500 个字以内"};
  const auto locked = TRY(lock_copy(transaction, copy));
  if (locked.state != "waiting" && locked.state != "filling")
    return Error{ErrorCode::conflict, "签发了的定稿不再改动", {}, "内容有误的，拟更正稿"};
  TRY(transaction.execute(sql::send_back, copy, by.account, by.name, by.now, opinion));
  TRY(transaction.query(sql::drop_rows, copy));
  TRY(transaction.execute(sql::close_task, task_of(copy), by.now, by.account));
  return Done{};
}

Result<std::string> sheet_of_copy(store::Transaction& transaction, const Cipher& cipher,
                                  const FrozenCopy& copy) {
  if (copy.state != "signed") return Error{ErrorCode::conflict, "签发后才有表格"};
  const auto rows = TRY(transaction.query(sql::sheet, copy.id));
  if (rows.empty()) return none();
  const auto sealed = rows[0].get<std::optional<Bytes>>("sheet");
  if (!sealed)
    return Error{ErrorCode::conflict,
                 "表格中有人的信息已依法销毁，原表随之销毁",
                 {},
                 "其余各行仍可在页面上查看和打印"};
  auto sheet = cipher.decrypt(sheet_purpose, copy.id, *sealed);
  if (!sheet.ok() || sha256_hex(sheet.value()) != copy.sheet_digest) return not_as_read();
  return sheet;
}

}  // namespace leye::ledgers
