#include "base/sealing.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>

#include "base/check.hpp"

namespace leye {
namespace {

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Free>;

constexpr std::size_t gcm_nonce = 12, gcm_tag = 16;
constexpr std::size_t ctr_nonce = 16, hmac_tag = 32, sm4_key = 16;

const unsigned char* as_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Fetched once: finding an algorithm costs more than using it.
const EVP_CIPHER* cipher_of(CipherProfile profile) {
  static EVP_CIPHER* const aes = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  static EVP_CIPHER* const sm = EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr);
  const auto* const found = profile == CipherProfile::aes ? aes : sm;
  CHECK(found != nullptr);
  return found;
}

MacContext mac_context(CipherProfile profile) {
  static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  CHECK(algorithm != nullptr);
  MacContext context(EVP_MAC_CTX_new(algorithm));
  std::string digest = profile == CipherProfile::aes ? "SHA256" : "SM3";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  CHECK(context && EVP_MAC_CTX_set_params(context.get(), parameters) == 1);
  return context;
}

void start(EVP_MAC_CTX* mac, std::span<const std::uint8_t> key) {
  CHECK(EVP_MAC_init(mac, key.data(), key.size(), nullptr) == 1);
}

void add(EVP_MAC_CTX* mac, const unsigned char* bytes, std::size_t size) {
  CHECK(EVP_MAC_update(mac, bytes, size) == 1);
}

void finish(EVP_MAC_CTX* mac, std::uint8_t* out) {
  std::size_t length = 0;
  CHECK(EVP_MAC_final(mac, out, &length, hmac_tag) == 1 && length == hmac_tag);
}

// Random bytes drawn in one piece: a call for each nonce costs more than the encryption.
class RandomPool {
 public:
  void draw(std::uint8_t* out, std::size_t size) {
    if (left_ < size) {
      CHECK(RAND_bytes(pool_.data(), static_cast<int>(pool_.size())) == 1);
      left_ = pool_.size();
    }
    std::copy_n(pool_.data() + (pool_.size() - left_), size, out);
    left_ -= size;
  }

 private:
  std::array<std::uint8_t, 4096> pool_{};
  std::size_t left_ = 0;
};

}  // namespace

std::string_view name(CipherProfile profile) {
  return profile == CipherProfile::aes ? "aes" : "sm";
}

std::optional<CipherProfile> cipher_profile_named(std::string_view wanted) {
  for (const auto profile : cipher_profiles) {
    if (name(profile) == wanted) return profile;
  }
  return std::nullopt;
}

std::string to_text(const RingId& ring) {
  std::string text = (ring.profile == CipherProfile::sm ? "sm" : "") + to_hex(ring.sealing);
  if (ring.begun_with != ring.profile) text.append("/").append(name(ring.begun_with));
  return text;
}

RingId read_ring_id(std::string_view text) {
  RingId ring;
  if (text.starts_with("sm")) {
    ring.profile = CipherProfile::sm;
    text.remove_prefix(2);
  }
  const auto end = std::min(text.find('/'), text.size());
  auto digits = from_hex(text.substr(0, end));
  CHECK(digits.ok());
  ring.sealing = std::move(digits).value();
  const auto other = cipher_profile_named(end < text.size() ? text.substr(end + 1) : "");
  ring.begun_with = other.value_or(ring.profile);
  return ring;
}

Bytes derive_key(CipherProfile profile, std::span<const std::uint8_t> key, std::string_view info) {
  Bytes out(cipher_key_bytes);
  std::size_t length = out.size();
  const std::unique_ptr<EVP_PKEY_CTX, Free> context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr));
  CHECK(context && EVP_PKEY_derive_init(context.get()) == 1);
  const auto* const digest = profile == CipherProfile::aes ? EVP_sha256() : EVP_sm3();
  CHECK(EVP_PKEY_CTX_set_hkdf_md(context.get(), digest) == 1);
  CHECK(EVP_PKEY_CTX_set1_hkdf_key(context.get(), key.data(), static_cast<int>(key.size())) == 1);
  CHECK(EVP_PKEY_CTX_add1_hkdf_info(context.get(), as_bytes(info), static_cast<int>(info.size())) ==
        1);
  CHECK(EVP_PKEY_derive(context.get(), out.data(), &length) == 1 && length == out.size());
  return out;
}

Bytes keyed_digest(CipherProfile profile, std::span<const std::uint8_t> key,
                   std::string_view content) {
  const auto mac = mac_context(profile);
  Bytes out(hmac_tag);
  start(mac.get(), key);
  add(mac.get(), as_bytes(content), content.size());
  finish(mac.get(), out.data());
  return out;
}

struct Sealer::Contexts {
  explicit Contexts(CipherProfile profile)
      : cipher(EVP_CIPHER_CTX_new()), mac(mac_context(profile)) {
    CHECK(cipher != nullptr);
  }

