// The organisation tree as a sheet: what goes out can come back, with rows added or changed.
#include <map>

#include <fmt/format.h>

#include "api/bind.hpp"
#include "api/bodies.hpp"
#include "api/noting.hpp"
#include "api/sheets.hpp"
#include "intake/cells.hpp"
#include "intake/workbook.hpp"
#include "intake/xlsx_writer.hpp"

namespace leye::api {
namespace {

constexpr std::size_t rows_max = 5'000, lines_max = 500;

enum Column {
  code, title, short_title, kind, parent, place, uscc, address, phone, hours, first, last, columns
};

struct Heading {
  const char* zh;
  bool required;
  const char* note;
};
constexpr std::array<Heading, columns> headings{{
    {"机构编码", true, "大写英文字母、数字、横线；不再改"},
    {"机构名称", true, "全称"},
    {"机构简称", false, ""},
    {"机构类别", true, "登记后不再改"},
    {"上级机构编码", false, "没有上级的不写"},
    {"行政区划代码", true, "12 位；在上级机构的区划之内"},
    {"统一社会信用代码", false, "GB 32100"},
    {"地址", false, ""},
    {"电话", false, ""},
    {"服务时间", false, "例如：周一至周五 8:30-12:00，14:30-18:00"},
    {"启用日期", true, "例如：2024-01-01"},
    {"停用日期", false, "最后一天；写了就停用"},
}};

struct SheetRow {
  std::int64_t number = 0;
  std::array<std::string, columns> cells;
};

Error wrong(std::string what, const char* where, const char* fix) {
  return Error{ErrorCode::invalid_input, std::move(what), {where}, fix};
}

// Where each heading stands; rows without a code are left out.
Result<std::vector<SheetRow>> read_rows(const std::string& bytes) {
  const auto book = TRY(intake::Workbook::open({.bytes = bytes, .path = {}}));
  auto source = TRY(book.rows(book.first_visible()));
  std::array<std::optional<std::size_t>, columns> at{};
  std::vector<SheetRow> rows;
  intake::Row row;
  bool headed = false;
  while (TRY(source->next(row))) {
    if (!headed) {
      for (std::size_t cell = 0; cell < row.cells.size(); ++cell)
        for (std::size_t one = 0; one < columns; ++one)
          if (intake::plain_cell(row.cells[cell].text) == headings[one].zh) at[one] = cell;
      headed = at[code].has_value();
      if (!headed) continue;
      for (std::size_t one = 0; one < columns; ++one)
        if (headings[one].required && !at[one])
          return wrong(fmt::format("缺少列：{}", headings[one].zh), "file", "照导出的表填写");
      continue;
    }
    SheetRow read;
    read.number = row.number;
    for (std::size_t one = 0; one < columns; ++one)
      if (at[one] && *at[one] < row.cells.size())
        read.cells[one] = intake::plain_cell(row.cells[*at[one]].text);
    if (read.cells[code].empty() && read.cells[title].empty()) continue;
    if (rows.size() == rows_max)
      return wrong(fmt::format("超过 {} 行", rows_max), "file", "分几张表导入");
    rows.push_back(std::move(read));
  }
  if (!headed) return wrong("没有找到表头：机构编码", "file", "照导出的表填写");
  return rows;
}

std::string outcome_label(const Call& call, const std::string& outcome) {
  if (outcome == "added") return call.says("新增", "added");
  if (outcome == "changed") return call.says("变更", "changed");
  if (outcome == "closed") return call.says("停用", "closed");
  if (outcome == "refused") return call.says("退回", "refused");
  return call.says("相同", "the same");
}

class SheetTaker {
 public:
  SheetTaker(Call& call, store::Transaction& transaction)
      : call_(call),
        transaction_(transaction),
        by_{call.caller->account, call.machine_now()},
        today_(business_day(by_.now)) {
    for (const auto& known : body_kinds(call)) {
      kinds_[known.kind] = known;
      kinds_[known.label] = known;
    }
    for (const char* table : {"bureau_kind", "body"})
      for (const Code& each : call.backend.vocabulary.find_code_table(table)->codes())
        if (const auto known = kinds_.find(each.code); known != kinds_.end())
          kinds_.emplace(each.zh, known->second);
  }

  // added, changed, closed or same; invalid_input and conflict are of the row alone.
  Result<std::string> take(const SheetRow& row) {
    const auto& area = call_.backend.area_schema;
    const auto words = TRY(words_of(row));
    const auto known = TRY(access::body_with_code(transaction_, area, row.cells[code], today_));
    std::string outcome = "same";
    std::int64_t id = 0;
    if (!known) {
      const auto sort = kinds_.find(row.cells[kind]);
      if (sort == kinds_.end()) return wrong("没有这一类机构：" + row.cells[kind], "机构类别",
                                             "写列出的类别");
      const auto first_day = TRY(intake::read_day(row.cells[first]));
      access::NewBody made{area,      row.cells[code], sort->second.kind, sort->second.outside,
                           first_day, words};
      id = TRY(access::make_body(transaction_, made, by_));
      outcome = "added";
    } else {
      id = known->id;
      const auto sort = kinds_.find(row.cells[kind]);
      if (sort == kinds_.end() || sort->second.kind != known->kind)
        return wrong("机构类别不能改", "机构类别", "停用这个机构，另外登记一个");
      if (known->last_day && *known->last_day < today_) return outcome;
      const auto from = std::max(today_, known->first_day);
      if (TRY(access::change_body(transaction_, area, id, from, words, by_))) outcome = "changed";
    }
    if (row.cells[last].empty() || (known && known->last_day)) return outcome;
    const auto last_day = TRY(intake::read_day(row.cells[last]));
    TRY(access::close_body(transaction_, area, id, last_day, "导入的机构表写明停用", by_));
    return std::string("closed");
  }

