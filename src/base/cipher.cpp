#include "base/cipher.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/key_ring.hpp"

namespace leye {
namespace {

constexpr std::size_t key_bytes = 32, id_bytes = 4, nonce_bytes = 12, tag_bytes = 16;

Bytes hkdf(const Bytes& key, std::string_view info) {
  Bytes out(key_bytes);
  std::size_t length = out.size();
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr), EVP_PKEY_CTX_free);
  CHECK(context && EVP_PKEY_derive_init(context.get()) == 1);
  CHECK(EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1);
  CHECK(EVP_PKEY_CTX_set1_hkdf_key(context.get(), key.data(), static_cast<int>(key.size())) == 1);
  CHECK(EVP_PKEY_CTX_add1_hkdf_info(context.get(),
                                    reinterpret_cast<const unsigned char*>(info.data()),
                                    static_cast<int>(info.size())) == 1);
  CHECK(EVP_PKEY_derive(context.get(), out.data(), &length) == 1 && length == key_bytes);
  return out;
}

Bytes hmac(const Bytes& key, std::string_view text) {
  // Fetched once: finding an algorithm costs more than a MAC.
  static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  CHECK(algorithm != nullptr);
  const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(
      EVP_MAC_CTX_new(algorithm), EVP_MAC_CTX_free);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  Bytes out(32);
  std::size_t length = 0;
  CHECK(context && EVP_MAC_init(context.get(), key.data(), key.size(), parameters) == 1);
  CHECK(EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size()) == 1);
  CHECK(EVP_MAC_final(context.get(), out.data(), &length, out.size()) == 1 &&
        length == out.size());
  return out;
}

std::string bound_data(std::string_view purpose, std::int64_t row) {
  return fmt::format("{}/{}", purpose, row);
}

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

CipherContext cipher_context() {
  CipherContext context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  CHECK(context != nullptr);
  return context;
}

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error cannot_open(const char* why) {
  return {ErrorCode::invalid_input,
          fmt::format("an encrypted value cannot be opened: {}", why),
          {},
          "check that the key file is the one this database was filled with"};
}

}  // namespace

struct Cipher::Cache {
  std::mutex mutex;
  std::map<std::string, Secret, std::less<>> keys;
};

Secret::~Secret() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

void Cipher::add(Secret master) {
  const auto digest = hkdf(master.bytes(), "leye key id");
  KeyId id{};
  std::copy_n(digest.begin(), id_bytes, id.begin());
  if (masters_.empty()) current_ = id;
  masters_.insert_or_assign(id, std::move(master));
}

Cipher Cipher::from_master(Secret master) {
  CHECK(master.bytes().size() == key_bytes);
  Cipher cipher;
  cipher.cache_ = std::make_shared<Cache>();
  cipher.add(std::move(master));
  return cipher;
}

Result<Cipher> Cipher::open(const std::filesystem::path& key_file) {
  auto keys = TRY(read_data_keys(key_file));
  Cipher cipher;
  cipher.cache_ = std::make_shared<Cache>();
  for (auto& key : keys) cipher.add(std::move(key));
  return cipher;
}

Result<Cipher> Cipher::open_or_create(const std::filesystem::path& key_file) {
  std::error_code error;
  if (!std::filesystem::exists(key_file, error)) TRY(make_key_file(key_file));
  return open(key_file);
}

const Secret& Cipher::derived(const KeyId& key, std::string_view use,
                              std::string_view purpose) const {
  std::string info(key.begin(), key.end());
  info.append(" leye ").append(use).append(" ").append(purpose);
  const std::scoped_lock lock(cache_->mutex);
  if (const auto known = cache_->keys.find(info); known != cache_->keys.end()) return known->second;
  const auto& master = masters_.at(key);
  return cache_->keys.emplace(info, Secret(hkdf(master.bytes(), info))).first->second;
}

Bytes Cipher::encrypt(std::string_view purpose, std::int64_t row, std::string_view plain) const {
  const Secret& key = derived(current_, "encrypt", purpose);
  Bytes sealed(id_bytes + nonce_bytes + plain.size() + tag_bytes);
  std::copy(current_.begin(), current_.end(), sealed.begin());
  std::uint8_t* const nonce = sealed.data() + id_bytes;
  std::uint8_t* const body = nonce + nonce_bytes;
  CHECK(RAND_bytes(nonce, nonce_bytes) == 1);
  const auto context = cipher_context();
  const std::string bound = bound_data(purpose, row);
  int length = 0;
  CHECK(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.bytes().data(), nonce) ==
        1);
  CHECK(EVP_EncryptUpdate(context.get(), nullptr, &length, as_bytes(bound),
                          static_cast<int>(bound.size())) == 1);
  CHECK(EVP_EncryptUpdate(context.get(), body, &length, as_bytes(plain),
                          static_cast<int>(plain.size())) == 1);
  CHECK(EVP_EncryptFinal_ex(context.get(), body + length, &length) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, body + plain.size()) ==
        1);
  return sealed;
}

Result<std::string> Cipher::decrypt(std::string_view purpose, std::int64_t row,
                                    const Bytes& sealed) const {
  if (sealed.size() < id_bytes + nonce_bytes + tag_bytes) return cannot_open("it is cut short");
  KeyId id{};
  std::copy_n(sealed.begin(), id_bytes, id.begin());
  if (!masters_.contains(id)) return cannot_open("it was sealed under another key");
  const Secret& key = derived(id, "encrypt", purpose);
  const std::uint8_t* const nonce = sealed.data() + id_bytes;
  const std::uint8_t* const body = nonce + nonce_bytes;
  const std::size_t size = sealed.size() - id_bytes - nonce_bytes - tag_bytes;
  Bytes tag(body + size, body + size + tag_bytes);
  std::string plain(size, '\0');
  const auto context = cipher_context();
  const std::string bound = bound_data(purpose, row);
  int length = 0;
  CHECK(EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.bytes().data(), nonce) ==
        1);
  CHECK(EVP_DecryptUpdate(context.get(), nullptr, &length, as_bytes(bound),
                          static_cast<int>(bound.size())) == 1);
  auto* const out = reinterpret_cast<unsigned char*>(plain.data());
  CHECK(EVP_DecryptUpdate(context.get(), out, &length, body, static_cast<int>(size)) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(context.get(), out + length, &length) != 1)
    return cannot_open("it was changed, or belongs to another row");
  return plain;
}

Bytes Cipher::blind_index(std::string_view purpose, std::string_view value) const {
  return hmac(derived(current_, "blind", purpose).bytes(), value);
}

Bytes Cipher::seal(std::string_view purpose, std::string_view content) const {
  return hmac(derived(current_, "seal", purpose).bytes(), content);
}

std::string Cipher::key_id() const { return to_hex(current_); }

}  // namespace leye
