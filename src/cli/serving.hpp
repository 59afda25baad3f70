// A server from its database to its listening address, until Ctrl-C.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace leye::cli {

struct Serving {
  std::string dsn;                    // of a migrated database
  std::filesystem::path data_folder;  // master.key, audit-anchors.txt
  std::string listen = "127.0.0.1:8080";
  bool behind_proxy = false;        // a gateway speaks TLS and sends X-Real-IP
  bool second_factor_for_staff = false;  // staff take one before anything else
  std::string area_schema = {};     // empty: the first area of the database
  std::filesystem::path pack = {};  // empty: the last folder of packs/ that declares a measure
  SetClock* set_clock = nullptr;    // the demonstration's business day; else the machine's
  std::function<void(const std::string& address)> ready = {};  // once it listens
};

// Returns after SIGINT or SIGTERM, when requests under way have been answered. Both signals are
// taken over for the rest of the process.
Status serve(const Serving& serving);

}  // namespace leye::cli
