#include "registers/identity_cipher.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>

#include "base/check.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t salt_bytes = 16, blind_bytes = 16;
constexpr std::size_t key_id_bytes = 4, nonce_bytes = 12, tag_bytes = 16, key_bytes = 32;

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using Mac = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

Mac mac_under(const Secret& key) {
  EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  CHECK(algorithm != nullptr);
  Mac context(EVP_MAC_CTX_new(algorithm));
  EVP_MAC_free(algorithm);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  CHECK(EVP_MAC_init(context.get(), key.bytes().data(), key.bytes().size(), parameters) == 1);
  return context;
}

std::array<std::uint8_t, key_bytes> mac_of(EVP_MAC_CTX* context, const unsigned char* data,
                                           std::size_t size) {
  std::array<std::uint8_t, key_bytes> out{};
  std::size_t length = 0;
  CHECK(EVP_MAC_init(context, nullptr, 0, nullptr) == 1);
  CHECK(EVP_MAC_update(context, data, size) == 1);
  CHECK(EVP_MAC_final(context, out.data(), &length, out.size()) == 1 && length == out.size());
  return out;
}

Error cannot_open(const char* why) {
  return {ErrorCode::invalid_input,
          std::string("an encrypted value cannot be opened: ") + why,
          {},
          "check that the key file is the one this database was filled with"};
}

}  // namespace

struct IdentityCipher::Contexts {
  struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
  };
  explicit Contexts(const std::array<Secret, 4>& keys)
      : algorithm(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)),
        cipher(EVP_CIPHER_CTX_new()),
        key(mac_under(keys[0])),
        number(mac_under(keys[1])),
        phone(mac_under(keys[2])),
        account(mac_under(keys[3])) {
    CHECK(algorithm && cipher);
  }
  std::unique_ptr<EVP_CIPHER, FreeCipher> algorithm;
  std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> cipher;
  Mac key, number, phone, account;

  // The key of a row's values; kept, since the values of a row are sealed one after the other.
  const std::array<std::uint8_t, key_bytes>& key_of(const Salt& salt) {
    if (salt != key_salt) {
      row_key = mac_of(key.get(), salt.data(), salt.size());
      key_salt = salt;
    }
    return row_key;
  }
  Salt key_salt;
  std::array<std::uint8_t, key_bytes> row_key{};

  // Drawn in one piece: a call for each nonce costs more than the encryption.
  void random(std::uint8_t* out, std::size_t size) {
    if (random_left < size) {
      CHECK(RAND_bytes(pool.data(), static_cast<int>(pool.size())) == 1);
      random_left = pool.size();
    }
    std::copy_n(pool.data() + (pool.size() - random_left), size, out);
    random_left -= size;
  }
  std::array<std::uint8_t, 4096> pool;
  std::size_t random_left = 0;
};

IdentityCipher::IdentityCipher(const Cipher& master) {
  keys_ = std::make_shared<const std::array<Secret, 4>>(
      std::array<Secret, 4>{Secret(master.seal("registers.identity", "encryption")),
                            Secret(master.seal("registers.identity", "numbers")),
                            Secret(master.seal("registers.identity", "phones")),
                            Secret(master.seal("registers.identity", "accounts"))});
  const Bytes id = from_hex(master.key_id()).value();
  std::copy_n(id.begin(), key_id_bytes, key_id_.begin());
  contexts_ = std::make_unique<Contexts>(*keys_);
}

IdentityCipher::IdentityCipher(const IdentityCipher& other)
    : contexts_(std::make_unique<Contexts>(*other.keys_)),
      keys_(other.keys_),
      key_id_(other.key_id_) {}

IdentityCipher::~IdentityCipher() = default;

Salt IdentityCipher::new_salt() const {
  Salt salt(salt_bytes);
  contexts_->random(salt.data(), salt.size());
  return salt;
}

Bytes IdentityCipher::seal(const Salt& salt, std::string_view plain) const {
  const auto& key = contexts_->key_of(salt);
  Bytes sealed(key_id_bytes + nonce_bytes + plain.size() + tag_bytes);
  std::copy(key_id_.begin(), key_id_.end(), sealed.begin());
  std::uint8_t* const nonce = sealed.data() + key_id_bytes;
  std::uint8_t* const body = nonce + nonce_bytes;
  contexts_->random(nonce, nonce_bytes);
  EVP_CIPHER_CTX* const context = contexts_->cipher.get();
  int length = 0;
  CHECK(EVP_EncryptInit_ex2(context, contexts_->algorithm.get(), key.data(), nonce, nullptr) == 1);
  CHECK(EVP_EncryptUpdate(context, body, &length, as_bytes(plain),
                          static_cast<int>(plain.size())) == 1);
  CHECK(EVP_EncryptFinal_ex(context, body + length, &length) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, tag_bytes, body + plain.size()) == 1);
  return sealed;
}

Result<std::string> IdentityCipher::open(const Salt& salt, const Bytes& sealed) const {
  if (salt.empty()) return cannot_open("its key was destroyed");
  if (sealed.size() < key_id_bytes + nonce_bytes + tag_bytes) return cannot_open("it is cut short");
  if (!std::equal(key_id_.begin(), key_id_.end(), sealed.begin()))
    return cannot_open("it was sealed under another key");
  const auto& key = contexts_->key_of(salt);
  const std::uint8_t* const nonce = sealed.data() + key_id_bytes;
  const std::uint8_t* const body = nonce + nonce_bytes;
  std::string plain(sealed.size() - key_id_bytes - nonce_bytes - tag_bytes, '\0');
  Bytes tag(body + plain.size(), body + plain.size() + tag_bytes);
  EVP_CIPHER_CTX* const context = contexts_->cipher.get();
  auto* const out = reinterpret_cast<unsigned char*>(plain.data());
  int length = 0;
  CHECK(EVP_DecryptInit_ex2(context, contexts_->algorithm.get(), key.data(), nonce, nullptr) == 1);
  CHECK(EVP_DecryptUpdate(context, out, &length, body, static_cast<int>(plain.size())) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(context, out + length, &length) != 1)
    return cannot_open("it was changed, or belongs to someone else");
  return plain;
}

Bytes IdentityCipher::number_blind(std::string_view number) const {
  const auto mac = mac_of(contexts_->number.get(), as_bytes(number), number.size());
  return Bytes(mac.begin(), mac.begin() + blind_bytes);
}

Bytes IdentityCipher::phone_blind(std::string_view phone) const {
  const auto mac = mac_of(contexts_->phone.get(), as_bytes(phone), phone.size());
  return Bytes(mac.begin(), mac.begin() + blind_bytes);
}

Bytes IdentityCipher::account_blind(std::string_view account) const {
  const auto mac = mac_of(contexts_->account.get(), as_bytes(account), account.size());
  return Bytes(mac.begin(), mac.begin() + blind_bytes);
}

}  // namespace leye::registers
