// One-time codes by the clock, as every authenticator app shows them: TOTP, RFC 6238, with
// HMAC-SHA-1, a step of 30 seconds and six digits.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/clock.hpp"

namespace leye {

// Which step of 30 seconds since 1970 an instant is in.
std::int64_t code_step(Instant at);

// Six digits, leading zeros kept.
std::string one_time_code(std::span<const std::uint8_t> secret, std::int64_t step);

// RFC 4648, upper case, without padding: how apps want a secret typed.
std::string to_base32(std::span<const std::uint8_t> bytes);

}  // namespace leye
