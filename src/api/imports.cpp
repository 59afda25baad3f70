// Sheets from outside: previewed, then confirmed (import_files.hpp: where they wait).
#include "api/imports.hpp"

#include <sstream>

#include <fmt/format.h>

#include "access/places.hpp"
#include "api/bind.hpp"
#include "api/fields.hpp"
#include "api/import_files.hpp"
#include "api/noting.hpp"
#include "api/reporting.hpp"
#include "api/resources.hpp"
#include "api/sheets.hpp"
#include "exchange/outbox.hpp"
#include "intake/csv_writer.hpp"
#include "intake/workbook.hpp"
#include "intake/xlsx_writer.hpp"
#include "registers/import_runs.hpp"

namespace leye::api {
namespace {

using access::Role;
using access::RoleSet;

constexpr std::uint64_t sheet_bytes_max = std::uint64_t{64} << 20;
constexpr std::size_t kind_bytes_max = 64, name_bytes_max = 300;

std::string letter(std::size_t column) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

registers::ImportOrder order_of(const Call& call, const WaitingFile& file) {
  registers::ImportOrder order;
  order.kind = file.kind;
  // Tells the rows of this import from all others, so that it can be undone.
  constexpr std::int64_t digits_shown = 1'000'000;
  order.source = fmt::format("{}导入 {}〔{:06}〕", call.caller->signature(),
                             leye::to_text(call.today()), file.id % digits_shown);
  order.now = call.now();
  order.valid_on = call.today();
  order.place_lo = call.post.range.low;
  order.place_hi = call.post.range.high;
  for (const ImportColumnChoice& choice : file.choice.columns) {
    order.columns.push_back({static_cast<std::size_t>(choice.column), choice.fact});
  }
  return order;
}

intake::FileContent content(const WaitingFile& file) { return {.bytes = file.bytes, .path = {}}; }

Result<const Entity*> kind_of(const Call& call, const WaitingFile& file) {
  const Entity* entity = call.backend.vocabulary.find_entity(file.kind);
  if (entity == nullptr || !registers::Import::can_import(*entity)) {
    return Error{ErrorCode::invalid_input, "不能导入这一类", {"kind"}, "选择列表中的一类"};
  }
  if (!may_report(call, *entity)) return Error{ErrorCode::not_found, "没有找到"};
  TRY(call.backend.arrangements.check_taken_from_sheet(entity->id, call.today()));
  return entity;
}

// A column that the caller's role may not write: left out by the user, not by us.
Status may_import(const Call& call, const registers::Layout& layout) {
  const Fields fields(call);
  for (const auto& column : layout.columns) {
    if (column.fact == nullptr || column.repeated) continue;
    auto allowed = fields.may_write(*column.fact);
    if (allowed.ok()) continue;
    auto error = std::move(allowed).error();
    error.where.push_back(letter(column.column));
    error.fix += "；或者删去这一列再导入";
    return error;
  }
  return Done{};
}

// The sheet compared with the register, in a transaction that sees all places; `use` decides
// whether anything of it stays.
template <class Use>
auto compare(Call& call, const WaitingFile& file, Use use)
    -> decltype(use(std::declval<registers::Import&>(), std::declval<registers::ImportReport&>(),
                    std::declval<store::Transaction&>())) {
  const auto book = TRY(intake::Workbook::open(content(file)));
  auto rows = TRY(book.rows(static_cast<std::size_t>(file.choice.sheet)));
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::write;
  scope.time_limit = std::chrono::minutes(10);
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  auto order = order_of(call, file);
  const Entity* entity = TRY(kind_of(call, file));
  TRY(hold_to_reporter(call, transaction, *entity, order));
  registers::Import import(transaction, call.backend.vocabulary, cipher, order);
  auto report = TRY(import.run(*rows));
  TRY(may_import(call, report.layout));
  return use(import, report, transaction);
}

void add_layout(const registers::Layout& layout, ImportPreview& preview) {
  for (const registers::LayoutColumn& column : layout.columns) {
    ImportColumn shown;
    shown.column = static_cast<std::int64_t>(column.column);
    shown.letter = letter(column.column);
    shown.heading = column.heading;
    if (column.fact != nullptr) {
      shown.fact = column.fact->id;
      shown.label = column.fact->zh;
      if (column.until != nullptr) shown.label += "、" + column.until->zh;
      if (column.fact->type == FactType::money && column.ten_thousands != 0) shown.unit = "万元";
    }
    shown.chosen = column.chosen;
    shown.repeated = column.repeated;
    shown.sample = column.sample;
    preview.columns.push_back(std::move(shown));
  }
  for (const Fact* fact : layout.missing) preview.missing.push_back(fact->zh);
}

void add_report(const registers::ImportReport& report, ImportPreview& preview) {
  preview.form = report.form;
  preview.rows = report.rows;
  preview.added = report.added;
  preview.changed = report.changed;
  preview.same = report.same;
  preview.bad = report.bad;
  preview.hidden_rows = report.hidden_rows;
  preview.skipped_count = report.skipped_count;
  for (const auto& skipped : report.skipped) preview.skipped.push_back({skipped.row, skipped.text});
  for (const auto& problem : report.problems) {
    preview.errors.push_back(
        {problem.row, problem.column, problem.value, problem.message, problem.fix});
  }
}

void add_changes(const registers::ImportChanges& changes, ImportPreview& preview) {
  for (const auto& [fact, rows] : changes.facts) {
    preview.changed_facts.push_back({fact->id, fact->zh, rows});
  }
  for (const auto& [row, fact, before, after] : changes.rows) {
    preview.changes.push_back({row, fact->zh, before, after});
  }
}

// What somebody chose for an earlier file of the same layout.
Result<std::vector<ImportColumnChoice>> remembered_columns(
    Call& call, const Entity& entity, const std::vector<registers::KeptRow>& first) {
  const auto layout = registers::find_layout(entity, first);
  auto lease = TRY(call.backend.pool.take());
  auto scope = call.scope(true);
  scope.access = store::Access::read;
  auto transaction = TRY(store::Transaction::begin(*lease, scope));
  const registers::IdentityCipher cipher(call.backend.cipher);
  registers::ImportRuns runs(transaction, call.backend.vocabulary, cipher);
  std::vector<ImportColumnChoice> choices;
  for (const auto& [column, fact] : TRY(runs.remembered(entity, layout))) {
    choices.push_back({static_cast<std::int64_t>(column), fact});
  }
  return choices;
}

// What stands in the sheet and what it would change. Where required columns are missing, only the
// columns, so that the user can say which they are.
Result<ImportPreview> preview_of(Call& call, WaitingFile& file) {
  const Entity* entity = TRY(kind_of(call, file));
  const auto book = TRY(intake::Workbook::open(content(file)));
  auto rows = TRY(book.rows(static_cast<std::size_t>(file.choice.sheet)));
  const auto first = TRY(registers::first_rows(*rows));
  if (!file.chosen) file.choice.columns = TRY(remembered_columns(call, *entity, first));
  const auto layout = registers::find_layout(*entity, first, order_of(call, file).columns);
  ImportPreview preview;
  preview.id = Id{file.id};
  preview.kind = entity->id;
  preview.kind_label = entity->zh;
  preview.form = rows->form();
  preview.sheet = file.choice.sheet;
  for (const auto& sheet : book.sheets()) preview.sheets.push_back({sheet.name, sheet.hidden});
  add_layout(layout, preview);
  if (!preview.missing.empty()) return preview;
  const auto add = [&preview](registers::Import& import, registers::ImportReport& report,
                              store::Transaction&) -> Result<ImportPreview> {
    add_report(report, preview);
    if (report.changed > 0) add_changes(TRY(import.changes()), preview);
    return std::move(preview);
  };
  return compare(call, file, add);
}

Result<http::Response> look(Call& call) {
  WaitingFile file;
  file.id = new_import_id();
  file.kind = call.request.asked("kind");
  file.name = call.request.asked("name");
  if (file.kind.empty() || file.kind.size() > kind_bytes_max || call.request.body.empty()) {
    return Error{ErrorCode::invalid_input, "请选择类别和文件", {"kind"}};
  }
  if (file.name.size() > name_bytes_max) {
    return Error{ErrorCode::invalid_input, "文件名太长", {"name"}, "改短文件名后再上传"};
  }
  file.bytes = call.request.body;
  const auto book = TRY(intake::Workbook::open(content(file)));
  file.choice.sheet = static_cast<std::int64_t>(book.first_visible());
  const auto preview = TRY(preview_of(call, file));
  TRY(keep(call, file));
  call.did(fmt::format("import:{}", file.id),
           fmt::format("{} {} 行", preview.kind_label, preview.rows));
  return respond(preview);
}

Result<ImportPreview> look_again(Call& call, const ImportChoice& choice) {
  const auto id = TRY(call.path_id());
  WaitingFile file = TRY(find_waiting(call, id));
  constexpr std::size_t columns_max = 512;
  if (choice.sheet < 0 || choice.columns.size() > columns_max) {
    return Error{ErrorCode::invalid_input, "没有这个工作表或这些列", {"sheet"}};
  }
  const Entity* entity = TRY(kind_of(call, file));
  for (const ImportColumnChoice& column : choice.columns) {
    if (column.column < 0 || (!column.fact.empty() && entity->find_fact(column.fact) == nullptr)) {
      return Error{ErrorCode::invalid_input, "没有这一项", {"columns", column.fact}};
    }
  }
  file.choice = choice;
  file.chosen = true;
  auto preview = TRY(preview_of(call, file));
  TRY(keep(call, file));
  call.did(fmt::format("import:{}", id),
           fmt::format("{} {} 行", preview.kind_label, preview.rows));
  return preview;
}

Result<ImportDone> confirm(Call& call) {
  const auto id = TRY(call.path_id());
  const auto file = TRY(find_waiting(call, id));
  TRY(kind_of(call, file));
  auto order = order_of(call, file);
  if (only_reports(call)) {  // as it was compared
    const auto area = access::range_of(call.backend.area_place);
    order.place_lo = area.low;
    order.place_hi = area.high;
  }
  const auto store = [&](registers::Import& import, registers::ImportReport& report,
                         store::Transaction& transaction) -> Result<ImportDone> {
    TRY(import.store());
    order.now = import.learnt_at();
    TRY(exchange::note_changes(transaction, call.backend.arrangements,
                               {report.entity->id, order.source, order.now, call.caller->account,
                                call.machine_now()}));
    const registers::IdentityCipher cipher(call.backend.cipher);
    registers::ImportRuns runs(transaction, call.backend.vocabulary, cipher);
    const registers::ImportSender sender{call.caller->account, call.caller->signature(), file.name};
    const auto run = TRY(runs.record(order, report, sender));
    if (file.chosen) {
      TRY(runs.remember(*report.entity, report.layout, call.caller->account, order.now));
    }
    call.did(fmt::format("import:{}", id),
             fmt::format("新增 {}，变更 {}", report.added, report.changed));
    TRY(note(call, transaction));
    TRY(transaction.commit());
    return ImportDone{Id{id}, Id{run}, report.added, report.changed};
  };
  const auto done = TRY(compare(call, file, store));
  forget(call, id);
  return done;
}

Result<std::string> wrong_rows_as_csv(registers::Import& import, intake::RowSource& rows) {
  std::ostringstream out;
  intake::CsvWriter writer(out, intake::Encoding::utf8);
  TRY(import.write_wrong_rows(
      rows, [&writer](const std::vector<std::string>& cells) { writer.write(cells); }));
  return out.str();
}

Result<std::string> wrong_rows_as_xlsx(registers::Import& import, intake::RowSource& rows) {
  intake::XlsxWriter writer;
  bool started = false;
  TRY(import.write_wrong_rows(rows, [&](const std::vector<std::string>& cells) {
    if (started) return writer.write(cells);
    started = true;
    std::vector<intake::XlsxColumn> columns;
    for (const std::string& heading : cells) columns.push_back({.heading = heading});
    writer.start_sheet("错误行", columns);
  }));
  return writer.finish();
}

Result<http::Response> wrong_rows(Call& call) {
  const auto id = TRY(call.path_id());
  const auto file = TRY(find_waiting(call, id));
  const bool csv = call.request.asked("form") == "csv";
  const auto write = [&file, csv](registers::Import& import, registers::ImportReport&,
                                  store::Transaction&) -> Result<std::string> {
    const auto book = TRY(intake::Workbook::open(content(file)));
    auto again = TRY(book.rows(static_cast<std::size_t>(file.choice.sheet)));
    return csv ? wrong_rows_as_csv(import, *again) : wrong_rows_as_xlsx(import, *again);
  };
  http::Response response;
  response.body = TRY(compare(call, file, write));
  describe_sheet(response, "wrong-rows", csv);
  call.saw("read_wrong_rows", fmt::format("import:{}", id));
  return response;
}

}  // namespace

std::vector<Route> import_routes() {
  const RoleSet importers{Role::window_clerk, Role::insurance_agency, Role::outside_body,
                          Role::employer};
  Route first = post<ImportPreview>("/api/v1/imports", "导入预检", importers, nullptr);
  first.handler = look;
  first.query = {"kind", "name"};
  first.takes_type = "application/octet-stream";
  first.body_bytes_max = sheet_bytes_max;
  first.act = "preview_import";
  Route again = post<ImportChoice, ImportPreview>("/api/v1/imports/{id}/preview",
                                                  "换工作表或改列再预检", importers, look_again);
  again.act = "preview_import";
  Route second = post<ImportDone>("/api/v1/imports/{id}/confirm", "确认导入", importers, confirm);
  second.effect = Effect::decides;
  second.own_transactions = true;
  second.act = "confirm_import";
  Route wrong = get<Nothing>("/api/v1/imports/{id}/wrong-rows", "错误行", importers, nullptr);
  wrong.handler = wrong_rows;
  wrong.gives = nullptr;
  wrong.gives_type = sheet_type;
  wrong.query = {"form"};
  wrong.act = "read_wrong_rows";
  return {first, again, second, wrong};
}

}  // namespace leye::api
