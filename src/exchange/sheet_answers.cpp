// What another system gave back for files in its template, read row by row.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "exchange/message.hpp"
#include "exchange/outbox.sql.hpp"
#include "exchange/sheet_template.hpp"
#include "exchange/sheets.hpp"
#include "exchange/sheets.sql.hpp"
#include "intake/cells.hpp"
#include "intake/workbook.hpp"

namespace leye::exchange {
namespace {

using Outcome = Answer::Outcome;

constexpr int headings_looked_for = 20;  // rows from the top
constexpr std::int64_t rows_max = 20'000;
constexpr std::size_t serial_bytes_max = 80;
constexpr std::size_t exact_digits_max = 15;  // of a number in a spreadsheet
constexpr std::size_t problems_told = 100;
constexpr const char* payload_purpose = "outgoing.payload";

struct AnsweredRow {
  std::int64_t number = 0;
  std::map<std::string, std::string> cells;  // what the column is → plain text
  std::vector<std::string> as_numbers;       // of them, those that a spreadsheet holds as numbers
  std::int64_t item = 0;

  const std::string& cell(const std::string& is) const {
    static const std::string none;
    const auto found = cells.find(is);
    return found == cells.end() ? none : found->second;
  }
  bool is_number(const std::string& is) const {
    return std::find(as_numbers.begin(), as_numbers.end(), is) != as_numbers.end();
  }
};

Error no_headings(const SheetTemplate& sheet) {
  std::string wanted;
  for (const AnswerColumn& one : sheet.answer)
    wanted += (wanted.empty() ? "“" : "、“") + one.headings.front() + "”";
  return {ErrorCode::invalid_input, fmt::format("没有找到结果表的表头（{}）", wanted), {},
          "用对方导出的结果文件，不要改表头"};
}

// Where each column of the answer stands in this row; none: it is not the row of headings. What the
// template names and the row lacks may be absent unless nothing could be told without it.
std::optional<std::map<std::size_t, std::string>> columns_in(const SheetTemplate& sheet,
                                                             const intake::Row& row) {
  std::map<std::size_t, std::string> found;
  std::vector<std::string> seen;
  for (std::size_t at = 0; at < row.cells.size(); ++at) {
    const auto heading = intake::plain_cell(row.cells[at].text);
    for (const AnswerColumn& one : sheet.answer) {
      const bool named = std::find(one.headings.begin(), one.headings.end(), heading) !=
                         one.headings.end();
      if (!named || std::find(seen.begin(), seen.end(), one.is) != seen.end()) continue;
      found[at] = one.is;
      seen.push_back(one.is);
    }
  }
  const auto has = [&](const std::string& is) {
    return std::find(seen.begin(), seen.end(), is) != seen.end();
  };
  const auto telling = sheet.telling_fields();
  const bool all_told =
      !telling.empty() && std::all_of(telling.begin(), telling.end(),
                                      [&](const AnswerColumn* one) { return has(one->is); });
  if (!has("serial") || (!has("key") && !all_told)) return std::nullopt;
  const bool tells_refusals = has(sheet.answer_column("outcome") != nullptr ? "outcome" : "reason");
  return tells_refusals ? std::optional(found) : std::nullopt;
}

Result<std::vector<AnsweredRow>> rows_of(const SheetTemplate& sheet, const std::string& bytes) {
  const intake::FileContent content{.bytes = bytes, .path = {}};
  const auto book = TRY(intake::Workbook::open(content));
  auto rows = TRY(book.rows(book.first_visible()));
  std::optional<std::map<std::size_t, std::string>> columns;
  std::vector<AnsweredRow> found;
  intake::Row row;
  int looked_at = 0;
  while (TRY(rows->next(row))) {
    if (row.empty()) continue;
    if (!columns) {
      columns = columns_in(sheet, row);
      if (!columns && ++looked_at >= headings_looked_for) return no_headings(sheet);
      continue;
    }
    if (static_cast<std::int64_t>(found.size()) >= rows_max)
      return Error{ErrorCode::invalid_input, fmt::format("结果超过 {} 行", rows_max), {},
                   "分成几个文件读回"};
    AnsweredRow read;
    read.number = row.number;
    for (const auto& [at, is] : *columns) {
      if (at >= row.cells.size()) continue;
      read.cells[is] = intake::plain_cell(row.cells[at].text);
      if (row.cells[at].kind == intake::CellKind::number) read.as_numbers.push_back(is);
    }
    const bool says_nothing = std::all_of(read.cells.begin(), read.cells.end(),
                                          [](const auto& each) { return each.second.empty(); });
    if (!says_nothing) found.push_back(std::move(read));
  }
  if (!columns) return no_headings(sheet);
  return found;
}

// "2023/8/1" and "2023-08-01" are one day; numbers of persons are written with X.
std::string comparable(const std::string& text) {
  if (const auto day = intake::read_day(text); day.ok()) return to_text(day.value());
  std::string upper = text;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return upper;
}

class AnswerReader {
 public:
  AnswerReader(store::Transaction& transaction, const Desk& desk, const SheetKind& kind,
               const AnswerFile& file, const SheetWorker& worker)
      : transaction_(transaction),
        desk_(desk),
        arrangement_(kind.arrangement),
        sheet_(kind.sheet),
        file_(file),
        worker_(worker) {}

