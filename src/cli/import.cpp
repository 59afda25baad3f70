// leye import KIND FILE: shows what a sheet would change; --confirm stores it.
#include "registers/import.hpp"

#include <CLI/CLI.hpp>
#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/commands.hpp"
#include "cli/open_area.hpp"
#include "exchange/outbox.hpp"
#include "intake/csv_writer.hpp"
#include "intake/workbook.hpp"

namespace leye::cli {
namespace {

struct Options {
  AreaOptions area;
  std::string kind, file, sheet, source, on, wrong_rows;
  bool confirm = false;
};

void print(const registers::ImportReport& report) {
  fmt::print("{}：{} 行（{}）\n", report.entity->zh, report.rows, report.form);
  fmt::print("  新增 {}  变更 {}  相同 {}  有误 {}\n", report.added, report.changed, report.same,
             report.bad);
  const auto ignored = report.layout.ignored();
  if (!ignored.empty()) fmt::print("  未识别的列（不导入）：{}\n", fmt::join(ignored, "、"));
  if (report.hidden_rows > 0) fmt::print("  其中隐藏的行：{}\n", report.hidden_rows);
  for (const registers::SkippedRow& skipped : report.skipped) {
    fmt::print("  跳过第 {} 行：{}\n", skipped.row, skipped.text);
  }
  for (const registers::CellProblem& problem : report.problems) {
    fmt::print("  第 {} 行 {}{}：{}。{}\n", problem.row, problem.column,
               problem.value.empty() ? "" : fmt::format("“{}”", problem.value), problem.message,
               problem.fix);
  }
  const auto listed = static_cast<std::int64_t>(report.problems.size());
  if (report.bad > listed) fmt::print("  …… 另有 {} 行，见错误行文件\n", report.bad - listed);
}

Status write_wrong_rows(const registers::Import& import, intake::RowSource& again,
                        const Options& options) {
  std::ofstream out(options.wrong_rows, std::ios::binary);
  if (!out) return Error{ErrorCode::unavailable, "写不了文件", {options.wrong_rows}};
  intake::CsvWriter writer(out, intake::Encoding::utf8);
  TRY(import.write_wrong_rows(
      again, [&writer](const std::vector<std::string>& cells) { writer.write(cells); }));
  fmt::print("  错误行已写入 {}，改正后可直接再导入\n", options.wrong_rows);
  return Done{};
}

// Which sheet: by name or number from 1; none asked for: the first that is not hidden.
Result<std::size_t> sheet_of(const intake::Workbook& book, const std::string& asked) {
  if (asked.empty()) return book.first_visible();
  std::string names;
  for (std::size_t at = 0; at < book.sheets().size(); ++at) {
    const std::string& name = book.sheets()[at].name;
    if (name == asked || std::to_string(at + 1) == asked) return at;
    names += fmt::format("{}{} {}", names.empty() ? "" : "、", at + 1, name);
  }
  return Error{ErrorCode::invalid_input, fmt::format("没有工作表“{}”", asked), {}, "有：" + names};
}

// The exit code: 0, or 1 if some rows are wrong.
Result<int> run(const Options& options) {
  auto area = TRY(open_area(options.area));
  const SystemClock clock;
  const registers::IdentityCipher cipher(area.cipher);
  registers::ImportOrder order;
  order.kind = options.kind;
  order.source = options.source.empty() ? std::filesystem::path(options.file).filename().string()
                                        : options.source;
  order.now = clock.now();
  order.valid_on = options.on.empty() ? clock.today() : TRY(Day::parse(options.on));
  auto transaction = TRY(store::Transaction::begin(area.connection, area.scope(true)));
  const std::string source = order.source;
  const Instant now = order.now;
  registers::Import import(transaction, area.vocabulary, cipher, std::move(order));
  const intake::FileContent content{.bytes = {}, .path = options.file};
  const auto book = TRY(intake::Workbook::open(content));
  const std::size_t sheet = TRY(sheet_of(book, options.sheet));
  auto rows = TRY(book.rows(sheet));
  const auto report = TRY(import.run(*rows).at(options.file));
  print(report);
  if (!options.wrong_rows.empty() && report.bad > 0) {
    auto again = TRY(book.rows(sheet));
    TRY(write_wrong_rows(import, *again, options));
  }
  if (options.confirm) {
    TRY(area.arrangements.check_taken_from_sheet(report.entity->id, business_day(now)));
    TRY(import.store());
    constexpr std::int64_t nobody = 0;  // at the command line no account is signed in
    TRY(exchange::note_changes(transaction, area.arrangements,
                               {report.entity->id, source, import.learnt_at(), nobody, now}));
    TRY(transaction.commit());
    fmt::print("已入库：新增 {}，变更 {}\n", report.added, report.changed);
  } else {
    fmt::print("仅预览，未入库；加 --confirm 入库\n");
  }
  return report.bad > 0 ? 1 : 0;
}

}  // namespace

void add_import(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand("import", "preview a register sheet, or store it");
  auto options = std::make_shared<Options>();
  add_area_options(*command, options->area);
  command->add_option("kind", options->kind, "person, organisation, employment, … or 人员, 单位 …")
      ->required();
  command->add_option("file", options->file, "XLSX, XLS, or CSV in UTF-8 or GB18030")
      ->required();
  command->add_option("--sheet", options->sheet, "its name, or its number from 1");
  command->add_flag("--confirm", options->confirm, "store the rows that are right");
  command->add_option("--wrong-rows", options->wrong_rows, "write the wrong rows to this file");
  command->add_option("--source", options->source, "recorded with every row; default: the file");
  command->add_option("--on", options->on, "day from which changed facts hold; default: today");
  command->callback([options, &exit_code] {
    const auto done = run(*options);
    exit_code = done.ok() ? done.value() : 1;
    if (!done.ok()) fmt::print(stderr, "{}\n", to_text(done.error()));
  });
}

}  // namespace leye::cli
