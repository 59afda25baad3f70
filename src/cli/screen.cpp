// leye screen: every measure of a pack against the whole register, and the table of what was found.
#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/resources.hpp"
#include "benefits/screening.hpp"
#include "cli/commands.hpp"
#include "cli/open_area.hpp"
#include "cli/progress.hpp"
#include "cli/what_if.hpp"
#include "funds/funds.hpp"
#include "policy/pack.hpp"

namespace leye::cli {
namespace {

struct Options {
  AreaOptions area;
  std::string on;
  std::size_t readers = benefits::default_readers;
  WhatIf what_if;
};

// Columns on a terminal: a Chinese character takes two.
std::size_t width_of(const std::string& text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) width += byte >= 0xE0 ? 2 : 1;
  }
  return width;
}

std::string left(const std::string& text, std::size_t width) {
  const auto have = width_of(text);
  return text + std::string(have < width ? width - have : 1, ' ');
}

std::string right(const std::string& text, std::size_t width) {
  const auto have = width_of(text);
  return std::string(have < width ? width - have : 1, ' ') + text;
}

void print_line(const std::string& first, const benefits::Tally& tally) {
  fmt::print("{}{}{}{}{}{}\n", left(first, 28), right(std::to_string(tally.eligible), 10),
             right(to_display(tally.amount), 18), right(std::to_string(tally.excluded), 12),
             right(std::to_string(tally.short_by_one), 10),
             right(std::to_string(tally.undetermined), 10));
}

void print_headings(const std::string& first) {
  fmt::print("\n{}{}{}{}{}{}\n", left(first, 28), right("拟享受", 10), right("金额（元）", 18),
             right("已选他项", 12), right("差一项", 10), right("待核", 10));
}

Status add_to(benefits::Tally& sum, const benefits::Tally& part) {
  sum.eligible += part.eligible;
  sum.excluded += part.excluded;
  sum.short_by_one += part.short_by_one;
  sum.undetermined += part.undetermined;
  sum.amount = TRY(add(sum.amount, part.amount));
  return Done{};
}

using FundLabels = std::map<std::string, std::string>;

Status print_table(const policy::Plan& plan, const std::vector<benefits::Tally>& tallies,
                   const FundLabels& funds) {
  std::map<std::string, benefits::Tally> by_fund;
  for (const policy::Measure& measure : plan.measures) {
    const auto fund = funds.find(measure.fund);
    const auto& fund_label = fund == funds.end() ? measure.fund : fund->second;
    fmt::print("\n{}（{}）", measure.name.label, fund_label);
    print_headings("县区");
    benefits::Tally sum;
    for (const benefits::Tally& tally : tallies) {
      if (tally.measure != measure.name.id) continue;
      print_line(tally.county_name.empty() ? "管辖不明" : tally.county_name, tally);
      TRY(add_to(sum, tally));
    }
    print_line("合计", sum);
    TRY(add_to(by_fund[fund_label], sum));
  }
  print_headings("资金");
  for (const auto& [label, sum] : by_fund) print_line(label, sum);
  return Done{};
}

Result<FundLabels> fund_labels(store::Transaction& transaction, Day on) {
  FundLabels labels;
  for (const auto& year : TRY(funds::list_funds(transaction, on.civil().year)))
    labels[year.fund.code] = year.fund.label;
  return labels;
}

Result<Day> day_of(const Options& options) {
  const SystemClock machine;
  if (options.on.empty()) return machine.today();
  return Day::parse(options.on);
}

Status run(const Options& options) {
  const Day on = TRY(day_of(options));
  auto area = TRY(open_area(options.area, on));
  const auto plan = TRY(policy::load_pack(area.pack, area.vocabulary));
  const SystemClock machine;
  if (area.version) fmt::print("政策 {} 第 {} 版\n", plan.title, *area.version);
  const std::string dsn =
      options.area.database.empty() ? area.cluster->dsn() : options.area.database;
  store::Pool pool(dsn, options.readers + 2);
  std::unique_ptr<ProgressLine> line;
  const auto show = [&line](const benefits::Progress& progress) {
    if (!line) line = std::make_unique<ProgressLine>("筛查", progress.total, "人和单位");
    line->show(progress.done);
  };
  // What a screening "on" a day looks at is all that is known by now.
  benefits::ScreeningOrder order{area.schema_name, on, machine.now()};
  order.readers = options.readers;
  const auto report = TRY(benefits::screen(pool, plan, area.vocabulary, order, show));
  if (line) line->finish();

  auto transaction = TRY(store::Transaction::begin(area.connection, area.scope(true)));
  const auto tallies = TRY(benefits::tally(transaction));
  const auto funds = TRY(fund_labels(transaction, on));
  TRY(print_table(plan, tallies, funds));
  fmt::print("\n筛查日 {}：{} 人和单位，{} 次判断，{:.1f} 秒；新增 {}，变化 {}，消失 {}\n",
             to_text(on), report.subjects, report.answers,
             static_cast<double>(report.milliseconds) / 1000, report.inserted, report.changed,
             report.vanished);
  return Done{};
}

Status run_what_if(const Options& options) {
  auto asked = options.what_if;
  asked.readers = options.readers;
  return what_if(options.area, asked, TRY(day_of(options)));
}

}  // namespace

void add_screen(CLI::App& program, int& exit_code) {
  auto* command =
      program.add_subcommand("screen", "who is entitled to what, in the whole register");
  auto options = std::make_shared<Options>();
  add_area_options(*command, options->area);
  command->add_option("--on", options->on, "day of application that is assumed; default: today");
  command->add_option("--readers", options->readers, "connections that read at the same time")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  auto* draft =
      command->add_option("--what-if", options->what_if.drafts,
                          "what a draft would change; nothing is stored. A file of changes (`leye "
                          "policy numbers` names them), or the folder of a draft pack");
  command->add_option("--export", options->what_if.export_to, "its tables as .csv or .xlsx")
      ->needs(draft);
  command->add_flag("--json", options->what_if.as_json, "its tables as JSON")->needs(draft);
  command->callback([options, &exit_code] {
    if (options->what_if.drafts.size() > 1 && !options->what_if.export_to.empty()) {
      fmt::print(stderr, "--export 只写一份草案的表格\n");
      exit_code = 1;
      return;
    }
    const auto done = options->what_if.drafts.empty() ? run(*options) : run_what_if(*options);
    if (done.ok()) return;
    fmt::print(stderr, "{}\n", to_text(done.error()));
    exit_code = 1;
  });
}

}  // namespace leye::cli
