#include "suspects/suspects.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/digest.hpp"
#include "intake/xlsx_writer.hpp"
#include "registers/identity.hpp"
#include "suspects/list_file.hpp"
#include "suspects/suspect_view.sql.hpp"
#include "suspects/suspects.sql.hpp"

namespace leye::suspects {
namespace {

constexpr std::size_t text_bytes_max = 4000;
constexpr std::size_t heading_bytes_max = 300;

Error none() { return {ErrorCode::not_found, "没有找到"}; }

std::int64_t town_of(std::int64_t place) { return place / 1000 * 1000; }

struct ListHead {
  std::string number, issued_by;
  Day due_on;
  std::int64_t place = 0, undone = 0;
  bool replied = false;
};

Result<ListHead> head_of(store::Transaction& transaction, std::int64_t list) {
  const auto rows = TRY(transaction.query(sql::list, list));
  if (rows.empty()) return none();
  ListHead head;
  head.number = rows[0].get<std::string>("number");
  head.issued_by = rows[0].get<std::string>("issued_by");
  head.due_on = rows[0].get<Day>("due_on");
  head.place = rows[0].get<std::int64_t>("place");
  head.undone = rows[0].get<std::int64_t>("undone");
  head.replied = rows[0].get<std::optional<Instant>>("replied_at").has_value();
  return head;
}

struct Waiting {
  std::string about;
  std::int64_t place = 0;
  const char* role;
  std::int64_t rows = 0;  // none: nothing waits
  const char* what;
};

Status settle(store::Transaction& transaction, const SuspectDesk& desk, std::int64_t list,
              const ListHead& head, const Waiting& waiting) {
  if (waiting.rows == 0) {
    TRY(transaction.execute(sql::close_task, waiting.about, desk.now, desk.account));
    return Done{};
  }
  TRY(transaction.execute(
      sql::open_task, waiting.about, waiting.place, std::string(waiting.role),
      fmt::format("疑点核查 {}", head.number),
      fmt::format("{}：{} {} 条", head.issued_by, waiting.what, waiting.rows),
      fmt::format("/suspects/{}", list), head.due_on, desk.now));
  return Done{};
}

// What waits in the towns from `low` to `high`, and whether the list can be returned.
Result<std::int64_t> settle_tasks(store::Transaction& transaction, const SuspectDesk& desk,
                                  std::int64_t list, std::int64_t low, std::int64_t high) {
  const auto head = TRY(head_of(transaction, list));
  std::int64_t towns = 0;
  for (const store::Row row :
       TRY(transaction.query(sql::towns_of_list, list, town_of(low), town_of(high)))) {
    ++towns;
    const auto town = row.get<std::int64_t>("town");
    // Who is in no register stays with the office that took the list in.
    const char* answerer = town % 1'000'000 == 0 ? "first_checker" : "window_clerk";
    TRY(settle(transaction, desk, list, head,
               {fmt::format("suspects:{}:{}:answer", list, town), town, answerer,
                row.get<std::int64_t>("open"), "待答复"}));
    TRY(settle(transaction, desk, list, head,
               {fmt::format("suspects:{}:{}:review", list, town), town, "second_checker",
                row.get<std::int64_t>("answered"), "待复核"}));
  }
  TRY(settle(transaction, desk, list, head,
             {fmt::format("suspects:{}:reply", list), head.place, "director",
              head.undone == 0 && !head.replied ? 1 : 0, "全部复核，待回复，名单"}));
  return towns;
}

struct LockedRow {
  std::int64_t id = 0, list = 0, place = 0;
  std::string state, answer;
  std::optional<std::int64_t> person, answered_by, recovery;
};

// All of one list that is not returned, all within the caller's places.
Result<std::vector<LockedRow>> lock(store::Transaction& transaction, const SuspectDesk& desk,
                                    std::vector<std::int64_t> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (ids.empty() || ids.size() > rows_at_once)
    return Error{ErrorCode::invalid_input, fmt::format("一次选 1 到 {} 条", rows_at_once), {"ids"}};
  std::vector<LockedRow> found;
  for (const store::Row row : TRY(transaction.query(sql::lock_rows, ids))) {
    LockedRow one;
    one.id = row.get<std::int64_t>("id");
    one.list = row.get<std::int64_t>("list_id");
    one.place = row.get<std::int64_t>("place");
    if (one.place < desk.place_lo || one.place > desk.place_hi) return none();
    if (!found.empty() && found.front().list != one.list)
      return Error{ErrorCode::invalid_input, "一次只办一份名单里的", {"ids"}};
    if (row.get<bool>("replied"))
      return Error{ErrorCode::conflict, "这份名单已经回复，不能再改", {}, "请另行书面说明"};
    one.state = row.get<std::string>("state");
    one.answer = row.get<std::optional<std::string>>("answer").value_or("");
    one.person = row.get<std::optional<std::int64_t>>("person");
    one.answered_by = row.get<std::optional<std::int64_t>>("answered_by");
    one.recovery = row.get<std::optional<std::int64_t>>("recovery");
    found.push_back(std::move(one));
  }
  if (found.size() != ids.size()) return none();
  return found;
}

std::vector<std::int64_t> ids_of(const std::vector<LockedRow>& rows) {
  std::vector<std::int64_t> ids;
  for (const auto& row : rows) ids.push_back(row.id);
  return ids;
}

Status settle_after(store::Transaction& transaction, const SuspectDesk& desk,
                    const std::vector<LockedRow>& rows) {
  const auto [low, high] =
      std::minmax_element(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
        return left.place < right.place;
      });
  TRY(settle_tasks(transaction, desk, rows.front().list, low->place, high->place));
  return Done{};
}

Status check_text(const std::string& text, const char* field, const char* what,
                  std::size_t bytes_max = text_bytes_max) {
  if (!text.empty() && text.size() <= bytes_max) return Done{};
  return Error{ErrorCode::invalid_input, what, {field}};
}

// Sets `taken.known`; the people stand sealed in their rows.
Status insert_rows(store::Transaction& transaction, const SuspectDesk& desk,
                   const std::vector<ListedRow>& listed, TakenList& taken) {
  const registers::IdentityCipher identities(desk.cipher);
  std::vector<std::int64_t> numbers, meant_by;
  std::vector<Bytes> blinds;
  std::map<std::int64_t, const ListedPerson*> people;
  for (const ListedRow& row : listed) {
    numbers.push_back(row.number);
    people[row.number] = &row.person;
    for (const auto& number : registers::possible_id_numbers(row.person.id_number)) {
      meant_by.push_back(row.number);
      blinds.push_back(identities.number_blind(number));
    }
  }
  std::vector<std::int64_t> ids;
  std::vector<Bytes> contents;
  for (const store::Row row :
       TRY(transaction.query(sql::insert_rows, taken.id, numbers, meant_by, blinds, desk.place,
                             desk.place_lo, desk.place_hi))) {
    ids.push_back(row.get<std::int64_t>("id"));
    contents.push_back(
        seal_person(desk.cipher, ids.back(), *people.at(row.get<std::int64_t>("row_number"))));
    if (row.get<bool>("known")) ++taken.known;
  }
  TRY(transaction.execute(sql::fill_rows, ids, contents));
  return Done{};
}

}  // namespace

