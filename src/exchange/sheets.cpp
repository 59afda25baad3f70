#include "exchange/sheets.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "exchange/item_message.hpp"
#include "exchange/message.hpp"
#include "exchange/outbox.sql.hpp"
#include "exchange/sheet_template.hpp"
#include "exchange/sheets.sql.hpp"
#include "intake/xlsx_writer.hpp"

namespace leye::exchange {
namespace {

constexpr const char* content_purpose = "outgoing.sheet";
constexpr int listed_max = 200;

const char* operation_label(const std::string& operation) {
  if (operation == "add") return "新增";
  return operation == "change" ? "变更" : "撤销";
}

struct Claimed {
  std::int64_t id = 0;
  Message message;
};

Status note(store::Transaction& transaction, const std::vector<std::int64_t>& items, Instant now,
            const std::string& detail, std::int64_t account) {
  TRY(transaction.execute(sql::note_events, items, now, detail, std::optional(account)));
  return Done{};
}

// What goes out of the claimed items, in their order. What cannot be opened stays with its item;
// what has nothing to say is dropped.
Result<std::vector<Claimed>> messages_of(store::Transaction& transaction, const Desk& desk,
                                         const Arrangement& arrangement, const store::Rows& rows,
                                         Instant now) {
  std::vector<Claimed> claimed;
  for (const store::Row row : rows) {
    const auto id = row.get<std::int64_t>("id");
    const auto text = message_of(transaction, desk, arrangement.system, row);
    if (!text.ok() && text.error().code != ErrorCode::invalid_input) return text.error();
    if (!text.ok()) {
      TRY(take_silence(transaction, arrangement.system, id, text.error().what, now));
    } else if (!text.value()) {
      TRY(transaction.execute(sql::drop_item, id));
      TRY(transaction.execute(sql::note_events, std::vector<std::int64_t>{id}, now,
                              std::string("没有可以报送的内容"), std::optional<std::int64_t>()));
    } else {
      claimed.push_back({id, TRY(message_from(*text.value()))});
    }
  }
  std::sort(claimed.begin(), claimed.end(),
            [](const Claimed& a, const Claimed& b) { return a.id < b.id; });
  return claimed;
}

std::string value_of(const Message& message, const std::string& field) {
  for (const auto& [name, value] : message.fields)
    if (name == field) return value;
  return {};
}

Result<std::string> cell_of(const Desk& desk, const SheetKind& kind, const SheetColumn& column,
                            const Message& message, std::size_t row) {
  using Holds = SheetColumn::Holds;
  switch (column.holds) {
    case Holds::key: return message.key;
    case Holds::serial: return message.serial;
    case Holds::row_number: return std::to_string(row);
    case Holds::operation: return std::string(operation_label(message.operation));
    case Holds::text: return column.text;
    case Holds::fact: break;
  }
  return in_their_words(kind.sheet, desk.vocabulary, kind.arrangement, column.field,
                        value_of(message, column.field));
}

struct Filled {
  std::vector<std::int64_t> items;
  std::vector<std::vector<std::string>> rows;
};

// Of an erased person nothing goes out but the number: a template without a column for it says
// nothing to them.
Status check_tells_which(const SheetTemplate& sheet, const Message& message) {
  const auto has = [&sheet](SheetColumn::Holds wanted) {
    return std::any_of(sheet.columns.begin(), sheet.columns.end(),
                       [wanted](const SheetColumn& column) { return column.holds == wanted; });
  };
  if (!message.fields.empty() || has(SheetColumn::Holds::serial)) return Done{};
  return Error{ErrorCode::invalid_input,
               fmt::format("对方模板没有编号一栏，编号 {} 的记录撤销不了", message.serial),
               {},
               "请另行通知对方按编号删除，并记下经过"};
}

// Rows of the messages; one that their template has no words for returns to its clerk.
Result<Filled> fill(store::Transaction& transaction, const Desk& desk, const SheetKind& kind,
                    const std::vector<Claimed>& claimed, Instant now) {
  Filled filled;
  for (const Claimed& one : claimed) {
    std::vector<std::string> cells;
    std::optional<Error> error;
    if (auto told = check_tells_which(kind.sheet, one.message); !told.ok())
      error = std::move(told).error();
    for (const SheetColumn& column : kind.sheet.columns) {
      if (error) break;
      auto cell = cell_of(desk, kind, column, one.message, filled.rows.size() + 1);
      if (!cell.ok()) {
        error = cell.error();
        break;
      }
      cells.push_back(std::move(cell).value());
    }
    if (error) {
      Answer answer;
      answer.item = one.id;
      answer.outcome = Answer::Outcome::refused;
      answer.code = "no_word";
      answer.reason = to_text(*error);
      TRY(take_answer(transaction, kind.arrangement.system, answer, now));
      continue;
    }
    filled.items.push_back(one.id);
    filled.rows.push_back(std::move(cells));
  }
  return filled;
}

Result<std::string> workbook_of(const SheetTemplate& sheet, const Filled& filled) {
  std::vector<intake::XlsxColumn> columns;
  for (const SheetColumn& column : sheet.columns) {
    intake::XlsxColumn made;
    made.heading = column.heading;
    columns.push_back(std::move(made));
  }
  intake::XlsxWriter writer;
  writer.start_sheet(sheet.name.zh, columns);
  for (const auto& row : filled.rows) writer.write(row);
  return writer.finish();
}

Error nothing_to_send(const Arrangement& arrangement) {
  return {ErrorCode::conflict,
          fmt::format("“{}”没有可以装入文件的记录", arrangement.entity->zh),
          {},
          "已装入文件的，先读回对方的结果；同一人的后一条要等前一条有结果"};
}

Error no_such_file() { return {ErrorCode::not_found, "没有这个文件"}; }

}  // namespace

Result<std::int64_t> make_sheet(store::Transaction& transaction, const Desk& desk,
                                const SheetKind& kind, const SheetWorker& worker) {
  const auto& [arrangement, sheet] = kind;
  const auto rows = TRY(transaction.query(sql::claim_for_sheet, arrangement.system.id,
                                          arrangement.entity->id, worker.place_lo,
                                          worker.place_hi, sheet.rows_max));
  auto claimed = TRY(messages_of(transaction, desk, arrangement, rows, worker.now));
  if (claimed.empty()) return nothing_to_send(arrangement);
  const std::string operation = claimed.front().message.operation;
  const auto others =
      std::stable_partition(claimed.begin(), claimed.end(), [&](const Claimed& each) {
        return each.message.operation == operation;
      });
  for (auto each = others; each != claimed.end(); ++each)
    TRY(transaction.execute(sql::give_item_back, each->id, worker.now, false));
  claimed.erase(others, claimed.end());
  const auto filled = TRY(fill(transaction, desk, kind, claimed, worker.now));
  if (filled.items.empty()) return nothing_to_send(arrangement);
  const auto made = TRY(transaction.query(
      sql::insert_sheet, arrangement.system.id, arrangement.entity->id, operation, worker.place,
      static_cast<std::int64_t>(filled.items.size()), worker.account, worker.now,
      sheet.answer_days));
  const auto id = made[0].get<std::int64_t>("id");
  const std::string name =
      fmt::format("{}-{}-{}.xlsx", sheet.name.zh, operation_label(operation), id);
  const auto bytes = TRY(workbook_of(sheet, filled));
  TRY(transaction.execute(sql::keep_content, id, name,
                          desk.cipher.encrypt(content_purpose, id, bytes)));
  TRY(transaction.execute(sql::put_into_sheet, filled.items, id));
  TRY(note(transaction, filled.items, worker.now, fmt::format("装入文件 {}", name),
           worker.account));
  return id;
}

Result<SheetFile> read_sheet(store::Transaction& transaction, const Desk& desk, std::int64_t sheet,
                             const SheetWorker& worker) {
  const auto rows =
      TRY(transaction.query(sql::sheet_content, sheet, worker.place_lo, worker.place_hi));
  if (rows.empty()) return no_such_file();
  if (!rows[0].get<std::optional<Instant>>("taken_at"))
    return Error{ErrorCode::conflict, "这个文件还没有取走", {}, "先在页面上取走"};
  const auto content = rows[0].get<std::optional<Bytes>>("content");
  if (!content)
    return Error{ErrorCode::conflict, "文件的内容已按规定清除", {}, "只能看各条报送的经过"};
  SheetFile file;
  file.name = rows[0].get<std::string>("file_name");
  file.bytes = TRY(desk.cipher.decrypt(content_purpose, sheet, *content));
  return file;
}

Status take_sheet(store::Transaction& transaction, std::int64_t sheet, const SheetWorker& worker) {
  const auto rows =
      TRY(transaction.query(sql::lock_sheet, sheet, worker.place_lo, worker.place_hi));
  if (rows.empty()) return no_such_file();
  const store::Row row = rows[0];
  if (row.get<std::optional<Instant>>("taken_at")) return Done{};
  const auto name = row.get<std::string>("file_name");
  const Day due = worker.today + row.get<int>("answer_days");
  TRY(transaction.execute(sql::set_taken, sheet, worker.account, worker.now, due));
  std::vector<std::int64_t> items;
  for (const store::Row item :
       TRY(transaction.query(sql::set_items_taken, sheet, worker.now)))
    items.push_back(item.get<std::int64_t>("id"));
  TRY(note(transaction, items, worker.now, fmt::format("取走文件 {}", name), worker.account));
  TRY(transaction.execute(sql::open_desk_task, fmt::format("outgoing_sheet:{}", sheet),
                          "sheet_answer", worker.place, std::optional(worker.account),
                          std::optional<std::string>(), std::string("读回对方的结果"), name,
                          std::string("/outbox?part=sheets"), std::optional(due), worker.now));
  return Done{};
}

Result<std::vector<SheetsWaiting>> waiting_for_sheets(store::Transaction& transaction,
                                                      const SheetTemplates& templates,
                                                      const SheetWorker& worker) {
  std::vector<SheetsWaiting> found;
  for (const store::Row row : TRY(transaction.query(sql::waiting_for_sheets, worker.place_lo,
                                                    worker.place_hi))) {
    SheetsWaiting one;
    one.system = row.get<std::string>("system");
    one.entity = row.get<std::string>("entity");
    one.items = row.get<std::int64_t>("count");
    one.oldest = row.get<Instant>("oldest");
    if (templates.find(one.entity) != nullptr) found.push_back(std::move(one));
  }
  return found;
}

Result<std::vector<SheetLine>> list_sheets(store::Transaction& transaction,
                                           const SheetWorker& worker, std::int64_t sheet) {
  std::vector<SheetLine> found;
  for (const store::Row row : TRY(transaction.query(sql::sheets, worker.place_lo, worker.place_hi,
                                                    sheet, listed_max))) {
    SheetLine line;
    line.id = row.get<std::int64_t>("id");
    line.system = row.get<std::string>("system");
    line.entity = row.get<std::string>("entity");
    line.operation = row.get<std::string>("operation");
    line.file_name = row.get<std::string>("file_name");
    line.place_label = row.get<std::optional<std::string>>("place_label").value_or("");
    line.rows = row.get<std::int64_t>("row_count");
    line.waiting = row.get<std::int64_t>("waiting");
    line.accepted = row.get<std::int64_t>("accepted");
    line.refused = row.get<std::int64_t>("refused");
    line.made_by = row.get<std::int64_t>("made_by");
    line.made_at = row.get<Instant>("made_at");
    line.taken_by = row.get<std::optional<std::int64_t>>("taken_by");
    line.taken_at = row.get<std::optional<Instant>>("taken_at");
    line.due_on = row.get<std::optional<Day>>("due_on");
    line.state = line.waiting == 0                             ? "answered"
                 : !line.taken_at                              ? "made"
                 : line.due_on && *line.due_on < worker.today ? "overdue"
                                                               : "taken";
    found.push_back(std::move(line));
  }
  return found;
}

Result<std::vector<AnswerLine>> list_answers(store::Transaction& transaction,
                                             const SheetWorker& worker) {
  constexpr int answers_listed = 20;
  std::vector<AnswerLine> found;
  for (const store::Row row : TRY(transaction.query(sql::answers, worker.place_lo,
                                                    worker.place_hi, answers_listed))) {
    AnswerLine line;
    line.system = row.get<std::string>("system");
    line.entity = row.get<std::string>("entity");
    line.file_name = row.get<std::string>("file_name");
    line.read.id = row.get<std::int64_t>("id");
    line.read.rows = row.get<std::int64_t>("row_count");
    line.read.accepted = row.get<std::int64_t>("accepted");
    line.read.refused = row.get<std::int64_t>("refused");
    line.read.renumbered = row.get<std::int64_t>("renumbered");
    line.read.unchanged = row.get<std::int64_t>("unchanged");
    line.read.open = row.get<std::int64_t>("open");
    line.read.not_understood = row.get<std::int64_t>("not_understood");
    line.read_by = row.get<std::int64_t>("read_by");
    line.read_at = row.get<Instant>("read_at");
    found.push_back(std::move(line));
  }
  return found;
}

}  // namespace leye::exchange
