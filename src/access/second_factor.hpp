// The second factor (动态验证码): a code by the clock beside the password (base/one_time_code.hpp).
//
// Its owner takes a secret into an authenticator app and confirms it with a first code; from then
// on nobody signs in to the account without one. A code counts once, in its half minute or the ones
// beside it. Whoever lost the app proves at the security administrator's desk who he is, who then
// takes the second factor off; it is not taken off with a password alone.
#pragma once

#include <string>

#include "access/session.hpp"
#include "base/cipher.hpp"

namespace leye::access {

struct Enrolment {
  std::string secret;  // base 32, for typing
  std::string uri;     // otpauth://…, for the square code
};

// A new secret; it replaces one that was never confirmed. conflict: one is in force.
Result<Enrolment> begin_second_factor(store::Transaction& transaction, const Cipher& cipher,
                                      const Caller& caller, const std::string& issuer, Instant now);

// invalid_input: the code is not that of the secret; not_found: no secret was taken.
Status confirm_second_factor(store::Transaction& transaction, const Cipher& cipher,
                             const Caller& caller, const std::string& code, Instant now);

// By an administrator, never for himself (src/api). The account's sessions end. not_found: none.
Status remove_second_factor(store::Transaction& transaction, std::int64_t account, Instant now);

// At signing in, after the password was right. A right code is used up.
enum class SecondFactor { none, missing, wrong, right };
Result<SecondFactor> use_second_factor(store::Transaction& transaction, const Cipher& cipher,
                                       std::int64_t account, const std::string& code, Instant now);

}  // namespace leye::access
