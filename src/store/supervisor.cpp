#include "store/supervisor.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace leye::store {
namespace {

constexpr int patient_ms = 60'000;  // asked to stop: PostgreSQL may write its checkpoint
constexpr int hurried_ms = 2'000;   // we were killed
constexpr int pipe_place = 3, report_place = 4, log_place = 5;

// Where a descriptor is wanted after all others are closed.
struct Descriptors {
  int commands = -1, report = -1, log = -1;
};

void keep_only(const Descriptors& wanted) {
  // Out of the way first: one of them may stand where another shall.
  std::array from = {wanted.commands, wanted.report, wanted.log};
  for (int& file : from)
    if (file >= 0) file = ::fcntl(file, F_DUPFD_CLOEXEC, 100);
  const std::array to = {pipe_place, report_place, log_place};
  for (std::size_t i = 0; i < from.size(); ++i)
    if (from[i] >= 0) ::dup3(from[i], to[i], O_CLOEXEC);
  ::close_range(6, ~0U, 0);
}

bool ended_within(int process, pid_t child, int wait_ms) {
  pollfd ended{process, POLLIN, 0};
  while (::poll(&ended, 1, wait_ms) < 0 && errno == EINTR) {
  }
  if ((ended.revents & POLLIN) == 0) return false;
  ::waitpid(child, nullptr, WNOHANG);  // an adopted one is not our child: someone else reaps it
  return true;
}

// Waits until the postmaster ends or we are told to end it. Never returns.
[[noreturn]] void watch(pid_t postmaster) {
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, postmaster, 0));
  if (process < 0) ::_exit(1);
  std::array<pollfd, 2> events{{{pipe_place, POLLIN, 0}, {process, POLLIN, 0}}};
  while (true) {
    if (::poll(events.data(), events.size(), -1) < 0) continue;
    if ((events[1].revents & POLLIN) != 0) {
      ::waitpid(postmaster, nullptr, 0);
      ::_exit(1);
    }
    if (events[0].revents != 0) break;
  }
  char request = 0;
  const bool asked = ::read(pipe_place, &request, 1) == 1;
  ::kill(postmaster, SIGINT);
  if (!ended_within(process, postmaster, asked ? patient_ms : hurried_ms)) {
    ::kill(postmaster, SIGQUIT);  // at once; the next start recovers from the log
    if (!ended_within(process, postmaster, hurried_ms)) ::kill(postmaster, SIGKILL);
    ended_within(process, postmaster, hurried_ms);
  }
  ::_exit(0);
}

[[noreturn]] void start_and_watch(const std::vector<std::string>& command,
                                  const ClusterUser& user) {
  const pid_t child = ::fork();
  if (child == 0) {
    become_and_execute(user, command, log_place);
    ::_exit(127);
  }
  const auto reported = ::write(report_place, &child, sizeof child);
  ::close(report_place);
  ::close(log_place);
  if (child < 0 || reported != static_cast<ssize_t>(sizeof child)) ::_exit(1);
  watch(child);
}

Error no_supervisor() {
  return {ErrorCode::unavailable, "cannot start the process that watches PostgreSQL"};
}

struct Pipes {
  std::array<int, 2> commands{-1, -1}, report{-1, -1};
};

Result<Pipes> make_pipes() {
  Pipes pipes;
  // A socket, since writing to a pipe whose reader is gone would kill us.
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pipes.commands.data()) != 0 ||
      ::pipe2(pipes.report.data(), O_CLOEXEC) != 0)
    return no_supervisor();
  return pipes;
}

void enter_supervisor() {
  ::setsid();
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(signal, SIG_IGN);
  ::signal(SIGCHLD, SIG_DFL);
}

}  // namespace

Result<Supervised> supervise_new(const std::vector<std::string>& command, const ClusterUser& user,
                                 const std::filesystem::path& log) {
  const Pipes pipes = TRY(make_pipes());
  const int log_file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const pid_t supervisor = ::fork();
  if (supervisor == 0) {
    enter_supervisor();
    keep_only({pipes.commands[0], pipes.report[1], log_file});
    start_and_watch(command, user);
  }
  for (const int file : {pipes.commands[0], pipes.report[1], log_file})
    if (file >= 0) ::close(file);
  pid_t postmaster = -1;
  const bool told = supervisor > 0 && ::read(pipes.report[0], &postmaster, sizeof postmaster) ==
                                          static_cast<ssize_t>(sizeof postmaster);
  ::close(pipes.report[0]);
  if (!told || postmaster <= 0) {
    ::close(pipes.commands[1]);
    return no_supervisor();
  }
  return Supervised{supervisor, postmaster, pipes.commands[1]};
}

Result<Supervised> supervise_running(pid_t postmaster) {
  const Pipes pipes = TRY(make_pipes());
  const pid_t supervisor = ::fork();
  if (supervisor == 0) {
    enter_supervisor();
    keep_only({pipes.commands[0], -1, -1});
    ::close(report_place);
    ::close(log_place);
    watch(postmaster);
  }
  for (const int file : {pipes.commands[0], pipes.report[0], pipes.report[1]}) ::close(file);
  if (supervisor < 0) {
    ::close(pipes.commands[1]);
    return no_supervisor();
  }
  return Supervised{supervisor, postmaster, pipes.commands[1]};
}

}  // namespace leye::store
