// Seals what is committed (seal.hpp), again and again, on a thread and a connection of its own:
// whoever waits for his record to be written does not wait for a seal.
//
//   Sealer sealer(dsn, 1s, cipher, clock);   // its end seals once more
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/cipher.hpp"
#include "base/clock.hpp"
#include "store/connection.hpp"

namespace leye::audit {

class Sealer {
 public:
  Sealer(std::string dsn, std::chrono::milliseconds every, const Cipher& cipher,
         const Clock& clock);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

 private:
  void run();
  void seal_once();

  const std::string dsn_;
  const std::chrono::milliseconds every_;
  const Cipher& cipher_;
  const Clock& clock_;
  std::optional<store::Connection> connection_;  // of the thread
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace leye::audit
