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

#include "base/check.hpp"
#include "base/digest.hpp"

namespace leye::exchange {
namespace {

constexpr std::size_t secret_bytes = 32;

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
  std::string text;
  for (std::size_t at = 0; at < count; ++at) text += fmt::format("{:02x}", bytes[at]);
  return text;
}

std::string signed_with(const Secret& secret, const std::string& content) {
  std::array<unsigned char, 32> digest{};
  unsigned int length = 0;
  CHECK(HMAC(EVP_sha256(), secret.bytes().data(), static_cast<int>(secret.bytes().size()),
             reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data(),
             &length) != nullptr);
  return hexadecimal(digest.data(), length);
}

Status make_secret(const std::filesystem::path& file) {
  std::array<unsigned char, secret_bytes> noise{};
  CHECK(RAND_bytes(noise.data(), static_cast<int>(noise.size())) == 1);
  const std::string line = hexadecimal(noise.data(), noise.size()) + "\n";
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written =
      out >= 0 && ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (out >= 0) ::close(out);
  if (written) return Done{};
  return Error{ErrorCode::unavailable, "接口密钥文件写不了", {file.string()}, "核对文件夹的权限"};
}

}  // namespace

std::string request_signature(const Secret& secret, std::string_view method, std::string_view path,
                              std::string_view moment, std::string_view body) {
  return signed_with(secret,
                     fmt::format("{}\n{}\n{}\n{}", method, path, moment, sha256_hex(body)));
}

std::string answer_signature(const Secret& secret, int status, std::string_view moment,
                             std::string_view body) {
  return signed_with(secret, fmt::format("{}\n{}\n{}", status, moment, sha256_hex(body)));
}

bool same_signature(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

Result<Secret> open_or_make_secret(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) TRY(make_secret(file));
  std::string line;
  std::ifstream in(file);
  std::getline(in, line);
  Bytes bytes;
  for (std::size_t at = 0; at + 1 < line.size(); at += 2) {
    std::uint8_t byte = 0;
    const auto [end, error] = std::from_chars(line.data() + at, line.data() + at + 2, byte, 16);
    if (error != std::errc() || end != line.data() + at + 2) break;
    bytes.push_back(byte);
  }
  if (line.size() != 2 * secret_bytes || bytes.size() != secret_bytes)
    return Error{ErrorCode::invalid_input,
                 "接口密钥不是 64 位十六进制数字",
                 {file.string()},
                 "与对方约定同一个密钥，写成一行"};
  return Secret(std::move(bytes));
}

}  // namespace leye::exchange
