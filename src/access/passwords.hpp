// Passwords: what is accepted, how they are kept.
//
// Kept as Argon2id with 46 MiB, one pass, one lane (OWASP ASVS 5.0 appendix C). At most two are
// computed at once in a process, since each takes its memory; who waits longer than a second is
// told `overloaded`.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace leye::access {

// The rules of the profile for protection level 3 (GB/T 22239-2019 8.1.4.1 a): at least 10
// characters of 3 kinds, at most 1024 bytes, not the account's name, not a known one.
Status check_password(std::string_view password, std::string_view login);

Result<std::string> hash_password(std::string_view password);

// Takes as long for an empty `kept` (no such account) as for a real one.
Result<bool> verify_password(const std::string& kept, std::string_view password);

}  // namespace leye::access
