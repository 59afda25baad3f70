#include "funds/crash_point.hpp"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <string>

namespace leye::funds {
namespace {

class Plan {
 public:
  Plan() {
    if (const char* log = std::getenv("LEYE_CRASH_LOG")) log_ = log;
    const char* at = std::getenv("LEYE_CRASH_AT");
    if (!at) return;
    const std::string text = at;
    const auto colon = text.rfind(':');
    name_ = text.substr(0, colon);
    passes_left_ = colon == std::string::npos ? 1 : std::atoi(text.c_str() + colon + 1);
  }

  bool idle() const { return log_.empty() && name_.empty(); }

  void pass(const char* name) {
    const std::scoped_lock lock(mutex_);
    if (!log_.empty()) std::ofstream(log_, std::ios::app) << name << "\n";
    if (name_ != name || --passes_left_ > 0) return;
    ::kill(::getpid(), SIGKILL);
    while (true) ::pause();
  }

 private:
  std::string log_, name_;
  int passes_left_ = 0;
  std::mutex mutex_;
};

}  // namespace

void crash_point(const char* name) {
  static Plan plan;
  if (!plan.idle()) plan.pass(name);
}

}  // namespace leye::funds
