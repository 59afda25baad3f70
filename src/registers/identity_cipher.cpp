#include "registers/identity_cipher.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "base/check.hpp"
#include "base/key_ring.hpp"
#include "base/sealing.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t salt_bytes = 16, blind_bytes = 16, key_id_bytes = 4;
using KeyId = std::array<std::uint8_t, key_id_bytes>;
using Mac = std::array<std::uint8_t, cipher_key_bytes>;

struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

// A MAC under one key, begun once: beginning costs more than a number.
class KeyedMac {
 public:
  KeyedMac() = default;
  KeyedMac(CipherProfile profile, const Secret& key) {
    EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    CHECK(algorithm != nullptr);
    context_.reset(EVP_MAC_CTX_new(algorithm));
    EVP_MAC_free(algorithm);
    std::string digest = profile == CipherProfile::aes ? "SHA256" : "SM3";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    CHECK(EVP_MAC_init(context_.get(), key.bytes().data(), key.bytes().size(), parameters) == 1);
  }

  Mac of(const unsigned char* data, std::size_t size) const {
    Mac out{};
    std::size_t length = 0;
    CHECK(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1);
    CHECK(EVP_MAC_update(context_.get(), data, size) == 1);
    CHECK(EVP_MAC_final(context_.get(), out.data(), &length, out.size()) == 1 &&
          length == out.size());
    return out;
  }

  Bytes blind(std::string_view value) const {
    const auto mac = of(reinterpret_cast<const unsigned char*>(value.data()), value.size());
    return Bytes(mac.begin(), mac.begin() + blind_bytes);
  }

 private:
  std::unique_ptr<EVP_MAC_CTX, FreeMac> context_;
};

// The keys of rows by one profile.
struct RowKeys {
  RowKeys(CipherProfile profile, const Secret& from) : sealer(profile), key(profile, from) {}

  // The key of a row's values; kept, since the values of a row are sealed one after the other.
  const Mac& of(const Salt& salt) {
    if (salt != key_salt) {
      row_key = key.of(salt.data(), salt.size());
      key_salt = salt;
    }
    return row_key;
  }

  Sealer sealer;

 private:
  KeyedMac key;
  Salt key_salt;
  Mac row_key{};
};

Error cannot_open(const char* why) {
  return {ErrorCode::invalid_input,
          std::string("an encrypted value cannot be opened: ") + why,
          {},
          "check that the key file is the one this database was filled with"};
}

}  // namespace

// What is sealed is led by the id of a key of the ring: the person's key derives from that one and
// the salt. Blind indexes stay with the key that the database was begun with. So did the persons'
// keys once (decision 0053): what does not open by the key that leads it is of these.
struct IdentityCipher::Contexts {
  Contexts(const Cipher& master, const std::array<Secret, 4>& keys)
      : ring(master),
        sealing(ring_of(master).profile,
                Secret(master.seal(under_key(ring_of(master).sealing, purpose), "encryption"))),
        number(ring_of(master).begun_with, keys[1]),
        phone(ring_of(master).begun_with, keys[2]),
        account(ring_of(master).begun_with, keys[3]) {}

  static constexpr std::string_view purpose = "registers.identity";
  static RingId ring_of(const Cipher& master) { return read_ring_id(master.key_id()); }

  // The keys that may have sealed what is led by this id.
  std::vector<RowKeys>& led_by(const KeyId& id, const Secret& begun) {
    const auto known = older.find(id);
    if (known != older.end()) return known->second;
    auto& keys = older[id];
    const Secret own(ring.seal(under_key(id, purpose), "encryption"));
    if (own.bytes().empty()) return keys;  // a key that we do not have
    for (const auto profile : cipher_profiles) keys.emplace_back(profile, own);
    for (const auto profile : cipher_profiles) keys.emplace_back(profile, begun);
    return keys;
  }

  Cipher ring;
  RowKeys sealing;
  std::map<KeyId, std::vector<RowKeys>> older;
  KeyedMac number, phone, account;
  std::pair<std::array<std::uint8_t, 4096>, std::size_t> salts{};
};

IdentityCipher::IdentityCipher(const Cipher& master) {
  keys_ = std::make_shared<const std::array<Secret, 4>>(
      std::array<Secret, 4>{Secret(master.seal(Contexts::purpose, "encryption")),
                            Secret(master.seal(Contexts::purpose, "numbers")),
                            Secret(master.seal(Contexts::purpose, "phones")),
                            Secret(master.seal(Contexts::purpose, "accounts"))});
  const auto ring = read_ring_id(master.key_id());
  std::copy_n(ring.sealing.begin(), key_id_bytes, key_id_.begin());
  contexts_ = std::make_unique<Contexts>(master, *keys_);
}

IdentityCipher::IdentityCipher(const IdentityCipher& other)
    : contexts_(std::make_unique<Contexts>(other.contexts_->ring, *other.keys_)),
      keys_(other.keys_),
      key_id_(other.key_id_) {}

IdentityCipher::~IdentityCipher() = default;

Salt IdentityCipher::new_salt() const {
  auto& [pool, left] = contexts_->salts;
  if (left < salt_bytes) {  // drawn in one piece: a call for each costs more than the copy
    CHECK(RAND_bytes(pool.data(), static_cast<int>(pool.size())) == 1);
    left = pool.size();
  }
  left -= salt_bytes;
  const auto* const from = pool.data() + left;
  return Salt(from, from + salt_bytes);
}

Bytes IdentityCipher::seal(const Salt& salt, std::string_view plain) const {
  auto& row = contexts_->sealing;
  Bytes sealed(key_id_.begin(), key_id_.end());
  row.sealer.seal(Sealer::Key(row.of(salt)), {}, plain, sealed);
  return sealed;
}

Result<std::string> IdentityCipher::open(const Salt& salt, const Bytes& sealed) const {
  if (salt.empty()) return cannot_open("its key was destroyed");
  if (sealed.size() < key_id_bytes) return cannot_open("it is cut short");
  const auto body = std::span(sealed).subspan(key_id_bytes);
  const auto by = [&salt, body](RowKeys& row) {
    return row.sealer.open(Sealer::Key(row.of(salt)), {}, body);
  };
  const bool in_use = std::equal(key_id_.begin(), key_id_.end(), sealed.begin());
  std::optional<std::string> plain;
  if (in_use) plain = by(contexts_->sealing);
  if (plain) return std::move(*plain);
  KeyId id{};
  std::copy_n(sealed.begin(), key_id_bytes, id.begin());
  for (RowKeys& row : contexts_->led_by(id, keys_->front()))
    if ((plain = by(row))) return std::move(*plain);
  return cannot_open("it was changed, belongs to someone else, or was sealed under another key");
}

Bytes IdentityCipher::number_blind(std::string_view number) const {
  return contexts_->number.blind(number);
}

Bytes IdentityCipher::phone_blind(std::string_view phone) const {
  return contexts_->phone.blind(phone);
}

Bytes IdentityCipher::account_blind(std::string_view account) const {
  return contexts_->account.blind(account);
}

}  // namespace leye::registers
