#include "store/private_cluster.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "store/cluster_files.hpp"
#include "store/connection.hpp"
#include "store/supervisor.hpp"

namespace leye::store {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds look_again{20};
constexpr int start_looks_max = 6'000;  // two minutes: recovery after a crash may be long

std::string last_lines(const fs::path& log) {
  std::ifstream file(log);
  std::string last, line;
  while (std::getline(file, line))
    if (line.find("FATAL") != std::string::npos || line.find("HINT") != std::string::npos)
      last = line;
  return last;
}

}  // namespace

std::filesystem::path default_data_folder() {
  if (::geteuid() == 0) return "/var/lib/leye";
  if (const char* data = std::getenv("XDG_DATA_HOME")) return fs::path(data) / "leye";
  const char* home = std::getenv("HOME");
  return fs::path(home ? home : ".") / ".local/share/leye";
}

PrivateCluster::PrivateCluster(PrivateCluster&& other) noexcept
    : socket_folder_(std::move(other.socket_folder_)),
      lock_file_(std::exchange(other.lock_file_, -1)),
      supervisor_pipe_(std::exchange(other.supervisor_pipe_, -1)),
      supervisor_(std::exchange(other.supervisor_, -1)),
      postmaster_(std::exchange(other.postmaster_, -1)),
      adopted_(other.adopted_),
      joined_(other.joined_) {}

PrivateCluster::~PrivateCluster() {
  if (const auto stopped = stop(); !stopped.ok())
    fmt::print(stderr, "{}\n", to_text(stopped.error()));
}

std::string PrivateCluster::dsn(const std::string& database) const {
  return fmt::format("host={} user=leye dbname={}", socket_folder_.string(), database);
}

Status PrivateCluster::lock(const fs::path& data_folder, IfRunning if_running) {
  lock_file_ = ::open((data_folder / "leye.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_file_ < 0)
    return Error{ErrorCode::unavailable, "cannot write in the data folder " + data_folder.string()};
  joined_ = false;
  if (::flock(lock_file_, LOCK_EX | LOCK_NB) == 0) return Done{};
  ::close(std::exchange(lock_file_, -1));
  if (if_running == IfRunning::refuse)
    return Error{ErrorCode::conflict,
                 "another leye is running with the data folder " + data_folder.string(),
                 {},
                 "stop it, or name another folder with --data"};
  joined_ = true;
  return Done{};
}

Status PrivateCluster::run(const fs::path& data_folder) {
  const auto cluster = data_folder / "postgres";
  const auto user = TRY(cluster_user());
  if (const auto running = live_postmaster(cluster)) {
    const auto supervised = TRY(supervise_running(*running));
    supervisor_ = supervised.supervisor;
    supervisor_pipe_ = supervised.pipe;
    postmaster_ = *running;
    adopted_ = true;
    return Done{};
  }
  const auto programs = TRY(prepare_cluster(data_folder, socket_folder_, user));
  const auto supervised =
      TRY(supervise_new({(programs / "postgres").string(), "-D", cluster.string()}, user,
                        data_folder / "postgres.log"));
  supervisor_ = supervised.supervisor;
  supervisor_pipe_ = supervised.pipe;
  postmaster_ = supervised.postmaster;
  return Done{};
}

Status PrivateCluster::wait_until_ready(const fs::path& data_folder) {
  const auto target = dsn("postgres");
  const auto log = data_folder / "postgres.log";
  for (int look = 0; look < start_looks_max; ++look) {
    if (PQping(target.c_str()) == PQPING_OK) return Done{};
    if (joined_) {
      // The leye we joined may have ended before its PostgreSQL was ready: then it is our turn.
      TRY(lock(data_folder, IfRunning::join));
      if (!joined_) TRY(run(data_folder));
    }
    if (supervisor_ > 0 && ::waitpid(supervisor_, nullptr, WNOHANG) == supervisor_) {
      supervisor_ = -1;
      ::close(std::exchange(supervisor_pipe_, -1));
      if (std::exchange(adopted_, false)) {
        // It was on its way out, stopped by the supervisor of a leye that was just killed.
        TRY(run(data_folder));
        continue;
      }
      return Error{ErrorCode::unavailable,
                   "PostgreSQL did not start: " + last_lines(log),
                   {},
                   "see " + log.string()};
    }
    std::this_thread::sleep_for(look_again);
  }
  return Error{ErrorCode::unavailable,
               "PostgreSQL did not become ready in two minutes",
               {},
               "see " + log.string()};
}

Status PrivateCluster::make_database() {
  auto server = TRY(connect(dsn("postgres")));
  const auto found = TRY(server.run("select 1 as one from pg_database where datname = 'leye'", {}));
  if (!found.empty()) return Done{};
  const auto made = server.run_script("create database leye");
  // Two that start at once both try; one of them is told that it is there.
  if (made.ok() || server.sqlstate() == "42P04" || server.sqlstate() == "23505") return Done{};
  return made;
}

Result<PrivateCluster> PrivateCluster::start(const fs::path& folder, IfRunning if_running) {
  PrivateCluster cluster;
  std::error_code error;
  const fs::path data_folder = fs::absolute(folder);
  fs::create_directories(data_folder, error);
  if (error)
    return Error{ErrorCode::unavailable, "cannot make the data folder " + data_folder.string()};
  cluster.socket_folder_ = socket_folder_for(data_folder);
  TRY(cluster.lock(data_folder, if_running));
  if (!cluster.joined_) TRY(cluster.run(data_folder));
  TRY(cluster.wait_until_ready(data_folder));
  TRY(cluster.make_database());
  return cluster;
}

Status PrivateCluster::stop() {
  const int pipe = std::exchange(supervisor_pipe_, -1);
  const pid_t supervisor = std::exchange(supervisor_, -1);
  if (pipe >= 0) {
    const auto asked = ::send(pipe, "s", 1, MSG_NOSIGNAL);
    if (supervisor > 0) {
      while (::waitpid(supervisor, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    ::close(pipe);
    if (asked != 1 && supervisor > 0)
      return Error{ErrorCode::unavailable, "PostgreSQL had ended by itself"};
  }
  std::error_code ignored;
  if (lock_file_ >= 0) fs::remove(socket_folder_, ignored);
  if (lock_file_ >= 0) ::close(std::exchange(lock_file_, -1));
  return Done{};
}

}  // namespace leye::store