  // SM4-CTR both ways: the first half of the key.
  void counter_mode(Key key, const std::uint8_t* nonce, const unsigned char* in, std::size_t size,
                    unsigned char* out) {
    int length = 0;
    CHECK(EVP_EncryptInit_ex2(cipher.get(), cipher_of(CipherProfile::sm), key.data(), nonce,
                              nullptr) == 1);
    CHECK(EVP_EncryptUpdate(cipher.get(), out, &length, in, static_cast<int>(size)) == 1);
  }

  // HMAC-SM3 under the second half: length of `bound`, bound, nonce, body.
  void tag_of(Key key, std::string_view bound, std::span<const std::uint8_t> sealed,
              std::uint8_t* out) {
    std::array<std::uint8_t, 8> size{};
    for (std::size_t i = 0; i < size.size(); ++i)
      size[i] = static_cast<std::uint8_t>(bound.size() >> (8 * (7 - i)));
    start(mac.get(), key.subspan(sm4_key));
    add(mac.get(), size.data(), size.size());
    add(mac.get(), as_bytes(bound), bound.size());
    add(mac.get(), sealed.data(), sealed.size());
    finish(mac.get(), out);
  }

  CipherContext cipher;
  MacContext mac;
  RandomPool random;
};

Sealer::Sealer(CipherProfile profile)
    : profile_(profile), contexts_(std::make_unique<Contexts>(profile)) {}
Sealer::Sealer(Sealer&&) noexcept = default;
Sealer::~Sealer() = default;

std::size_t Sealer::nonce_bytes() const {
  return profile_ == CipherProfile::aes ? gcm_nonce : ctr_nonce;
}

std::size_t Sealer::overhead() const {
  return profile_ == CipherProfile::aes ? gcm_nonce + gcm_tag : ctr_nonce + hmac_tag;
}

void Sealer::seal(Key key, std::string_view bound, std::string_view plain, Bytes& out) const {
  const auto before = out.size();
  out.resize(before + overhead() + plain.size());
  std::uint8_t* const nonce = out.data() + before;
  std::uint8_t* const body = nonce + nonce_bytes();
  std::uint8_t* const tag = body + plain.size();
  contexts_->random.draw(nonce, nonce_bytes());
  if (profile_ == CipherProfile::sm) {
    contexts_->counter_mode(key, nonce, as_bytes(plain), plain.size(), body);
    contexts_->tag_of(key, bound, {nonce, tag}, tag);
    return;
  }
  auto* const context = contexts_->cipher.get();
  int length = 0;
  CHECK(EVP_EncryptInit_ex2(context, cipher_of(profile_), key.data(), nonce, nullptr) == 1);
  if (!bound.empty())
    CHECK(EVP_EncryptUpdate(context, nullptr, &length, as_bytes(bound),
                            static_cast<int>(bound.size())) == 1);
  CHECK(EVP_EncryptUpdate(context, body, &length, as_bytes(plain),
                          static_cast<int>(plain.size())) == 1);
  CHECK(EVP_EncryptFinal_ex(context, body + length, &length) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, gcm_tag, tag) == 1);
}

std::optional<std::string> Sealer::open(Key key, std::string_view bound,
                                        std::span<const std::uint8_t> sealed) const {
  if (sealed.size() < overhead()) return std::nullopt;
  std::string plain(sealed.size() - overhead(), '\0');
  const std::uint8_t* const nonce = sealed.data();
  const std::uint8_t* const body = nonce + nonce_bytes();
  auto* const out = reinterpret_cast<unsigned char*>(plain.data());
  if (profile_ == CipherProfile::sm) {
    std::array<std::uint8_t, hmac_tag> tag{};
    contexts_->tag_of(key, bound, sealed.first(sealed.size() - hmac_tag), tag.data());
    if (CRYPTO_memcmp(tag.data(), sealed.data() + sealed.size() - hmac_tag, hmac_tag) != 0)
      return std::nullopt;
    contexts_->counter_mode(key, nonce, body, plain.size(), out);
    return plain;
  }
  Bytes tag(body + plain.size(), body + plain.size() + gcm_tag);
  auto* const context = contexts_->cipher.get();
  int length = 0;
  CHECK(EVP_DecryptInit_ex2(context, cipher_of(profile_), key.data(), nonce, nullptr) == 1);
  if (!bound.empty())
    CHECK(EVP_DecryptUpdate(context, nullptr, &length, as_bytes(bound),
                            static_cast<int>(bound.size())) == 1);
  CHECK(EVP_DecryptUpdate(context, out, &length, body, static_cast<int>(plain.size())) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, gcm_tag, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(context, out + length, &length) != 1) return std::nullopt;
  return plain;
}

}  // namespace leye