  Result<AnswerRead> read() {
    auto rows = TRY(rows_of(sheet_, file_.bytes));
    const auto& entity = arrangement_.entity->id;
    const auto digest = sha256_hex(fmt::format("{}\n", file_.sheet) + file_.bytes);
    read_before_ =
        !TRY(transaction_.query(sql::read_before, digest, arrangement_.system.id, entity)).empty();
    read_.rows = static_cast<std::int64_t>(rows.size());
    for (AnsweredRow& row : rows) TRY(find_item(row));
    // In the order of the items: two who read at once wait for each other, not in a ring.
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.item < b.item; });
    for (const AnsweredRow& row : rows)
      if (row.item != 0) TRY(take(row));
    std::sort(read_.problems.begin(), read_.problems.end(),
              [](const auto& a, const auto& b) { return a.row < b.row; });
    if (read_.problems.size() > problems_told) read_.problems.resize(problems_told);
    for (const store::Row done :
         TRY(transaction_.query(sql::sheets_answered, arrangement_.system.id, entity)))
      TRY(transaction_.execute(sql::close_desk_task,
                               fmt::format("outgoing_sheet:{}", done.get<std::int64_t>("id")),
                               worker_.now, worker_.account));
    TRY(transaction_.execute(sql::system_answered, arrangement_.system.id, worker_.now));
    const auto kept = TRY(transaction_.query(
        sql::insert_answer, arrangement_.system.id, entity,
        file_.sheet == 0 ? std::nullopt : std::optional(file_.sheet), worker_.place, file_.name,
        digest, read_.rows, read_.accepted, read_.refused, read_.renumbered, read_.unchanged,
        read_.open, read_.not_understood, worker_.account, worker_.now));
    read_.id = kept[0].get<std::int64_t>("id");
    return read_;
  }

 private:
  void problem(const AnsweredRow& row, std::string what, std::string fix) {
    ++read_.not_understood;
    read_.problems.push_back({row.number, std::move(what), std::move(fix)});
  }

