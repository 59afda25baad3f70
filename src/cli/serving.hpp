// A server from its database to its listening address, until Ctrl-C.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "exchange/signature.hpp"

namespace leye::cli {

// Where another system answers, and the secret shared with it.
struct ExchangeAddress {
  std::string system;  // its id in the pack
  std::string base;    // "http://host:port/path"
  Secret secret;
};
// Lines "system address secret-file"; '#' begins a comment.
Result<std::vector<ExchangeAddress>> read_exchange_addresses(const std::filesystem::path& file);

struct Serving {
  std::string dsn;                    // of a migrated database
  std::filesystem::path data_folder;  // master.key, audit-anchors.txt
  std::string listen = "127.0.0.1:8080";
  bool behind_proxy = false;        // a gateway speaks TLS and sends X-Real-IP
  bool second_factor_for_staff = false;  // staff take one before anything else
  std::string area_schema = {};     // empty: the first area of the database
  std::filesystem::path pack = {};  // empty: the last folder of packs/ that declares a measure
  SetClock* set_clock = nullptr;    // the demonstration's business day; else the machine's
  std::vector<ExchangeAddress> exchange = {};  // systems that are asked; the others' items wait
  std::filesystem::path feeds_folder = {};  // where departments drop files; empty: nobody looks
  std::function<void(const std::string& address)> ready = {};  // once it listens
};

// Returns after SIGINT or SIGTERM, when requests under way have been answered. Both signals are
// taken over for the rest of the process.
Status serve(const Serving& serving);

}  // namespace leye::cli
