#include "core_times.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace leye::bench {
namespace {

struct Stat {
  int parent = 0;
  double own = 0, ended_children = 0;  // seconds
};

Stat stat_of(int process) {
  std::ifstream file(fmt::format("/proc/{}/stat", process));
  std::string line;
  std::getline(file, line);
  const auto name_end = line.rfind(')');  // the name may hold blanks
  Stat stat;
  if (name_end == line.npos) return stat;
  std::istringstream fields(line.substr(name_end + 1));
  constexpr int parent_field = 4, user_field = 14, system_field = 15, children_last = 17;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  std::string field;
  for (int number = 3; number <= children_last && fields >> field; ++number) {
    if (number == parent_field) stat.parent = std::stoi(field);
    if (number < user_field) continue;
    (number <= system_field ? stat.own : stat.ended_children) += std::stod(field) / ticks;
  }
  return stat;
}

}  // namespace

double core_seconds_of(int process) { return stat_of(process).own; }

int parent_of(int process) { return stat_of(process).parent; }

double core_seconds_of_children(int process) {
  double seconds = stat_of(process).ended_children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != name.npos) continue;
    const Stat stat = stat_of(std::stoi(name));
    if (stat.parent == process) seconds += stat.own;
  }
  return seconds;
}

double peak_megabytes_since_reset(bool reset) {
  double kilobytes = 0;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) kilobytes = std::stod(line.substr(6));
  }
  if (reset) std::ofstream("/proc/self/clear_refs") << "5";
  return kilobytes * 1024 / 1e6;
}

}  // namespace leye::bench