const char* answer_label(std::string_view answer) {
  if (answer == "true") return "属实";
  if (answer == "false") return "不属实";
  return answer == "explained" ? "情况说明" : "";
}

Result<TakenList> take_list(store::Transaction& transaction, const SuspectDesk& desk,
                            const ListOrder& order, std::string_view file) {
  TRY(check_text(order.number, "number", "请写明名单的文号或编号", heading_bytes_max));
  TRY(check_text(order.issued_by, "issued_by", "请写明下发单位", heading_bytes_max));
  if (order.title.size() > heading_bytes_max || order.file_name.size() > heading_bytes_max)
    return Error{ErrorCode::invalid_input, "名称太长", {"title"}, "一百字以内"};
  const auto rows = TRY(read_list(file));
  const auto inserted = TRY(transaction.query(
      sql::insert_list, order.number, order.issued_by, order.title, order.due_on, order.file_name,
      sha256_hex(file), static_cast<std::int64_t>(rows.size()), desk.place, desk.account,
      desk.now));
  if (inserted.empty())
    return Error{ErrorCode::conflict, "这份名单已经导入过", {}, "在名单列表里打开它"};
  TakenList taken;
  taken.id = inserted[0].get<std::int64_t>("id");
  taken.rows = static_cast<std::int64_t>(rows.size());
  TRY(insert_rows(transaction, desk, rows, taken));
  taken.towns = TRY(settle_tasks(transaction, desk, taken.id, desk.place_lo, desk.place_hi));
  return taken;
}

Status answer_rows(store::Transaction& transaction, const SuspectDesk& desk,
                   const std::vector<std::int64_t>& ids, const std::string& answer,
                   const std::string& evidence) {
  if (*answer_label(answer) == '\0')
    return Error{ErrorCode::invalid_input, "请选择属实、不属实或情况说明", {"answer"}};
  TRY(check_text(evidence, "evidence", "请写明核查的依据，一千三百字以内"));
  const auto rows = TRY(lock(transaction, desk, ids));
  for (const LockedRow& row : rows)
    if (row.state == "reviewed")
      return Error{ErrorCode::conflict, "其中有已经复核的", {}, "刷新后再看"};
  TRY(transaction.execute(sql::answer_rows, ids_of(rows), answer, evidence, desk.account,
                          desk.now));
  return settle_after(transaction, desk, rows);
}

