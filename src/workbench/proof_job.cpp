#include "workbench/proof_job.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include "base/json_read.hpp"

namespace leye::workbench {
namespace {

using std::chrono::steady_clock;

constexpr rlim_t memory_max = rlim_t{3} << 30;
constexpr rlim_t cpu_seconds_max = 240;
constexpr std::chrono::seconds time_max{300};
constexpr std::size_t output_max = std::size_t{16} << 20;

Error not_started() {
  return {ErrorCode::unavailable,
          "证明程序起不来",
          {},
          "请系统管理员检查；也可以在命令行运行 leye policy prove"};
}

struct Child {
  pid_t id = -1;
  int output = -1;
};

Result<Child> spawn(const std::filesystem::path& program, const std::filesystem::path& pack) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return not_started();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  std::string words[] = {program.string(), "policy", "prove", "--json", pack.string()};
  char* arguments[] = {words[0].data(), words[1].data(), words[2].data(),
                       words[3].data(), words[4].data(), nullptr};
  // The server waits for its signals with them blocked; the child must not.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  Child child;
  const int failed =
      posix_spawn(&child.id, program.c_str(), &actions, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  child.output = ends[0];
  if (failed != 0) {
    close(ends[0]);
    return not_started();
  }
  const rlimit memory{memory_max, memory_max}, cpu{cpu_seconds_max, cpu_seconds_max};
  prlimit(child.id, RLIMIT_AS, &memory, nullptr);
  prlimit(child.id, RLIMIT_CPU, &cpu, nullptr);
  return child;
}

// All that it prints; ends it when that takes too long.
Result<std::string> read_all(const Child& child) {
  const auto until = steady_clock::now() + time_max;
  std::string text;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - steady_clock::now());
    pollfd ready{child.output, POLLIN, 0};
    if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) <= 0)
      return Error{ErrorCode::unavailable, "证明超过了 5 分钟，已停止"};
    char piece[64 * 1024];
    const auto got = ::read(child.output, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(piece, static_cast<std::size_t>(got));
    if (text.size() > output_max) return Error{ErrorCode::unavailable, "证明的结果太长"};
  }
}

Result<ProofReport> report_of(const std::string& text) {
  json::Limits limits;
  limits.bytes_max = output_max;
  auto reports = json::read<std::vector<ProofReport>>(text, limits);
  if (!reports.ok() || reports.value().size() != 1)
    return Error{ErrorCode::unavailable, "证明没有做完：内存或者时间不够"};
  return std::move(reports.value().front());
}

}  // namespace

std::int64_t ProofReport::open() const {
  return std::count_if(findings.begin(), findings.end(),
                       [](const ProvedFinding& each) { return !each.reason; }) +
         static_cast<std::int64_t>(idle.size());
}

std::optional<std::filesystem::path> proving_program() {
  std::error_code failed;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
  if (failed || self.filename() != "leye") return std::nullopt;
  return self;
}

ProofJobs::~ProofJobs() { stop(); }

void ProofJobs::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (state_.state == "running") state_.state = "cancelled";
    if (child_ > 0) kill(child_, SIGKILL);
  }
  if (thread_.joinable()) thread_.join();
}

Status ProofJobs::start(std::int64_t draft, const std::string& pack, const Files& files) {
  if (!proving_program()) return not_started();
  {
    const std::lock_guard lock(mutex_);
    if (state_.state == "running" && state_.draft != draft)
      return Error{ErrorCode::conflict, "另一份草案正在证明", {}, "等它做完，大约几秒到一分钟"};
  }
  stop();
  auto folder = TRY(ScratchFolder::make(scratch_));
  TRY(write_files(files, folder.path()));
  const std::lock_guard lock(mutex_);
  state_ = {};
  state_.draft = draft;
  state_.digest = digest_of(files);
  state_.state = "running";
  started_ = steady_clock::now();
  thread_ = std::thread([this, kept = std::move(folder), pack]() mutable {
    run(std::move(kept), pack);
  });
  return Done{};
}

void ProofJobs::run(ScratchFolder folder, std::string pack) {
  Result<ProofReport> report = not_started();
  const auto child = spawn(*proving_program(), folder.path() / pack);
  if (child.ok()) {
    {
      const std::lock_guard lock(mutex_);
      child_ = child.value().id;
      if (state_.state == "cancelled") kill(child_, SIGKILL);
    }
    const auto text = read_all(child.value());
    {
      const std::lock_guard lock(mutex_);
      child_ = -1;
    }
    kill(child.value().id, SIGKILL);
    waitpid(child.value().id, nullptr, 0);
    close(child.value().output);
    report = text.ok() ? report_of(text.value()) : Result<ProofReport>(text.error());
  }
  const auto before = folder.path().string() + "/";
  const std::lock_guard lock(mutex_);
  state_.seconds = std::chrono::duration<double>(steady_clock::now() - started_).count();
  if (state_.state != "running") return;
  if (!report.ok()) {
    state_.state = "failed";
    state_.error = report.error().what;
    return;
  }
  state_.state = "done";
  state_.report = std::move(report).value();
  for (auto& each : state_.report.findings)
    if (each.file.starts_with(before)) each.file = each.file.substr(before.size());
}

void ProofJobs::cancel(std::int64_t draft) {
  const std::lock_guard lock(mutex_);
  if (state_.draft != draft || state_.state != "running") return;
  state_.state = "cancelled";
  if (child_ > 0) kill(child_, SIGKILL);
}

ProofState ProofJobs::state(std::int64_t draft) const {
  const std::lock_guard lock(mutex_);
  if (state_.draft != draft) return {};
  auto found = state_;
  if (found.state == "running")
    found.seconds = std::chrono::duration<double>(steady_clock::now() - started_).count();
  return found;
}

}  // namespace leye::workbench
