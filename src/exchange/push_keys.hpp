// Keys with which a department's system pushes its deliveries.
//
// A request is signed: HMAC-SHA-256 with the key's secret over five lines
//   POST \n feed \n time \n nonce \n SHA-256 of the body, in hexadecimal
// where time is in seconds since 1970 and a nonce is 16 to 64 letters and digits. It counts once,
// for five minutes, and each key may push sixty times an hour.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/cipher.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/transaction.hpp"

namespace leye::exchange {

struct PushKey {
  std::int64_t id = 0;
  std::string feed, name;
  std::string secret;  // hexadecimal; shown once, when it is made
};

struct SignedPush {
  std::string feed;
  std::string_view key, time, nonce, signature;  // as the headers have them
  std::string_view body;
};

std::string signature_of(std::string_view secret, const SignedPush& push);  // hexadecimal

class PushKeys {
 public:
  PushKeys(store::Transaction& transaction, const Cipher& master)
      : transaction_(transaction), master_(master) {}

  Result<PushKey> make(const std::string& feed, const std::string& name, std::int64_t account,
                       Instant now);
  Status revoke(std::int64_t key, Instant now);  // not_found

  // The key that signed. unauthenticated: no such key for this feed, or another signature;
  // conflict: the request came before; overloaded: too many of them. Commit also what is refused
  // afterwards, so that it does not count twice.
  Result<PushKey> verify(const SignedPush& push, Instant now);

 private:
  store::Transaction& transaction_;
  const Cipher& master_;
};

}  // namespace leye::exchange
