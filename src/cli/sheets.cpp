// leye sheets: the synthetic city as CSV files, for trying imports.
#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>

#include "base/resources.hpp"
#include "city/city.hpp"
#include "city/feeds.hpp"
#include "city/sheets.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"

namespace leye::cli {
namespace {

struct Options {
  std::string folder;
  std::int64_t people = 20'000;
  bool gb18030 = false;
  int bad_every = 0;
  bool feeds = false;
};

Status run(const Options& options) {
  const auto vocabulary_folder = TRY(resource("vocabulary"));
  const auto vocabulary = TRY(Vocabulary::load(vocabulary_folder));
  const auto setting = TRY(city::Setting::load());
  city::SheetOptions how;
  how.encoding = options.gb18030 ? intake::Encoding::gb18030 : intake::Encoding::utf8;
  how.bad_every = options.bad_every;
  auto sheets = TRY(city::SheetWriter::open(options.folder, setting, vocabulary, how));
  city::CityPlan plan;
  plan.people = options.people;
  ProgressLine line("写出登记表", plan.people, "人");
  plan.progress = [&](std::int64_t done) { line.show(done); };
  TRY(city::make_city(setting, plan, {&sheets}));
  TRY(sheets.finish());
  line.finish();
  fmt::print("登记表在 {}；错误行 {} 行\n", options.folder, sheets.bad_rows());
  if (options.feeds) {
    const auto catalogue = TRY(exchange::Catalogue::load(vocabulary));
    const auto folder = std::filesystem::path(options.folder) / "feeds";
    const auto planted = TRY(city::write_feeds(options.folder, folder, catalogue, vocabulary));
    fmt::print("部门数据在 {}；埋有差错 {} 处\n", folder.string(), planted.size());
  }
  return Done{};
}

}  // namespace

void add_sheets(CLI::App& program, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = program.add_subcommand("sheets", "write the made-up city as CSV files to import");
  command->add_option("FOLDER", options->folder, "where the files go")->required();
  command->add_option("--people", options->people, "how many people the city has")
      ->check(CLI::Range(city::fewest_people, city::most_people))
      ->capture_default_str();
  command->add_flag("--gb18030", options->gb18030, "write GB18030 instead of UTF-8");
  command->add_option("--bad-every", options->bad_every, "put a mistake into every n-th row")
      ->check(CLI::NonNegativeNumber);
  command->add_flag("--feeds", options->feeds,
                    "also what other departments would send, with planted faults");
  command->callback([options, &exit_code] {
    const Status done = run(*options);
    if (done.ok()) return;
    fmt::print(stderr, "{}\n", to_text(done.error()));
    exit_code = 1;
  });
}

}  // namespace leye::cli