Status review_rows(store::Transaction& transaction, const SuspectDesk& desk,
                   const std::vector<std::int64_t>& ids, bool agreed, const std::string& opinion) {
  if (!agreed || !opinion.empty()) TRY(check_text(opinion, "opinion", "退回须写明理由"));
  const auto rows = TRY(lock(transaction, desk, ids));
  for (const LockedRow& row : rows) {
    if (row.state != "answered")
      return Error{ErrorCode::conflict, "其中有还没有答复或者已经复核的", {}, "刷新后再看"};
    const bool mine = row.answered_by == desk.account;
    const bool of_mine = row.answered_by && std::find(desk.also.begin(), desk.also.end(),
                                                      *row.answered_by) != desk.also.end();
    if (mine || of_mine)
      return Error{ErrorCode::forbidden, "答复和复核须由两个人办理", {}, "请另一人复核"};
    if (!agreed && row.recovery)
      return Error{ErrorCode::conflict, "已经立案追缴的不能退回", {}, "先撤销追缴"};
  }
  if (agreed)
    TRY(transaction.execute(sql::review_rows, ids_of(rows), desk.account, desk.now, opinion));
  else
    TRY(transaction.execute(sql::give_rows_back, ids_of(rows), opinion));
  return settle_after(transaction, desk, rows);
}

Result<std::vector<evidence::AboutRow>> rows_for_evidence(store::Transaction& transaction,
                                                          const SuspectDesk& desk,
                                                          const std::vector<std::int64_t>& rows) {
  std::vector<evidence::AboutRow> found;
  for (const LockedRow& row : TRY(lock(transaction, desk, rows))) {
    if (row.state == "reviewed")
      return Error{ErrorCode::conflict, "其中有已经复核的", {}, "刷新后再选"};
    found.push_back({row.id, row.place});
  }
  return found;
}

Status note_recovery(store::Transaction& transaction, const SuspectDesk& desk, std::int64_t id,
                     std::int64_t case_id, std::int64_t case_row, std::int64_t recovery) {
  const auto rows = TRY(lock(transaction, desk, {id}));
  const LockedRow& row = rows.front();
  if (row.answer != "true" || row.recovery)
    return Error{ErrorCode::conflict, "只有属实、还没有立案的才能追缴", {}, "刷新后再看"};
  const auto paid = TRY(transaction.query(sql::person_of_case_row, case_id, case_row));
  if (paid.empty() || !row.person ||
      paid[0].get<std::optional<std::int64_t>>("person_id") != row.person)
    return Error{ErrorCode::conflict, "这笔款不是发给此人的", {}, "刷新后再选"};
  TRY(transaction.execute(sql::note_recovery, id, recovery));
  return Done{};
}

Result<std::string> reply_sheet(store::Transaction& transaction, const SuspectDesk& desk,
                                std::int64_t list) {
  TRY(transaction.query(sql::lock_list, list));
  const auto head = TRY(head_of(transaction, list));
  if (head.place < desk.place_lo || head.place > desk.place_hi) return none();
  if (head.undone > 0)
    return Error{
        ErrorCode::conflict, fmt::format("还有 {} 条没有复核", head.undone), {}, "全部复核后再回复"};
  intake::XlsxWriter writer;
  std::vector<intake::XlsxColumn> columns;
  for (const char* heading :
       {"序号", "姓名", "身份证号码", "疑点内容", "核查结果", "核查依据", "附件", "追缴文号"})
    columns.push_back({.heading = heading});
  writer.start_sheet("核查结果", columns);
  const auto write = [&](const store::Row& row) -> Status {
    const auto person = TRY(
        open_person(desk.cipher, row.get<std::int64_t>("id"), row.get<Bytes>("content")));
    writer.write({std::to_string(row.get<std::int64_t>("row_number")), person.name,
                  person.id_number, person.suspicion,
                  answer_label(row.get<std::string>("answer")), row.get<std::string>("evidence"),
                  row.get<std::string>("papers"), row.get<std::string>("recovery_number")});
    return Done{};
  };
  TRY(transaction.each(sql::rows_to_reply, write, list));
  TRY(transaction.execute(sql::mark_replied, list, desk.account, desk.now));
  TRY(transaction.execute(sql::close_task, fmt::format("suspects:{}:reply", list), desk.now,
                          desk.account));
  return writer.finish();
}

}  // namespace leye::suspects
