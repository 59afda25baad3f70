// leye serve, leye openapi.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "access/accounts.hpp"
#include "api/dispatch.hpp"
#include "audit/seal.hpp"
#include "base/moments_of_day.hpp"
#include "base/resources.hpp"
#include "cli/commands.hpp"
#include "cli/policies.hpp"
#include "cli/resume_payments.hpp"
#include "cli/serving.hpp"
#include "cli/version_in_force.hpp"
#include "http/server.hpp"
#include "registers/places.hpp"
#include "store/migrate.hpp"
#include "store/private_cluster.hpp"

namespace leye::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t workers = 8;

// Whether a statement failed because no schema was made yet.
bool before_first_migration(const Error& error) {
  return std::any_of(error.where.begin(), error.where.end(), [](const std::string& place) {
    return place.find("SQLSTATE 42P01") != place.npos;
  });
}

Result<registers::Area> area_of(store::Pool& pool, const std::string& wanted) {
  auto lease = TRY(pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, {}));
  auto areas = registers::list_areas(transaction);
  if (!areas.ok() && !before_first_migration(areas.error())) return std::move(areas).error();
  if (areas.ok()) {
    for (const auto& area : areas.value()) {
      if (wanted.empty() || area.schema_name == wanted) return area;
    }
  }
  return Error{ErrorCode::not_found,
               "数据库里还没有地区",
               {wanted},
               "先用 leye migrate --area 621000 新建地区（换成本地区划代码），"
               "再用 leye accounts first 建三员账号；只想看看用 leye demo"};
}

// A system that nobody can sign in to says how to begin.
Status tell_first_steps(store::Pool& pool) {
  auto lease = TRY(pool.take());
  auto transaction = TRY(store::Transaction::begin(*lease, {}));
  if (TRY(access::has_administrators(transaction))) return Done{};
  fmt::print(
      "还没有管理员账号。写一个三行的文件，每行“角色,姓名,身份证号”，角色依次为 system_admin、"
      "security_admin、audit_admin，然后运行：\n  leye accounts first 文件（--data、--db 与本命令"
      "相同）\n三个口令只显示一次，首次登录须修改；其余账号由系统管理员在网页上建立。\n");
  std::fflush(stdout);
  return Done{};
}

Result<http::WebFiles> web_files() {
  const auto folder = resource("web/dist");
  if (!folder.ok()) return http::WebFiles{};
  return http::WebFiles::load(folder.value());
}

// Blocks both signals now, before any thread starts, so that only wait() receives them.
class Interrupt {
 public:
  Interrupt() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  // True when a signal came within the time.
  bool wait(std::chrono::seconds time) const {
    const timespec limit{time.count(), 0};
    return sigtimedwait(&signals_, nullptr, &limit) > 0;
  }

 private:
  sigset_t signals_;
};

// Notes the head of the audit's seals outside the database, every five minutes.
void note_anchor(const Serving& serving, const Clock& clock) {
  auto connection = store::connect(serving.dsn);
  if (!connection.ok()) return;
  const auto noted = audit::note_anchor(connection.value(),
                                        serving.data_folder / "audit-anchors.txt", clock.now());
  if (!noted.ok()) spdlog::error("audit: {}", to_text(noted.error()));
}

void wait_for_end(const Interrupt& interrupt, const Serving& serving, const Clock& clock,
                  ChangeOver& versions) {
  constexpr int seconds_between_anchors = 300;
  for (int second = 1; !interrupt.wait(1s); ++second) {
    versions.look();
    if (second % seconds_between_anchors == 0) note_anchor(serving, clock);
  }
  note_anchor(serving, clock);
}

}  // namespace

Result<std::vector<ExchangeAddress>> read_exchange_addresses(const std::filesystem::path& file) {
  std::vector<ExchangeAddress> found;
  std::ifstream in(file);
  if (!in) return Error{ErrorCode::not_found, "读不到接口地址文件", {file.string()}};
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    std::istringstream words(line.substr(0, line.find('#')));
    std::string system, base, secret;
    if (!(words >> system)) continue;
    if (!(words >> base >> secret))
      return Error{ErrorCode::invalid_input,
                   "一行要有系统、地址和密钥文件",
                   {fmt::format("{}:{}", file.string(), number)},
                   "写成 province http://主机:端口/路径 密钥文件"};
    auto shared = TRY(exchange::open_secret(secret));
    found.push_back({system, base, std::move(shared)});
  }
  return found;
}

