#include "store/cluster_files.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "base/digest.hpp"

namespace leye::store {
namespace {

namespace fs = std::filesystem;

constexpr int oldest_major = 15;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

Status write_file(const fs::path& path, const std::string& text, const ClusterUser& user) {
  {
    std::ofstream file(path, std::ios::trunc);
    file << text;
    if (!file.flush()) return Error{ErrorCode::unavailable, "cannot write " + path.string()};
  }
  if (user.change && ::chown(path.c_str(), user.user, user.group) != 0)
    return Error{ErrorCode::unavailable, "cannot hand over " + path.string()};
  return Done{};
}

// Runs a program and waits; its output goes to `log`.
Status run_program(const std::vector<std::string>& command, const ClusterUser& user,
                   const fs::path& log) {
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const pid_t child = ::fork();
  if (child == 0) {
    become_and_execute(user, command, output);
    ::_exit(127);
  }
  if (output >= 0) ::close(output);
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return Done{};
  return Error{
      ErrorCode::unavailable, fmt::format("{} failed", command.front()), {}, "see " + log.string()};
}

int major_of(const fs::path& cluster_folder) {
  return std::atoi(text_of(cluster_folder / "PG_VERSION").c_str());
}

// `terse`: the log says what went wrong without the row it went wrong with.
std::string settings(const fs::path& socket_folder) {
  struct statvfs shared_memory {};
  const bool small_shared_memory =
      ::statvfs("/dev/shm", &shared_memory) != 0 ||
      shared_memory.f_blocks * shared_memory.f_frsize < std::size_t{256} << 20;
  const auto memory_mb =
      static_cast<long>(::sysconf(_SC_PHYS_PAGES)) / (1024 * 1024 / ::sysconf(_SC_PAGESIZE));
  return fmt::format(
      R"(# Written by leye at every start. Put settings of your own into local.conf.
listen_addresses = ''
unix_socket_directories = '{}'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = {}MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
wal_compression = lz4
random_page_cost = 1.1
jit = off
timezone = UTC
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
dynamic_shared_memory_type = {}
include_if_exists = 'local.conf'
)",
      socket_folder.string(), std::clamp(memory_mb / 8, 64L, 512L),
      small_shared_memory ? "mmap" : "posix");
}

Status initialise(const fs::path& programs, const fs::path& data_folder, const ClusterUser& user) {
  // Made beside its place and renamed, so that a killed initdb leaves nothing half made.
  const auto draft = data_folder / "postgres.draft";
  std::error_code error;
  fs::remove_all(draft, error);
  TRY(make_private_folder(draft, user));
  TRY(run_program({(programs / "initdb").string(), "--pgdata=" + draft.string(), "--username=leye",
                   "--auth-local=peer", "--auth-host=reject", "--data-checksums", "--encoding=UTF8",
                   "--locale=C.UTF-8"},
                  user, data_folder / "postgres.log"));
  fs::rename(draft, data_folder / "postgres", error);
  if (error) return Error{ErrorCode::unavailable, "cannot rename " + draft.string()};
  return Done{};
}

// The user must be able to walk to the data folder.
Status check_reachable(const fs::path& folder, const ClusterUser& user) {
  if (!user.change) return Done{};
  for (fs::path part = folder; part != part.root_path(); part = part.parent_path()) {
    struct stat status {};
    if (::stat(part.c_str(), &status) != 0)
      return Error{ErrorCode::unavailable, "cannot look at " + part.string()};
    const bool open = (status.st_mode & S_IXOTH) != 0 ||
                      (status.st_uid == user.user && (status.st_mode & S_IXUSR) != 0);
    if (!open)
      return Error{ErrorCode::unavailable,
                   fmt::format("the user leye cannot reach {} because {} is closed to it",
                               folder.string(), part.string()),
                   {},
                   "choose another data folder, such as /var/lib/leye"};
  }
  return Done{};
}

}  // namespace

void become_and_execute(const ClusterUser& user, const std::vector<std::string>& command,
                        int output_file) {
  if (output_file >= 0) {
    ::dup2(output_file, STDOUT_FILENO);
    ::dup2(output_file, STDERR_FILENO);
  }
  const int null = ::open("/dev/null", O_RDONLY);
  if (null >= 0) ::dup2(null, STDIN_FILENO);
  if (user.change &&
      (::setgroups(1, &user.group) != 0 || ::setgid(user.group) != 0 || ::setuid(user.user) != 0))
    return;
  // After the change of user, which clears it.
  ::prctl(PR_SET_PDEATHSIG, SIGINT);
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments.front(), arguments.data());
}

