#include "base/one_time_code.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "base/check.hpp"

namespace leye {
namespace {

constexpr std::int64_t step_seconds = 30;
constexpr std::uint32_t codes = 1'000'000;  // six digits

}  // namespace

std::int64_t code_step(Instant at) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
  return seconds / step_seconds;
}

std::string one_time_code(std::span<const std::uint8_t> secret, std::int64_t step) {
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
  std::array<std::uint8_t, 20> digest{};
  unsigned int length = 0;
  CHECK(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
             counter.size(), digest.data(), &length) != nullptr);
  CHECK(length == digest.size());
  // RFC 4226 section 5.3: the last four bits say where the four bytes stand.
  const std::size_t at = digest.back() & 0x0fU;
  const std::uint32_t number = (digest[at] & 0x7fU) << 24U | std::uint32_t{digest[at + 1]} << 16U |
                               std::uint32_t{digest[at + 2]} << 8U | digest[at + 3];
  return fmt::format("{:06}", number % codes);
}

std::string to_base32(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t held = 0;
  int bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = (held << 8U | byte) & 0xfffU;  // at most four bits wait beside a new byte
    bits += 8;
    for (; bits >= 5; bits -= 5) text += letters[held >> static_cast<unsigned>(bits - 5) & 31U];
  }
  if (bits > 0) text += letters[held << static_cast<unsigned>(5 - bits) & 31U];
  return text;
}

}  // namespace leye
