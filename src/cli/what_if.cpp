#include "cli/what_if.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include <fmt/format.h>
#include <boost/describe/class.hpp>

#include "base/clock.hpp"
#include "base/json_write.hpp"
#include "cli/progress.hpp"
#include "intake/csv_writer.hpp"
#include "policy/draft/numbers.hpp"
#include "registers/places.hpp"
#include "trial/workbook.hpp"

namespace leye::cli {
namespace {

struct TableJson {
  std::string id, title;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};
BOOST_DESCRIBE_STRUCT(TableJson, (), (id, title, columns, rows))

struct ReportJson {
  Day on;
  std::vector<std::string> changed;
  std::int64_t subjects = 0;
  std::int64_t milliseconds = 0;
  std::vector<TableJson> tables;
};
BOOST_DESCRIBE_STRUCT(ReportJson, (), (on, changed, subjects, milliseconds, tables))

// The folder of a draft, or a file of changes to the pack in force.
Result<policy::Plan> read_draft(const std::string& pack, const std::string& draft,
                                const Vocabulary& vocabulary) {
  std::error_code ignored;
  if (std::filesystem::is_directory(draft, ignored)) return policy::load_pack(draft, vocabulary);
  std::ifstream in(draft, std::ios::binary);
  if (!in) return Error{ErrorCode::not_found, "无法打开", {draft}};
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto changes = TRY(policy::read_changes(text));
  auto loaded = TRY(policy::draft_of(pack, vocabulary, changes));
  if (loaded.plan) return std::move(*loaded.plan);
  std::string what = "改动后的政策包有错误:\n";
  for (const auto& problem : loaded.diagnostics) what += policy::to_text(problem, loaded);
  return Error{ErrorCode::invalid_input, what, {draft}};
}

Result<std::map<std::int64_t, std::string>> county_names(OpenArea& area,
                                                         const trial::Report& report) {
  std::set<std::int64_t> met;
  for (const auto& line : report.costs) met.insert(line.county);
  auto transaction = TRY(store::Transaction::begin(area.connection, area.scope(true)));
  std::vector<std::int64_t> codes;
  for (const auto county : met) codes.push_back(county * trial::county_size);
  std::map<std::int64_t, std::string> names;
  for (auto& [code, name] : TRY(registers::place_names(transaction, codes)))
    names[code / trial::county_size] = std::move(name);
  return names;
}

// Columns on a terminal: a Chinese character takes two.
std::size_t width_of(const std::string& text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) width += byte >= 0xE0 ? 2 : 1;
  }
  return width;
}

void print(const trial::Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    widths.push_back(width_of(table.columns[i].heading));
    for (const auto& row : table.rows) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  const auto line = [&](std::size_t i, const std::string& text) {
    const std::string blanks(widths[i] - width_of(text), ' ');
    fmt::print("{}  ", table.columns[i].number ? blanks + text : text + blanks);
  };
  fmt::print("\n{}\n", table.title);
  for (std::size_t i = 0; i < table.columns.size(); ++i) line(i, table.columns[i].heading);
  fmt::print("\n");
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) line(i, row[i]);
    fmt::print("\n");
  }
}

void print_json(const trial::Report& report, const std::vector<trial::Table>& tables) {
  ReportJson json{report.on, report.changed, report.subjects, report.milliseconds, {}};
  for (const auto& table : tables) {
    auto& one = json.tables.emplace_back();
    one.id = table.id;
    one.title = table.title;
    for (const auto& column : table.columns) one.columns.push_back(column.heading);
    one.rows = table.rows;
  }
  fmt::print("{}\n", leye::json::write(json));
}

void write_csv(std::ostream& out, const std::vector<trial::Table>& tables) {
  intake::CsvWriter writer(out, intake::Encoding::utf8);
  for (const auto& table : tables) {
    writer.write({table.title});
    std::vector<std::string> headings;
    for (const auto& column : table.columns) headings.push_back(column.heading);
    writer.write(headings);
    for (const auto& row : table.rows) writer.write(row);
    writer.write({});
  }
}

Status export_to(const std::filesystem::path& file, const std::vector<trial::Table>& tables) {
  std::ofstream out(file, std::ios::binary);
  if (!out) return Error{ErrorCode::unavailable, "写不了文件", {file.string()}};
  if (file.extension() == ".xlsx") {
    out << TRY(trial::workbook(tables));
  } else {
    write_csv(out, tables);
  }
  out.flush();
  if (!out) return Error{ErrorCode::unavailable, "文件没有写完", {file.string()}, "检查磁盘空间"};
  return Done{};
}

Status answer(OpenArea& area, const trial::Baseline& baseline, const policy::Plan& draft,
              const WhatIf& asked) {
  const auto report = TRY(trial::compare(baseline, draft, asked.readers));
  const trial::Labels labels{area.vocabulary, baseline.plan(), TRY(county_names(area, report)),
                             policy::Language::zh};
  const auto tables = trial::tables_of(report, labels);
  if (!asked.export_to.empty()) TRY(export_to(asked.export_to, tables));
  if (asked.as_json) {
    print_json(report, tables);
    return Done{};
  }
  for (const auto& table : tables) print(table);
  fmt::print("\n试算日 {}：{} 人和单位，{} 项措施的规则有变，{:.2f} 秒，", to_text(report.on),
             report.subjects, report.changed.size(),
             static_cast<double>(report.milliseconds) / 1000);
  fmt::print("占内存约 {} MB；没有保存任何结果\n", baseline.columns().bytes() >> 20);
  return Done{};
}

}  // namespace

Status what_if(const AreaOptions& options, const WhatIf& asked, Day on) {
  auto area = TRY(open_area(options, on));
  const auto pack = area.pack.string();
  const auto plan = TRY(policy::load_pack(pack, area.vocabulary));
  std::vector<policy::Plan> drafts;
  for (const auto& draft : asked.drafts)
    drafts.push_back(TRY(read_draft(pack, draft, area.vocabulary)));
  const SystemClock machine;
  const std::string dsn = options.database.empty() ? area.cluster->dsn() : options.database;
  store::Pool pool(dsn, asked.readers + 1);
  trial::LoadingOrder order{area.schema_name, on, machine.now()};
  order.readers = asked.readers;
  auto needs = trial::needs_of(plan, area.vocabulary);
  for (const auto& draft : drafts) needs.join(trial::needs_of(draft, area.vocabulary));
  std::unique_ptr<ProgressLine> line;
  const auto columns = TRY(trial::Columns::load(
      pool, area.vocabulary, needs, order, [&](std::int64_t done, std::int64_t total) {
        if (asked.as_json) return;
        if (!line) line = std::make_unique<ProgressLine>("载入", total, "人和单位");
        line->show(done);
      }));
  if (line) line->finish();
  const auto baseline = TRY(trial::Baseline::make(columns, plan, area.vocabulary, asked.readers));
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (!asked.as_json && drafts.size() > 1) fmt::print("\n== {}\n", asked.drafts[i]);
    TRY(answer(area, *baseline, drafts[i], asked));
  }
  return Done{};
}

}  // namespace leye::cli