Result<ClusterUser> cluster_user() {
  if (::geteuid() != 0) return ClusterUser{::geteuid(), ::getegid(), false};
  const passwd* entry = ::getpwnam("leye");
  if (!entry) {
    TRY(run_program({"/usr/sbin/useradd", "--system", "--user-group", "--no-create-home", "--shell",
                     "/usr/sbin/nologin", "leye"},
                    ClusterUser{}, "/dev/null"));
    entry = ::getpwnam("leye");
  }
  if (!entry) return Error{ErrorCode::unavailable, "the system user leye could not be made"};
  return ClusterUser{entry->pw_uid, entry->pw_gid, true};
}

Result<fs::path> programs_for(std::optional<int> major) {
  if (const char* folder = std::getenv("LEYE_POSTGRES_BIN")) return fs::path(folder);
  int best = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
    const int found = std::atoi(entry.path().filename().c_str());
    if (found < oldest_major || !fs::exists(entry.path() / "bin/initdb")) continue;
    if (major ? found == *major : found > best) best = found;
  }
  if (best > 0) return fs::path(fmt::format("/usr/lib/postgresql/{}/bin", best));
  if (!major)
    return Error{ErrorCode::unavailable,
                 "PostgreSQL 15 or newer is not installed",
                 {},
                 "apt-get install postgresql, or name its programs in LEYE_POSTGRES_BIN"};
  return Error{
      ErrorCode::unavailable,
      fmt::format("the data folder was made by PostgreSQL {0}, which is not installed", *major),
      {},
      fmt::format("install postgresql-{0}; to move to a newer one: leye backup with {0}, "
                  "then leye restore into an empty data folder",
                  *major)};
}

Status make_private_folder(const fs::path& folder, const ClusterUser& user) {
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return Error{ErrorCode::unavailable, "cannot make the folder " + folder.string()};
  struct stat status {};
  if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) ||
      (status.st_uid != user.user && status.st_uid != ::geteuid()))
    return Error{ErrorCode::unavailable,
                 folder.string() + " belongs to someone else",
                 {},
                 "remove it, or use another data folder"};
  if (::chmod(folder.c_str(), 0700) != 0 ||
      (user.change && ::chown(folder.c_str(), user.user, user.group) != 0))
    return Error{ErrorCode::unavailable, "cannot take over the folder " + folder.string()};
  return Done{};
}

fs::path socket_folder_for(const fs::path& data_folder) {
  const auto hash = sha256_hex(fs::weakly_canonical(data_folder).string()).substr(0, 10);
  if (::geteuid() == 0 && fs::is_directory("/run")) return fs::path("/run/leye") / hash;
  return "/tmp/leye-" + hash;
}

Result<fs::path> prepare_cluster(const fs::path& data_folder, const fs::path& socket_folder,
                                 const ClusterUser& user) {
  const auto cluster = data_folder / "postgres";
  TRY(check_reachable(data_folder, user));
  const bool present = fs::exists(cluster / "PG_VERSION");
  const auto programs =
      TRY(programs_for(present ? std::optional(major_of(cluster)) : std::nullopt));
  if (!present) TRY(initialise(programs, data_folder, user));
  TRY(make_private_folder(socket_folder, user));
  TRY(write_file(cluster / "postgresql.conf", settings(socket_folder), user));
  TRY(write_file(cluster / "pg_hba.conf", "local all all peer map=leye\n", user));
  const passwd* self = ::getpwuid(::geteuid());
  std::string names = "leye leye leye\n";
  if (self) names += fmt::format("leye {} leye\n", self->pw_name);
  TRY(write_file(cluster / "pg_ident.conf", names, user));
  return programs;
}

std::optional<pid_t> live_postmaster(const fs::path& cluster_folder) {
  const auto pid_file = cluster_folder / "postmaster.pid";
  std::error_code error;
  if (!fs::exists(pid_file, error)) return std::nullopt;
  const pid_t pid = std::atoi(text_of(pid_file).c_str());
  const fs::path process = fmt::format("/proc/{}", pid);
  // A zombie has no working folder, another program has another one.
  const auto folder = fs::read_symlink(process / "cwd", error);
  const bool ours = pid > 1 && !error && folder == fs::weakly_canonical(cluster_folder) &&
                    text_of(process / "comm").starts_with("postgres");
  if (ours) return pid;
  fs::remove(pid_file, error);
  return std::nullopt;
}

}  // namespace leye::store
