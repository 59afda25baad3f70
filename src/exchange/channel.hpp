// A way to another system that answers by itself. With one that has none workbooks are exchanged
// (sheets.hpp). Channels carry and understand; what an answer means for an item is the
// outbox's.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "exchange/outbox.hpp"
#include "exchange/signature.hpp"

namespace leye::exchange {

// An answer that comes later than its request, with its place in the row of all such answers. One
// that cannot be read is in the row too: those after it are read all the same.
struct LaterAnswer {
  std::int64_t number = 0;
  std::string key;
  Result<Answer> answer;  // without `item`
};

// One record as they hold it.
struct TheirRecord {
  std::string serial;
  std::string key;  // ours, if they know it
  std::map<std::string, std::string> fields;
};

class Channel {
 public:
  virtual ~Channel() = default;

  // What they say of one message at once. unavailable: they are not reached; invalid_input: what
  // they say cannot be read.
  virtual Result<Answer> send(const std::string& message) = 0;
  // Answers after that number, in their order, at most some hundred.
  virtual Result<std::vector<LaterAnswer>> answers_after(std::int64_t number) = 0;
  // Their whole list of one kind.
  virtual Result<std::vector<TheirRecord>> records(const std::string& kind) = 0;

  // From another thread: nothing more is asked, the work in hand ends after the present request.
  void stop() { stopped_ = true; }
  bool stopped() const { return stopped_; }

 private:
  std::atomic<bool> stopped_{false};
};

// JSON over HTTP, signed both ways (docs/guide/outbox.md):
//   POST base/changes           one message   → one answer
//   GET  base/answers?after=17                → {"items": [...]}
//   GET  base/records?kind=employment&after=S → {"items": [...], "more": true}
class HttpChannel final : public Channel {
 public:
  HttpChannel(std::string base, Secret secret, const Clock& clock)
      : base_(std::move(base)), secret_(std::move(secret)), clock_(clock) {}

  Result<Answer> send(const std::string& message) override;
  Result<std::vector<LaterAnswer>> answers_after(std::int64_t number) override;
  Result<std::vector<TheirRecord>> records(const std::string& kind) override;

 private:
  Result<std::string> ask(bool post, std::string target, std::string body);

  std::string base_;
  Secret secret_;
  const Clock& clock_;  // the machine's
};

}  // namespace leye::exchange