  // Which item the row is about: by our key, else by the values that tell it. 0: nobody's, said so.
  Status find_item(AnsweredRow& row) {
    if (const auto& key = row.cell("key"); !key.empty()) {
      const auto item = item_of(desk_.area_schema, key);
      if (item && TRY(went_out(*item))) row.item = *item;
      else
        problem(row, fmt::format("流水号“{}”不是我们报出去的", key), "核对是不是别处的结果文件");
      return Done{};
    }
    const auto told = key_told_by(row);
    if (!told) {
      problem(row, "没有流水号，也认不出是哪一条", "核对这一行");
      return Done{};
    }
    TRY(read_items());
    const auto [first, last] = by_values_.equal_range(*told);
    if (first == last) {
      problem(row, "没有报送过这一条", "核对是不是别处的结果文件");
    } else if (std::next(first) != last) {
      problem(row, "对得上不止一次报送", "在取走的那个文件上读回结果，或用带流水号的结果文件");
    } else if (read_before_) {
      ++read_.unchanged;  // the same file once more says nothing of what went out since
    } else {
      row.item = first->second;
    }
    return Done{};
  }

  Result<bool> went_out(std::int64_t item) {
    return !TRY(item_row(item)).empty();
  }

  Result<store::Rows> item_row(std::int64_t item) {
    return transaction_.query(sql::sheet_item, item, arrangement_.system.id,
                              arrangement_.entity->id, worker_.place_lo, worker_.place_hi);
  }

  // The values of the telling columns; none: one of them is empty.
  std::optional<std::string> key_told_by(const AnsweredRow& row) const {
    std::string told;
    for (const AnswerColumn* one : sheet_.telling_fields()) {
      const auto& cell = row.cell(one->is);
      if (cell.empty()) return std::nullopt;
      told += comparable(cell) + "\n";
    }
    return told.empty() ? std::nullopt : std::optional(told);
  }

  // All that went out, or what went out in the file that is answered, by the same values.
  Status read_items() {
    if (items_read_) return Done{};
    items_read_ = true;
    for (const store::Row row : TRY(transaction_.query(
             sql::sheet_items, arrangement_.system.id, arrangement_.entity->id, file_.sheet,
             worker_.place_lo, worker_.place_hi))) {
      const auto id = row.get<std::int64_t>("id");
      const auto text =
          TRY(desk_.cipher.decrypt(payload_purpose, id, row.get<Bytes>("payload")));
      const auto message = TRY(message_from(text));
      std::string told;
      for (const AnswerColumn* one : sheet_.telling_fields()) {
        std::string value;
        for (const auto& [field, said] : message.fields)
          if (field == one->is) value = said;
        const auto theirs =
            in_their_words(sheet_, desk_.vocabulary, arrangement_, one->is, value);
        told += comparable(theirs.ok() ? theirs.value() : value) + "\n";
      }
      by_values_.emplace(std::move(told), id);
    }
    return Done{};
  }

  // What the row says. None: nothing yet, or it is no answer, said so.
  std::optional<Answer> answer_of(const AnsweredRow& row) {
    Answer answer;
    answer.item = row.item;
    answer.serial = row.cell("serial");
    answer.old_serial = row.cell("old_serial");
    answer.code = row.cell("code");
    answer.reason = row.cell("reason");
    const auto& outcome = row.cell("outcome");
    const auto among = [&](const std::vector<std::string>& words) {
      return std::find(words.begin(), words.end(), outcome) != words.end();
    };
    const bool by_word = sheet_.answer_column("outcome") != nullptr;
    const bool refused = by_word ? among(sheet_.refused)
                                 : answer.serial.empty() && !answer.reason.empty();
    const bool accepted = by_word ? among(sheet_.accepted) : !answer.serial.empty();
    if (!refused && !accepted) {
      if (outcome.empty()) ++read_.open;
      else problem(row, fmt::format("不认识的结果“{}”", outcome), "核对政策包 exchange/ 里的用语");
      return std::nullopt;
    }
    answer.outcome = refused ? Outcome::refused : Outcome::accepted;
    if (refused) return answer;
    const bool moved = !answer.old_serial.empty() && answer.old_serial != answer.serial;
    if (moved) answer.outcome = Outcome::renumbered;
    if (answer.serial.size() > serial_bytes_max) {
      problem(row, "对方编号太长", "核对这一行");
      return std::nullopt;
    }
    if (row.is_number("serial") && answer.serial.size() > exact_digits_max) {
      problem(row, "对方编号在表格里成了数字，后几位已经丢失", "请对方把这一列导出为文本");
      return std::nullopt;
    }
    return answer;
  }