Status serve(const Serving& serving) {
  const Interrupt interrupt;
  const SystemClock machine_clock;
  std::optional<MomentsOfDay> moments;  // of the day that the demonstration is set to
  if (serving.set_clock != nullptr) moments.emplace(*serving.set_clock, machine_clock);
  const Clock& business_clock = moments ? static_cast<const Clock&>(*moments) : machine_clock;
  const auto cipher = TRY(Cipher::open_or_create(serving.data_folder / "master.key"));
  store::Pool pool(serving.dsn, workers + 2);
  const auto area = TRY(area_of(pool, serving.area_schema));
  TRY(tell_first_steps(pool));
  const auto web = TRY(web_files());
  TRY(resume_payments(serving.dsn, cipher, business_clock, serving.data_folder));
  const auto writer = TRY(audit::Writer::open({serving.dsn, "leye serve"}, cipher, machine_clock));
  const auto calendar = TRY(WorkingDays::load());
  auto installed = TRY(installed_vocabulary());
  const auto pack = TRY(pack_in_force(serving.pack));
  workbench::Workbench workbench(std::move(installed), pack, serving.data_folder / "policies");
  api::TrialRunner trials(serving.dsn, machine_clock);
  const ServerParts parts{serving, area,    machine_clock, business_clock, cipher, pool,
                          *writer, web,     calendar,      workbench,      trials};
  const auto versions = TRY(ChangeOver::begin(parts));
  http::Settings settings;
  settings.listen = serving.listen;
  settings.behind_proxy = serving.behind_proxy;
  settings.workers = workers;
  settings.body_bytes_max = [&versions](http::Method method, const std::string& path) {
    return versions->current()->dispatcher().body_bytes_max(method, path);
  };
  const auto server =
      TRY(http::Server::start(settings, [&versions](const http::Request& request) {
        const auto current = versions->current();
        return current->dispatcher().answer(request);
      }));
  TRY(versions->current()->start_exchange());
  versions->current()->start_states();
  if (serving.ready) serving.ready(fmt::format("http://{}", serving.listen));
  wait_for_end(interrupt, serving, machine_clock, *versions);
  server->stop();
  return Done{};
}

namespace {

struct Options {
  std::string data;
  std::string database;
  std::string listen = "127.0.0.1:8080";
  std::string area;
  std::string pack;
  std::string exchange;
  std::string feeds;
  bool behind_proxy = false;
  bool second_factor = false;
};

Status migrate_existing(const std::string& dsn) {
  auto connection = TRY(store::connect(dsn));
  const auto schema = TRY(resource("schema"));
  TRY(store::migrate(connection, schema, {}));
  return Done{};
}

Status run(const Options& options) {
  Serving serving;
  serving.data_folder =
      options.data.empty() ? store::default_data_folder() : std::filesystem::path(options.data);
  serving.listen = options.listen;
  serving.behind_proxy = options.behind_proxy;
  serving.second_factor_for_staff = options.second_factor;
  serving.area_schema = options.area;
  serving.pack = options.pack;
  serving.feeds_folder = options.feeds;
  if (!options.exchange.empty())
    serving.exchange = TRY(read_exchange_addresses(options.exchange));
  serving.ready = [](const std::string& address) {
    fmt::print("乐业已启动：{}\n按 Ctrl-C 停止\n", address);
    std::fflush(stdout);
  };
  if (!options.database.empty()) {
    serving.dsn = options.database;
    return serve(serving);
  }
  const auto cluster =
      TRY(store::PrivateCluster::start(serving.data_folder, store::IfRunning::refuse));
  serving.dsn = cluster.dsn();
  TRY(migrate_existing(serving.dsn));
  return serve(serving);
}

}  // namespace

void add_serve(CLI::App& program, int& exit_code) {
  auto* contract = program.add_subcommand("openapi", "print the HTTP contract");
  contract->callback([] { fmt::print("{}\n", api::openapi()); });

  auto* command = program.add_subcommand("serve", "serve the API and the web app");
  auto options = std::make_shared<Options>();
  command->add_option("--data", options->data, "data folder (private PostgreSQL, keys)");
  command->add_option("--db", options->database, "connection string of a PostgreSQL to use");
  command->add_option("--listen", options->listen, "address:port")->capture_default_str();
  command->add_option("--area", options->area, "schema of the area shown when signed out");
  command->add_option("--pack", options->pack, "policy pack in force");
  command->add_option("--systems", options->exchange,
                      "file of other systems: system address secret-file, a line each");
  command->add_option("--feeds", options->feeds,
                      "folder into which departments drop their files, looked at each minute");
  command->add_flag("--behind-proxy", options->behind_proxy,
                    "a gateway in front speaks TLS and sends X-Real-IP");
  command->add_flag("--second-factor", options->second_factor,
                    "staff work only with a one-time code beside the password");
  command->callback([options, &exit_code] {
    const auto served = run(*options);
    if (served.ok()) return;
    fmt::print(stderr, "{}\n", to_text(served.error()));
    exit_code = 1;
  });
}

}  // namespace leye::cli