 private:
  Result<access::BodyWords> words_of(const SheetRow& row) {
    BodyWording asked;
    asked.name = row.cells[title];
    asked.short_name = row.cells[short_title];
    asked.uscc = row.cells[uscc];
    asked.address = row.cells[address];
    asked.phone = row.cells[phone];
    asked.hours = row.cells[hours];
    asked.place = Id{TRY(intake::read_count(row.cells[place]))};
    if (const auto& above = row.cells[parent]; !above.empty()) {
      const auto found = TRY(
          access::body_with_code(transaction_, call_.backend.area_schema, above, today_));
      if (!found)
        return wrong("没有这个上级机构：" + above, "上级机构编码", "上级机构写在前面的行");
      asked.parent = Id{found->id};
    }
    return body_words(asked);
  }

  Call& call_;
  store::Transaction& transaction_;
  access::BodyChanger by_;
  Day today_;
  std::map<std::string, BodyKind> kinds_;
};

void count(BodySheetReport& report, const std::string& outcome) {
  if (outcome == "added") ++report.added;
  else if (outcome == "changed") ++report.changed;
  else if (outcome == "closed") ++report.closed;
  else if (outcome == "refused") ++report.refused;
  else ++report.same;
}

}  // namespace

// Every body, closed ones too, parents before what stands below them.
Result<http::Response> body_sheet(Call& call) {
  auto* transaction = TRY(call.transaction());
  access::BodyFilter filter;
  filter.area_schema = call.backend.area_schema;
  filter.on = business_day(call.machine_now());
  filter.with_closed = true;
  filter.size = rows_max;
  const auto found = TRY(access::list_bodies(*transaction, filter));
  std::map<std::int64_t, const access::BodyRow*> by_id;
  for (const auto& row : found.items) by_id[row.id] = &row;
  const auto depth = [&](const access::BodyRow& row) {
    int steps = 0;
    for (auto at = row.words.parent; at && by_id.contains(*at); at = by_id[*at]->words.parent)
      ++steps;
    return steps;
  };
  std::vector<std::pair<int, const access::BodyRow*>> ordered;
  for (const auto& row : found.items) ordered.emplace_back(depth(row), &row);
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const auto& left, const auto& right) { return left.first < right.first; });
  std::map<std::string, std::string> kind_labels;
  for (const char* table : {"bureau_kind", "body"})
    for (const Code& each : call.backend.vocabulary.find_code_table(table)->codes())
      kind_labels.emplace(each.code, each.zh);
  intake::XlsxWriter writer;
  std::vector<intake::XlsxColumn> shown;
  for (const auto& heading : headings)
    shown.push_back({.heading = heading.zh, .required = heading.required, .note = heading.note});
  for (const auto& sort : body_kinds(call)) shown[kind].choices.push_back(kind_labels[sort.kind]);
  writer.start_sheet("机构", shown);
  for (const auto& [steps, row] : ordered) {
    const auto& words = row->words;
    const auto above = words.parent && by_id.contains(*words.parent)
                           ? by_id[*words.parent]->code : std::string();
    writer.write({row->code, words.name, words.short_name, kind_labels[row->kind], above,
                  std::to_string(words.place), words.uscc, words.address, words.phone, words.hours,
                  to_text(row->first_day), row->last_day ? to_text(*row->last_day) : ""});
  }
  http::Response response;
  response.body = TRY(writer.finish());
  describe_sheet(response, "bodies", false);
  call.saw("export_bodies", "body:");
  return response;
}

// All rows or none: `check=yes` stores none and says what would become of them.
Result<http::Response> take_body_sheet(Call& call) {
  const auto rows = TRY(read_rows(call.request.body));
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope();
  scope.access = store::Access::write;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  SheetTaker taker(call, transaction);
  BodySheetReport report;
  for (const auto& row : rows) {
    BodySheetLine line{row.number, row.cells[code], row.cells[title], {}, {}, {}, {}};
    auto outcome = taker.take(row);
    if (!outcome.ok() && outcome.error().code != ErrorCode::invalid_input &&
        outcome.error().code != ErrorCode::conflict)
      return outcome.error();
    line.outcome = outcome.ok() ? outcome.value() : "refused";
    if (!outcome.ok()) {
      line.message = outcome.error().what;
      line.fix = outcome.error().fix;
    }
    line.outcome_label = outcome_label(call, line.outcome);
    count(report, line.outcome);
    if (line.outcome != "same" && report.lines.size() < lines_max)
      report.lines.push_back(std::move(line));
  }
  report.stored = report.refused == 0 && call.request.asked("check") != "yes";
  call.did("body:", fmt::format("{} 新增 {}，变更 {}，停用 {}，退回 {}",
                                report.stored ? "导入" : "预检", report.added, report.changed,
                                report.closed, report.refused));
  if (report.stored) {
    TRY(note(call, transaction));
    TRY(transaction.commit());
  }
  return respond(report);
}

}  // namespace leye::api
