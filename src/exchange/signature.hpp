// Signatures of the HTTP interface: both sides hold one secret and sign what they say with it
// (HMAC-SHA-256, RFC 2104), so that neither a request nor an answer can be made up between them.
//
//   request: METHOD \n path with query \n moment \n SHA-256 of the body
//   answer:  status \n the request's signature \n SHA-256 of the body
//
// The moment is seconds since 1970; the other side refuses one that is minutes away, so that an old
// request cannot be sent once more by somebody else. An answer holds for its own request only.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/cipher.hpp"
#include "base/clock.hpp"

namespace leye::exchange {

constexpr const char* moment_header = "x-exchange-moment";
constexpr const char* signature_header = "x-exchange-signature";
constexpr std::int64_t moment_seconds_max = 300;

std::string request_signature(const Secret& secret, std::string_view method, std::string_view path,
                              std::string_view moment, std::string_view body);
std::string answer_signature(const Secret& secret, int status, std::string_view request_signature,
                             std::string_view body);

// Whether the moment of a request is at most moment_seconds_max away from now.
bool is_fresh(std::string_view moment, Instant now);

// HMAC-SHA-256 in hexadecimal.
std::string hmac_hex(std::span<const std::uint8_t> key, std::string_view text);

// In a time that does not tell where they differ.
bool same_signature(std::string_view left, std::string_view right);

// The secret's file: 64 hexadecimal digits. not_found if there is none.
Result<Secret> open_secret(const std::filesystem::path& file);
// The same, made if there is none: for the side that gives the secret out.
Result<Secret> open_or_make_secret(const std::filesystem::path& file);

}  // namespace leye::exchange
