// Writes the audit of one server (docs/decisions: audit without a chain in the transaction).
//
// An act's record goes into the act's own transaction: both are there or neither. Reads have no
// transaction of their own, so one thread writes them in groups, and the answer waits until its
// record is committed; if it cannot be, the answer is refused (fail closed).
//
// Every record of a writer has the next number. A number whose transaction was rolled back is
// given to a record 'abandoned', so a missing number means that somebody took a record away.
//
//   Entry entry = TRY(writer.append(transaction, record));
//   TRY(transaction.commit());
//   entry.keep();                         // else its number is recorded as abandoned
//   TRY(writer.write({read_of_person}));  // returns when it is on disk
//
// What is committed is sealed once a second, beside it (sealer.hpp).
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "audit/record.hpp"
#include "audit/sealer.hpp"
#include "store/transaction.hpp"

namespace leye::audit {

class Writer;

// The number of a record in a transaction that has not ended yet.
class Entry {
 public:
  Entry(Writer& writer, std::int64_t number) : writer_(&writer), number_(number) {}
  Entry(Entry&& other) noexcept : writer_(other.writer_), number_(other.number_) {
    other.writer_ = nullptr;
  }
  Entry& operator=(Entry&&) = delete;
  ~Entry();
  void keep() { writer_ = nullptr; }

 private:
  Writer* writer_;
  std::int64_t number_;
};

struct WriterSettings {
  std::string dsn;
  std::string process = "leye";
  std::chrono::milliseconds seal_every{1000};  // 0: never; for tests
  std::size_t queue_max = 10'000;              // records waiting; beyond, `overloaded`
};

class Writer {
 public:
  // Takes a number of its own and closes the gaps of writers that were killed. The clock is the
  // machine's.
  static Result<std::unique_ptr<Writer>> open(WriterSettings settings, const Cipher& cipher,
                                              const Clock& clock);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  Result<Entry> append(store::Transaction& transaction, const Record& record);

  // All of them or an error; blocks until they are committed.
  Status write(std::vector<Record> records);

  std::int64_t id() const { return id_; }

 private:
  friend class Entry;
  struct Waiting {
    std::vector<Record> records;
    std::function<void(Status)> done;
  };
  Writer(WriterSettings settings, const Cipher& cipher, const Clock& clock)
      : settings_(std::move(settings)), cipher_(cipher), clock_(clock) {}
  void abandon(std::int64_t number);
  void run();
  void write_group(std::vector<Waiting> group, std::vector<std::int64_t> abandoned);
  Status commit_group(const std::vector<Record>& records, const std::vector<std::int64_t>& numbers);
  Result<store::Connection*> connection();
  Status start();
  void close_old_gaps();

  const WriterSettings settings_;
  const Cipher& cipher_;
  const Clock& clock_;
  std::int64_t id_ = 0;
  std::atomic<std::int64_t> last_number_{0};
  std::optional<store::Connection> connection_;  // of the thread, once it runs
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Waiting> waiting_;
  std::vector<std::int64_t> abandoned_;
  std::size_t records_waiting_ = 0;
  bool stopping_ = false;
  std::thread thread_;
  std::optional<Sealer> sealer_;
};

}  // namespace leye::audit