  Status take(const AnsweredRow& row) {
    const auto answer = answer_of(row);
    if (!answer) return Done{};
    const auto found = TRY(item_row(row.item));
    const store::Row item = found[0];
    const auto state = item.get<std::string>("state");
    const bool waits = state == "unsent" || state == "sent" || state == "postponed";
    if (answer->outcome == Outcome::renumbered && !waits) return renumber(row, *answer, item);
    if (!waits) return compare_with_settled(row, *answer, item, state);
    Answer taken = *answer;
    if (taken.outcome == Outcome::renumbered) taken.outcome = Outcome::accepted;
    const bool needs_number = taken.outcome == Outcome::accepted && taken.serial.empty();
    if (needs_number && TRY(adds_or_changes(row.item))) {
      problem(row, "结果是成功，却没有编号", "向对方要编号，这一条仍在等结果");
      return Done{};
    }
    TRY(take_answer(transaction_, arrangement_.system, taken, worker_.now));
    const auto after = TRY(item_row(row.item))[0].get<std::string>("state");
    ++(after == "accepted" ? read_.accepted : read_.refused);
    return Done{};
  }

  Result<bool> adds_or_changes(std::int64_t item) {
    const auto rows = TRY(transaction_.query(sql::lock_item, item, arrangement_.system.id));
    return rows[0].get<std::string>("operation") == "put";
  }

  // Only from the number that we hold: an answer that was overtaken gives no old number back.
  Status renumber(const AnsweredRow& row, const Answer& answer, const store::Row& item) {
    const auto held = item.get<std::string>("serial_now");
    if (held == answer.serial) {
      ++read_.unchanged;
      return Done{};
    }
    if (held != answer.old_serial) {
      problem(row, fmt::format("改号前的编号“{}”不是这里记的", answer.old_serial),
              "到差异核对里核实");
      return Done{};
    }
    TRY(take_answer(transaction_, arrangement_.system, answer, worker_.now));
    const auto after = TRY(item_row(row.item))[0].get<std::string>("serial_now");
    if (after == answer.serial) ++read_.renumbered;
    else problem(row, fmt::format("新编号“{}”已经是另一条记录的", answer.serial), "向对方核实");
    return Done{};
  }

  // What is settled stays; whether the row says the same is told.
  Status compare_with_settled(const AnsweredRow& row, const Answer& answer, const store::Row& item,
                              const std::string& state) {
    const bool was_accepted = state == "accepted";
    const auto serial = item.get<std::string>("serial");
    const bool same = answer.outcome == Outcome::refused
                          ? !was_accepted
                          : was_accepted && (answer.serial == serial || answer.serial.empty() ||
                                             answer.serial ==
                                                 item.get<std::string>("serial_now"));
    if (same) {
      ++read_.unchanged;
      return Done{};
    }
    problem(row,
            was_accepted ? fmt::format("这一条已按编号“{}”接收，结果里说的不一样", serial)
                         : std::string("这一条已经退回，结果里说的不一样"),
            "没有改动；向对方核实");
    return Done{};
  }

  store::Transaction& transaction_;
  const Desk& desk_;
  const Arrangement& arrangement_;
  const SheetTemplate& sheet_;
  const AnswerFile& file_;
  const SheetWorker& worker_;
  AnswerRead read_;
  bool read_before_ = false;
  bool items_read_ = false;
  std::multimap<std::string, std::int64_t> by_values_;
};

}  // namespace

Result<AnswerRead> read_answer(store::Transaction& transaction, const Desk& desk,
                               const SheetKind& kind, const AnswerFile& file,
                               const SheetWorker& worker) {
  return AnswerReader(transaction, desk, kind, file, worker).read();
}

}  // namespace leye::exchange
