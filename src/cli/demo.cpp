// leye demo: a populated city with one account per role, then the server.
#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include <fmt/format.h>

#include "access/accounts.hpp"
#include "city/demo_seed.hpp"
#include "cli/commands.hpp"
#include "cli/demo_cases.hpp"
#include "cli/demo_city.hpp"
#include "cli/demo_screening.hpp"
#include "cli/demo_families.hpp"
#include "cli/demo_visits.hpp"
#include "cli/policies.hpp"
#include "cli/province.hpp"
#include "cli/serving.hpp"
#include "exchange/outbox.hpp"
#include "registers/area_setup.hpp"
#include "store/private_cluster.hpp"

namespace leye::cli {
namespace {

struct Options {
  std::int64_t people = 200'000;
  bool people_given = false;
  std::string data;
  std::string listen = "127.0.0.1:8080";
  bool fresh = false;
  bool no_province = false;
};

void print_accounts(const std::vector<city::DemoAccount>& accounts, const std::string& password) {
  fmt::print("\n演示账号（口令都是 {}）\n", password);
  for (const city::DemoAccount& each : accounts) {
    fmt::print("  {:<14} {}{}{}\n", each.login, each.role_label,
               each.place_label.empty() ? "" : "，", each.place_label);
  }
}

void print_address(const std::string& address, const std::filesystem::path& folder,
                   std::chrono::steady_clock::time_point start) {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("\n乐业已启动（{:.1f} 秒）：{}\n数据在 {}；按 Ctrl-C 停止，数据保留\n", seconds,
             address, folder.string());
  std::fflush(stdout);
}

// The window clerk's latest registrations are on their way to the province when the city opens.
Status send_demo_records(const std::string& dsn) {
  constexpr std::pair<const char*, int> kinds[] = {{"employment", 80},
                                                   {"unemployment_registration", 40}};
  const auto policies = TRY(read_policies({}));
  auto connection = TRY(store::connect(dsn));
  store::Scope scope = store::Scope::whole_area(demo_area);
  scope.bypass = true;
  auto transaction = TRY(store::Transaction::begin(connection, scope));
  std::int64_t clerk = 0;
  const auto accounts = TRY(access::list_accounts(transaction, "window", 20, 0));
  for (const auto& account : accounts.items)
    if (account.login == "window") clerk = account.id;
  const Instant now = SystemClock().now();
  for (const auto& [kind, count] : kinds)
    TRY(exchange::note_existing(transaction, policies.arrangements, kind, count, clerk, now));
  return transaction.commit();
}

Status run(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const std::filesystem::path folder = options.data.empty() ? store::default_data_folder() / "demo"
                                                            : std::filesystem::path(options.data);
  if (options.fresh) TRY(clear_demo_folder(folder));
  const auto cluster = TRY(store::PrivateCluster::start(folder, store::IfRunning::refuse));
  const auto cipher = TRY(Cipher::open_or_create(folder / "master.key"));
  DemoCity city;
  {
    auto connection = TRY(store::connect(cluster.dsn()));
    TRY(registers::set_up_area(connection, demo_area));
    city = TRY(open_demo_city(connection, cipher, folder, options.people));
  }
  if (options.people_given && city.population.people != options.people) {
    fmt::print("已有 {} 人的城市，没有重新生成；要 {} 人的请加 --fresh\n", city.population.people,
               options.people);
  }
  const bool screened_now = TRY(screen_demo_city(cluster.dsn(), cipher, city));
  if (screened_now) {
    TRY(keep_demo_policy(cluster.dsn(), folder, city));
    TRY(open_demo_cases(cluster.dsn(), cipher, city));
    TRY(plan_demo_visits(cluster.dsn(), cipher, city));
    TRY(help_demo_families(cluster.dsn(), cipher, city));
    if (!options.no_province) TRY(send_demo_records(cluster.dsn()));
  }
  print_accounts(TRY(city::list_demo_accounts(city.setting)), city.password);
  SetClock clock(demo_day(folder, city.population));
  Serving serving;
  serving.dsn = cluster.dsn();
  serving.data_folder = folder;
  serving.listen = options.listen;
  serving.area_schema = demo_area;
  serving.set_clock = &clock;
  static const SystemClock machine_clock;
  std::unique_ptr<SimulatedProvince> province;
  if (!options.no_province) {
    province = TRY(SimulatedProvince::start("127.0.0.1:0", folder / "province", machine_clock, {}));
    serving.exchange.push_back(province->address());
  }
  serving.ready = [&](const std::string& address) { print_address(address, folder, start); };
  const Status served = serve(serving);
  keep_demo_day(folder, clock.today());
  return served;
}

}  // namespace

void add_demo(CLI::App& program, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = program.add_subcommand("demo", "a made-up Qingyang, screened and served");
  auto* people = command->add_option("--people", options->people, "how many people the city has");
  people->check(CLI::Range(city::fewest_people, city::most_people))->capture_default_str();
  command->add_option("--data", options->data, "data folder");
  command->add_option("--listen", options->listen, "address:port")->capture_default_str();
  command->add_flag("--no-province", options->no_province,
                    "without the simulated provincial system");
  command->add_flag("--fresh", options->fresh, "empty the data folder and begin again");
  command->callback([options, people, &exit_code] {
    options->people_given = people->count() > 0;
    const Status done = run(*options);
    if (done.ok()) return;
    fmt::print(stderr, "{}\n", to_text(done.error()));
    exit_code = 1;
  });
}

}  // namespace leye::cli
