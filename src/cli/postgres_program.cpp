#include "cli/postgres_program.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>

#include <fmt/format.h>

#include "store/cluster_files.hpp"

extern char** environ;

namespace leye::cli {
namespace {

constexpr std::size_t words_max = 4000;

// libpq keeps the name of the environment variable of each connection option.
Result<std::vector<std::string>> environment_for(const std::string& dsn) {
  char* problem = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(dsn.c_str(), &problem), PQconninfoFree);
  if (!options) {
    const std::string text = problem ? problem : "";
    PQfreemem(problem);
    return Error{ErrorCode::invalid_input, "the connection string cannot be read: " + text};
  }
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (!std::string_view(*entry).starts_with("PG")) environment.emplace_back(*entry);
  for (const auto* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr && option->envvar != nullptr)
      environment.push_back(fmt::format("{}={}", option->envvar, option->val));
  return environment;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const auto& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

std::string read_all(int file) {
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t size = 0; (size = ::read(file, part.data(), part.size())) != 0;) {
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) break;
    text.append(part.data(), static_cast<std::size_t>(size));
    if (text.size() > words_max) text.erase(0, text.size() - words_max);
  }
  return text;
}

}  // namespace

Status run_postgres_program(const std::string& program, const std::vector<std::string>& arguments,
                            const std::string& dsn) {
  const auto folder = TRY(store::programs_for({}));
  const auto path = (folder / program).string();
  const auto environment = TRY(environment_for(dsn));
  std::vector<std::string> words{path};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::array<int, 2> errors{};
  if (::pipe2(errors.data(), O_CLOEXEC) != 0)
    return Error{ErrorCode::unavailable, "cannot run " + path};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
  pid_t child = -1;
  const int failed = ::posix_spawn(&child, path.c_str(), &actions, nullptr, pointers(words).data(),
                                   pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  ::close(errors[1]);
  const std::string last_words = failed == 0 ? read_all(errors[0]) : "it cannot be started";
  ::close(errors[0]);
  int status = 1;
  while (failed == 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (failed == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return Done{};
  return Error{ErrorCode::unavailable, fmt::format("{} failed: {}", program, last_words)};
}

}  // namespace leye::cli
