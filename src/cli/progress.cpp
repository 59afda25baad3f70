#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/money.hpp"

namespace leye::cli {
namespace {

// 1234567 → 1,234,567
std::string grouped(std::int64_t count) {
  const std::string text = to_display(Money::yuan(count));
  return text.substr(0, text.size() - 3);
}

}  // namespace

ProgressLine::ProgressLine(std::string what, std::int64_t total, std::string unit)
    : what_(std::move(what)),
      total_(std::max<std::int64_t>(total, 1)),
      unit_(std::move(unit)),
      terminal_(::isatty(STDOUT_FILENO) == 1) {}

void ProgressLine::show(std::int64_t done) {
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - start_).count();
  if (terminal_) {
    if (now - last_ < std::chrono::milliseconds(250)) return;
  } else {
    if (done * 10 < next_tenth_ * total_) return;
    next_tenth_ = done * 10 / total_ + 1;
  }
  last_ = now;
  print(done, seconds);
}

void ProgressLine::print(std::int64_t done, double seconds) {
  const double rate = static_cast<double>(done) / std::max(seconds, 1e-3);
  const double left = static_cast<double>(total_ - done) / std::max(rate, 1e-3);
  fmt::print("{}{}  {} / {} {}  {} {}/秒  还需约 {} 秒{}", terminal_ ? "\r\033[K" : "", what_,
             grouped(done), grouped(total_), unit_, grouped(static_cast<std::int64_t>(rate)), unit_,
             static_cast<std::int64_t>(left), terminal_ ? "" : "\n");
  std::fflush(stdout);
}

void ProgressLine::note(const std::string& step) {
  fmt::print("{}{}  {}…{}", terminal_ ? "\r\033[K" : "", what_, step, terminal_ ? "" : "\n");
  std::fflush(stdout);
}

void ProgressLine::finish() {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  fmt::print("{}{}  完成，{:.1f} 秒\n", terminal_ ? "\r\033[K" : "", what_, seconds);
  std::fflush(stdout);
}

}  // namespace leye::cli
