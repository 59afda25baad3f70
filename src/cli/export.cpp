// leye export KIND [FILE]: a register as CSV.
#include "registers/export.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/open_area.hpp"

namespace leye::cli {
namespace {

struct Options {
  AreaOptions area;
  std::string kind, file;
  bool gb18030 = false;
  bool element_codes = false;
};

Result<std::int64_t> write(const Options& options, std::ostream& out) {
  auto area = TRY(open_area(options.area));
  const registers::IdentityCipher cipher(area.cipher);
  auto transaction = TRY(store::Transaction::begin(area.connection, area.scope(true)));
  const registers::ExportOrder order{
      options.kind, options.gb18030 ? intake::Encoding::gb18030 : intake::Encoding::utf8,
      options.element_codes ? registers::Headings::element_codes : registers::Headings::labels};
  return registers::export_register(transaction, area.vocabulary, cipher, order, out);
}

Status run(const Options& options) {
  if (options.file.empty()) {
    TRY(write(options, std::cout));
    return Done{};
  }
  std::ofstream out(options.file, std::ios::binary);
  if (!out) return Error{ErrorCode::unavailable, "写不了文件", {options.file}};
  const std::int64_t rows = TRY(write(options, out));
  out.flush();
  if (!out) return Error{ErrorCode::unavailable, "文件没有写完", {options.file}, "检查磁盘空间"};
  fmt::print("{} 行已写入 {}\n", rows, options.file);
  return Done{};
}

}  // namespace

void add_export(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand("export", "write a register as CSV");
  auto options = std::make_shared<Options>();
  add_area_options(*command, options->area);
  command->add_option("kind", options->kind, "person, organisation, employment, … or 人员, 单位 …")
      ->required();
  command->add_option("file", options->file, "where to write; default: standard output");
  command->add_flag("--gb18030", options->gb18030, "GB18030 instead of UTF-8");
  command->add_flag("--element-codes", options->element_codes, "AAC/AAB codes as headings");
  command->callback([options, &exit_code] {
    const auto done = run(*options);
    if (done.ok()) return;
    fmt::print(stderr, "{}\n", to_text(done.error()));
    exit_code = 1;
  });
}

}  // namespace leye::cli
