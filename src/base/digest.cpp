#include "base/digest.hpp"

#include <openssl/evp.h>

#include <fstream>

namespace leye {
namespace {

EVP_MD_CTX* as_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

void Sha256::Free::operator()(void* context) const { EVP_MD_CTX_free(as_context(context)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  CHECK(context_ != nullptr);
  CHECK(EVP_DigestInit_ex(as_context(context_.get()), EVP_sha256(), nullptr) == 1);
}

void Sha256::add(std::string_view part) {
  CHECK(EVP_DigestUpdate(as_context(context_.get()), part.data(), part.size()) == 1);
}

void Sha256::add(std::span<const std::uint8_t> part) {
  CHECK(EVP_DigestUpdate(as_context(context_.get()), part.data(), part.size()) == 1);
}

std::array<std::uint8_t, 32> Sha256::finish() {
  std::array<std::uint8_t, 32> digest{};
  unsigned length = 0;
  CHECK(EVP_DigestFinal_ex(as_context(context_.get()), digest.data(), &length) == 1);
  CHECK(length == digest.size());
  return digest;
}

std::string Sha256::finish_hex() { return to_hex(finish()); }

std::string sha256_hex(std::string_view text) {
  Sha256 digest;
  digest.add(text);
  return digest.finish_hex();
}

Result<std::string> sha256_hex_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::not_found, "cannot read " + path.string()};
  Sha256 digest;
  std::string part(1 << 16, '\0');
  while (file.read(part.data(), static_cast<std::streamsize>(part.size())) || file.gcount() > 0)
    digest.add(std::string_view(part.data(), static_cast<std::size_t>(file.gcount())));
  if (file.bad()) return Error{ErrorCode::unavailable, "cannot read all of " + path.string()};
  return digest.finish_hex();
}

}  // namespace leye
