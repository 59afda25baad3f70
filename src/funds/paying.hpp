// Sending a batch so that no payment is made twice or lost, whatever stops when.
//
//   1  set aside   pending entries for every row, one transaction; the batch is `pending`
//   2  write file  beside its place, synced, renamed, folder synced; the same bytes each time
//   3  deliver     the channel knows the batch by its number; the batch is `delivering`
//   4  sent        one transaction
//
// A crash between any two leaves a state from which resume() goes on: the money is set aside, the
// file is written again (the same), the channel recognises the number. Paying first and booking
// afterwards, or the other way round, doubles or loses payments when killed (docs/decisions).
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/cipher.hpp"
#include "base/clock.hpp"
#include "funds/batches.hpp"
#include "funds/channel.hpp"
#include "store/connection.hpp"

namespace leye::funds {

// What sending needs. The scope must cover the place of the fund.
struct Paying {
  store::Connection& connection;
  store::Scope scope;
  const Cipher& cipher;
  const Clock& clock;
  Channel& channel;
  std::filesystem::path folder;  // of the files, mode 0700
  // Before the money is set aside for good: what must be written with it, the audit's record.
  std::function<Status(store::Transaction&)> before_setting_aside = {};
};

// forbidden for the one who made or approved the batch; conflict when the indicator or plan does
// not cover it, or while payments are fenced after a restore.
// `also`: accounts that count as one with it (a delegation).
Result<Batch> send_batch(Paying& paying, std::int64_t batch_id, std::int64_t account,
                         std::vector<std::int64_t> also = {});

// At start: finishes every batch that was begun. The batches it moved. Nothing while fenced.
Result<std::vector<Batch>> resume(Paying& paying);

// Writes the batch's file piece by piece; the same bytes each time.
using Write = std::function<Status(std::string_view)>;
Status write_batch_file(store::Transaction& transaction, const Cipher& cipher,
                        std::int64_t batch_id, const Write& write);

// For download: the file's text. conflict unless it is the very file that was sent.
Result<std::string> batch_file(store::Transaction& transaction, const Cipher& cipher,
                               std::int64_t batch_id);

// After a restore the books may be behind the bank: nothing leaves until a person has compared them
// and says so.
Status raise_fence(store::Transaction& transaction, const std::string& reason, Instant at);
Result<std::optional<std::string>> fence(store::Transaction& transaction);  // its reason
Status lift_fence(store::Transaction& transaction, const std::string& note, const Acting& acting);

}  // namespace leye::funds
