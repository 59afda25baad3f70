// leye province: the simulated provincial system alone.
#include "cli/province.hpp"

#include <signal.h>

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "store/private_cluster.hpp"

namespace leye::cli {
namespace {

constexpr std::uint64_t body_bytes_max = std::uint64_t{1} << 20;

struct Options {
  std::string listen = "127.0.0.1:9090";
  std::string data;
  exchange::Faults faults;
};

void print_planted(const exchange::Planted& planted) {
  fmt::print("共收 {} 条；有意：退回 {}，迟答 {}，重复答复 {}，改号 {}，漏登 {}，错登 {}，"
             "外来 {}，月末停办 {} 次\n",
             planted.taken, planted.refused, planted.late, planted.twice, planted.renumbered,
             planted.lost, planted.altered, planted.foreign, planted.closed);
  std::fflush(stdout);
}

Status run(const Options& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const std::filesystem::path folder =
      options.data.empty() ? store::default_data_folder() / "province"
                           : std::filesystem::path(options.data);
  static const SystemClock clock;
  const auto province =
      TRY(SimulatedProvince::start(options.listen, folder, clock, options.faults));
  fmt::print("模拟省系统已启动：{}\n密钥在 {}；leye serve 的 --systems 文件里写一行：\n"
             "province {} {}\n按 Ctrl-C 停止\n",
             province->address().base, (folder / "secret").string(), province->address().base,
             (folder / "secret").string());
  std::fflush(stdout);
  const timespec minute{60, 0};
  while (sigtimedwait(&signals, nullptr, &minute) < 0) print_planted(province->planted());
  print_planted(province->planted());
  return Done{};
}

}  // namespace

Result<std::unique_ptr<SimulatedProvince>> SimulatedProvince::start(
    const std::string& listen, const std::filesystem::path& folder, const Clock& clock,
    const exchange::Faults& faults) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  auto secret = TRY(exchange::open_or_make_secret(folder / "secret"));
  std::unique_ptr<SimulatedProvince> made(
      new SimulatedProvince(std::move(secret), clock, faults, folder));
  http::Settings settings;
  settings.listen = listen;
  settings.workers = 2;
  settings.body_bytes_max = [](http::Method, const std::string&) { return body_bytes_max; };
  exchange::Simulator& simulator = made->simulator_;
  made->server_ = TRY(http::Server::start(
      settings, [&simulator](const http::Request& request) { return simulator(request); }));
  return made;
}

ExchangeAddress SimulatedProvince::address() const {
  return {"province", fmt::format("http://127.0.0.1:{}/exchange", server_->port()), secret_};
}

void add_province(CLI::App& program, int& exit_code) {
  auto* command = program.add_subcommand(
      "province", "a simulated provincial system with planted faults, to try the exchange with");
  auto options = std::make_shared<Options>();
  auto& faults = options->faults;
  command->add_option("--listen", options->listen, "address:port")->capture_default_str();
  command->add_option("--data", options->data, "its folder: the shared secret, what it took");
  command->add_option("--refused", faults.refused_per_thousand, "of 1 000 changes")
      ->capture_default_str();
  command->add_option("--late", faults.late_per_thousand, "of 1 000")->capture_default_str();
  command->add_option("--twice", faults.twice_per_thousand, "of 1 000")->capture_default_str();
  command->add_option("--renumbered", faults.renumbered_per_thousand, "of 1 000")
      ->capture_default_str();
  command->add_option("--lost", faults.lost_per_thousand, "of 1 000")->capture_default_str();
  command->add_option("--altered", faults.altered_per_thousand, "of 1 000")->capture_default_str();
  command->add_option("--foreign", faults.foreign_records, "records that are nobody's here")
      ->capture_default_str();
  command->add_option("--closed-days", faults.closed_days, "at the end of each month")
      ->capture_default_str();
  command->add_option("--seed", faults.seed, "of the draws")->capture_default_str();
  command->callback([options, &exit_code] {
    const auto done = run(*options);
    if (done.ok()) return;
    fmt::print(stderr, "{}\n", to_text(done.error()));
    exit_code = 1;
  });
}

}  // namespace leye::cli
