#include "registers/identity_cipher.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/sealing.hpp"

namespace leye::registers {
namespace {

constexpr std::size_t salt_bytes = 16, blind_bytes = 16, key_id_bytes = 4;
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

// The keys of persons and of blind indexes stay over a change of profile: they derive from the key
// that the database was begun with. What is sealed says by the leading id whether it is of the key
// in use; the profile of an older one shows when it opens.
struct IdentityCipher::Contexts {
  Contexts(const std::array<Secret, 4>& keys, CipherProfile in_use, CipherProfile begun)
      : begun_with(begun),
        sealing(in_use, keys[0]),
        other(in_use == CipherProfile::aes ? CipherProfile::sm : CipherProfile::aes, keys[0]),
        number(begun, keys[1]),
        phone(begun, keys[2]),
        account(begun, keys[3]) {}

  CipherProfile begun_with;

  RowKeys sealing, other;
  KeyedMac number, phone, account;
  std::pair<std::array<std::uint8_t, 4096>, std::size_t> salts{};
};

IdentityCipher::IdentityCipher(const Cipher& master) {
  keys_ = std::make_shared<const std::array<Secret, 4>>(
      std::array<Secret, 4>{Secret(master.seal("registers.identity", "encryption")),
                            Secret(master.seal("registers.identity", "numbers")),
                            Secret(master.seal("registers.identity", "phones")),
                            Secret(master.seal("registers.identity", "accounts"))});
  const auto ring = read_ring_id(master.key_id());
  std::copy_n(ring.sealing.begin(), key_id_bytes, key_id_.begin());
  contexts_ = std::make_unique<Contexts>(*keys_, ring.profile, ring.begun_with);
}

IdentityCipher::IdentityCipher(const IdentityCipher& other)
    : contexts_(std::make_unique<Contexts>(*other.keys_, other.contexts_->sealing.sealer.profile(),
                                           other.contexts_->begun_with)),
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
  auto plain = by(contexts_->sealing);
  if (!plain && !in_use) plain = by(contexts_->other);
  if (!plain)
    return cannot_open("it was changed, belongs to someone else, or was sealed under another key");
  return std::move(*plain);
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
