// A line that tells how far a long step is, how fast it goes and when it will be done.
//
//   ProgressLine line("生成合成城市", people, "人");
//   line.show(done);      // often; prints at most four times a second
//   line.finish();
//
// On a terminal the line is rewritten; into a file or a pipe a line is printed every ten per cent.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace leye::cli {

class ProgressLine {
 public:
  ProgressLine(std::string what, std::int64_t total, std::string unit);

  void show(std::int64_t done);
  void note(const std::string& step);  // what goes on when all is done but for the end
  void finish();                       // the whole time it took

 private:
  using Clock = std::chrono::steady_clock;
  void print(std::int64_t done, double seconds);

  std::string what_;
  std::int64_t total_;
  std::string unit_;
  bool terminal_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = {};
  std::int64_t next_tenth_ = 1;
};

}  // namespace leye::cli
