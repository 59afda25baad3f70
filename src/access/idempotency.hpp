// One effect for a request that is repeated (RELIABILITY promise 3).
//
//   const auto claim = TRY(claim_key(transaction, key, now));
//   if (claim.answer) return *claim.answer;          // done before: the same answer
//   … the effect, in the same transaction …
//   TRY(keep_answer(transaction, key, {200, body}));
//
// Two of the same at once: the second waits for the first one's commit and gets its answer; if the
// first is rolled back, the second has the effect.
#pragma once

#include <optional>
#include <string>

#include "store/transaction.hpp"

namespace leye::access {

struct RequestKey {
  std::int64_t account = 0;
  std::string key;      // the client's, 8 to 128 printable characters
  std::string request;  // method, path and body: what must be the same
};

struct KeptAnswer {
  int status = 200;
  std::string body;
};

struct Claim {
  std::optional<KeptAnswer> answer;
  bool differs = false;     // the key was used for another request: 422
  bool taken_over = false;  // left by a server that was killed: the effect may have happened
};

// Where the effect has one transaction of its own, claim and keep in that one; find_answer() first
// tells whether there is anything left to do.
Result<Claim> find_answer(store::Transaction& transaction, const RequestKey& key);

// Where the effect has several: claim in one that is committed at once, keep the
// answer in one after the effect, or release the key when there was none. A second request that
// comes while the first one runs is a conflict; a claim whose server was killed is taken over after
// a minute, and the effect's own guards (a version, a state) refuse to happen twice.
bool is_request_key(const std::string& key);

Result<Claim> claim_key(store::Transaction& transaction, const RequestKey& key, Instant now);
Status release_key(store::Transaction& transaction, const RequestKey& key);
Status keep_answer(store::Transaction& transaction, const RequestKey& key,
                   const KeptAnswer& answer);

}  // namespace leye::access
