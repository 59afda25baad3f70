#include "register_clerks.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "access/accounts.hpp"
#include "access/session.hpp"
#include "base/cipher.hpp"
#include "core_times.hpp"
#include "http/client.hpp"
#include "register_states.hpp"
#include "scratch_area.hpp"

namespace leye::bench {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t clerks = 20;
constexpr std::int64_t city = 621'000'000'000;
constexpr const char* password = "Chun-feng-2023";

// The key that the registers were filled with.
Status write_key(const fs::path& folder) {
  fs::create_directories(folder);
  const fs::path file = folder / "master.key";
  std::ofstream out(file);
  for (int byte = 0; byte < 32; ++byte) out << "07";
  out << "\n";
  out.flush();
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  if (!out) return Error{ErrorCode::unavailable, "the key could not be written"};
  return Done{};
}

class Server {
 public:
  static Result<std::unique_ptr<Server>> start(const std::string& dsn, const fs::path& folder) {
    auto server = std::unique_ptr<Server>(new Server);
    const std::string listen = fmt::format("127.0.0.1:{}", 20'000 + ::getpid() % 20'000);
    server->base_ = "http://" + listen;
    const std::string log = (folder / "server.log").string();
    std::vector<std::string> words = {LEYE_PROGRAM, "serve",           "--db",     dsn,
                                      "--data",     folder.string(),   "--listen", listen,
                                      "--area",     ScratchArea::area, "--pack",   States::pack};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&files, 1, 2);
    const int failed =
        posix_spawn(&server->process_, LEYE_PROGRAM, &files, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (failed != 0) {
      server->process_ = -1;
      return Error{ErrorCode::unavailable, "leye cannot be started: " LEYE_PROGRAM};
    }
    for (int look = 0; look < 600; ++look) {
      const auto health = http::ask({.base = server->base_, .target = "/api/health"});
      if (health.ok() && health.value().status == 200) return server;
      std::this_thread::sleep_for(100ms);
    }
    return Error{ErrorCode::unavailable, "leye serve does not answer", {log}};
  }
  ~Server() {
    if (process_ <= 0) return;
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  const std::string& base() const { return base_; }
  int process() const { return process_; }

 private:
  Server() = default;
  std::string base_;
  pid_t process_ = -1;
};

// One session for each clerk.
Result<std::vector<std::string>> sign_in(store::Connection& connection) {
  const Cipher cipher = Cipher::from_master(Secret(Bytes(32, 7)));
  const SystemClock clock;
  std::vector<std::string> tokens;
  for (std::size_t clerk = 0; clerk < clerks; ++clerk) {
    const std::string login = fmt::format("clerk{}", clerk);
    auto transaction = TRY(store::Transaction::begin(connection, {}));
    access::NewAccount account{login, login, password};
    account.holder = cipher.blind_index("account.holder", login);
    const auto id = TRY(access::make_account(transaction, account, clock.now()));
    TRY(access::give_role(transaction, {id, access::Role::window_clerk, ScratchArea::area, city},
                          clock.now()));
    TRY(transaction.commit());
    const auto entered =
        TRY(access::sign_in(connection, cipher, {login, password, "127.0.0.1"}, clock.now()));
    tokens.push_back(entered.token);
  }
  return tokens;
}

// What is asked in the n-th place.
using Target = std::function<std::string(std::size_t number)>;

struct Phase {
  const char* name;
  Target target;
  std::size_t clerks = 1;
  std::size_t each = 100;              // requests of a clerk
  std::chrono::milliseconds pause{0};  // from one request's beginning to the next one's
};

struct Asked {
  std::vector<double> milliseconds;  // sorted
  std::size_t refused = 0;           // 503: too much at once
  double seconds = 0;
  double by_server = 0, by_database = 0;  // core seconds
};

Result<Asked> ask_all(const Server& server, int postmaster, const std::vector<std::string>& tokens,
                      const Phase& phase) {
  Asked asked;
  std::mutex mutex;
  std::optional<Error> failure;
  const double server_before = core_seconds_of(server.process());
  const double database_before = core_seconds_of_children(postmaster);
  const Stopwatch all;
  const auto work = [&](std::size_t clerk) {
    std::vector<double> mine;
    auto next = std::chrono::steady_clock::now() + phase.pause * clerk / phase.clerks;
    for (std::size_t number = 0; number < phase.each; ++number, next += phase.pause) {
      if (phase.pause > 0ms) std::this_thread::sleep_until(next);
      const Stopwatch stopwatch;
      const auto answer = http::ask({.base = server.base(),
                                     .target = phase.target(clerk * phase.each + number),
                                     .headers = {{"cookie", "leye_session=" + tokens[clerk]}}});
      mine.push_back(stopwatch.seconds() * 1e3);
      const bool refused = answer.ok() && answer.value().status == 503;
      const bool answered = refused || (answer.ok() && answer.value().status == 200);
      const std::lock_guard lock(mutex);
      asked.refused += refused ? 1 : 0;
      if (!answered && !failure) {
        failure = answer.ok() ? Error{ErrorCode::unavailable,
                                      fmt::format("{}: {}", answer.value().status,
                                                  answer.value().body.substr(0, 300))}
                              : answer.error();
      }
      if (failure) return;
    }
    const std::lock_guard lock(mutex);
    asked.milliseconds.insert(asked.milliseconds.end(), mine.begin(), mine.end());
  };
  std::vector<std::thread> threads;
  for (std::size_t clerk = 0; clerk < phase.clerks; ++clerk) threads.emplace_back(work, clerk);
  for (std::thread& thread : threads) thread.join();
  if (failure) return *failure;
  asked.seconds = all.seconds();
  asked.by_server = core_seconds_of(server.process()) - server_before;
  asked.by_database = core_seconds_of_children(postmaster) - database_before;
  std::sort(asked.milliseconds.begin(), asked.milliseconds.end());
  return asked;
}

void add_figures(const std::string& prefix, const Phase& phase, const Asked& asked,
                 std::vector<Measurement>& figures) {
  const auto count = static_cast<double>(asked.milliseconds.size());
  const auto at = [&](double share) {
    return asked.milliseconds[static_cast<std::size_t>(share * (count - 1))];
  };
  const std::string name = fmt::format("{}.{}", prefix, phase.name);
  const double server = 1e3 * asked.by_server / count, database = 1e3 * asked.by_database / count;
  figures.push_back({name + ".p50", at(0.5), "ms"});
  figures.push_back({name + ".p99", at(0.99), "ms",
                     fmt::format("of a core a request takes {:.2f} ms in leye, {:.2f} ms in "
                                 "PostgreSQL",
                                 server, database)});
  figures.push_back({name + ".rate", count / asked.seconds, "requests/s"});
  if (asked.refused > 0)
    figures.push_back({name + ".refused", static_cast<double>(asked.refused), "requests"});
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

// The first characters of a name.
std::string beginning(const std::string& name, int characters) {
  std::size_t at = 0;
  while (at < name.size() && characters-- > 0) {
    for (++at; at < name.size() && (name[at] & 0xC0) == 0x80;) ++at;
  }
  return name.substr(0, at);
}

}  // namespace

Measurements measure_clerks(const std::string& dsn, const fs::path& folder,
                            const std::string& prefix, const std::vector<Wanted>& people) {
  TRY(write_key(folder));
  auto connection = TRY(store::connect(dsn));
  const auto tokens = TRY(sign_in(connection));
  const int postmaster = parent_of(PQbackendPID(connection.raw()));
  const auto states = TRY(States::of(connection));
  std::vector<Measurement> figures;
  { const auto first = TRY(Server::start(dsn, folder)); }  // takes the pack and begins its pass
  TRY(states->go_through(prefix, figures));
  const auto server = TRY(Server::start(dsn, folder));
  const auto person = [&](std::size_t number) -> const Wanted& {
    return people[number % people.size()];
  };
  const std::string search = "/api/v1/persons?q=";
  const Target by_number = [&](std::size_t n) { return search + person(n).number; };
  const Target by_name = [&](std::size_t n) { return search + escaped(person(n).name); };
  const Target by_part = [&](std::size_t n) {
    return search + escaped(beginning(person(n).name, 2));
  };
  const Target by_surname = [&](std::size_t n) {
    return search + escaped(beginning(person(n).name, 1));
  };
  const Target page = [&](std::size_t n) {
    return fmt::format("/api/v1/persons/{}", person(n).id);
  };
  const Phase phases[] = {{"warm", page, clerks, 10, {}},
                          {"lookup.one_clerk", by_number, 1, 500, {}},
                          {"lookup.20_clerks", by_number, clerks, 50, 500ms},
                          {"lookup.20_without_pause", by_number, clerks, 100, {}},
                          {"name.one_clerk", by_name, 1, 200, {}},
                          {"name.20_clerks", by_name, clerks, 20, 1000ms},
                          {"name.two_characters", by_part, 1, 200, {}},
                          {"name.surname_alone", by_surname, 1, 100, {}},
                          {"page.one_clerk", page, 1, 300, {}},
                          {"page.20_clerks", page, clerks, 50, 500ms},
                          {"page.20_without_pause", page, clerks, 50, {}}};
  for (const Phase& phase : phases) {
    const auto asked = TRY(ask_all(*server, postmaster, tokens, phase));
    if (phase.name != std::string_view("warm")) add_figures(prefix, phase, asked, figures);
  }
  TRY(states->ask_again());
  const Phase beside[] = {{"lookup.beside_states", by_number, clerks, 50, 500ms},
                          {"page.beside_states", page, clerks, 50, 500ms}};
  const auto begun = TRY(states->now());
  const Stopwatch stopwatch;
  for (const Phase& phase : beside)
    add_figures(prefix, phase, TRY(ask_all(*server, postmaster, tokens, phase)), figures);
  const auto reached = TRY(states->now());
  figures.push_back(
      {prefix + ".states.beside_clerks",
       static_cast<double>(reached.derived.people - begun.derived.people) / stopwatch.seconds(),
       "people/s"});
  return figures;
}

}  // namespace leye::bench
