#include "exchange/signature.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <fstream>

#include <fmt/format.h>

#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/digest.hpp"

namespace leye::exchange {
namespace {

constexpr std::size_t secret_bytes = 32;

Status make_secret(const std::filesystem::path& file) {
  std::array<unsigned char, secret_bytes> noise{};
  CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
  const std::string line = to_hex(noise) + "\n";
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written =
      out >= 0 && ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (out >= 0) ::close(out);
  if (written) return Done{};
  return Error{ErrorCode::unavailable, "接口密钥文件写不了", {file.string()}, "核对文件夹的权限"};
}

}  // namespace

std::string hmac_hex(std::span<const std::uint8_t> key, std::string_view text) {
  std::array<std::uint8_t, 32> digest{};
  unsigned int length = 0;
  CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(),
             &length) != nullptr);
  CHECK(length == digest.size());
  return to_hex(digest);
}

std::string request_signature(const Secret& secret, std::string_view method, std::string_view path,
                              std::string_view moment, std::string_view body) {
  return hmac_hex(secret.bytes(),
                  fmt::format("{}\n{}\n{}\n{}", method, path, moment, sha256_hex(body)));
}

std::string answer_signature(const Secret& secret, int status, std::string_view request_signature,
                             std::string_view body) {
  return hmac_hex(secret.bytes(),
                  fmt::format("{}\n{}\n{}", status, request_signature, sha256_hex(body)));
}

bool is_fresh(std::string_view moment, Instant now) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(moment.data(), moment.data() + moment.size(), seconds);
  if (error != std::errc() || end != moment.data() + moment.size()) return false;
  const auto here = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  return seconds >= here - moment_seconds_max && seconds <= here + moment_seconds_max;
}

bool same_signature(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

Result<Secret> open_secret(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in)
    return Error{ErrorCode::not_found,
                 "没有这个接口密钥文件，或者读不了",
                 {file.string()},
                 "核对文件名和权限；密钥由双方约定"};
  std::string line;
  std::getline(in, line);
  auto bytes = from_hex(line);
  if (!bytes.ok() || bytes.value().size() != secret_bytes)
    return Error{ErrorCode::invalid_input,
                 "接口密钥不是 64 位十六进制数字",
                 {file.string()},
                 "与对方约定同一个密钥，写成一行"};
  return Secret(std::move(bytes).value());
}

Result<Secret> open_or_make_secret(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) TRY(make_secret(file));
  return open_secret(file);
}

}  // namespace leye::exchange
