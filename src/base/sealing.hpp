// The two cipher profiles: how a key seals bytes, derives keys and makes digests.
//
//   aes  AES-256-GCM; HMAC-SHA-256 and HKDF over it (NIST SP 800-38D, RFC 2104, RFC 5869)
//   sm   SM4-CTR, then HMAC-SM3 over all of it; HKDF with SM3 (GB/T 32907, GB/T 32905,
//        GB/T 15852.2), where a system is examined for the use of commercial cryptography
//        (GB/T 39786). OpenSSL 3.0 has no SM4-GCM.
//
// A key belongs to one profile for good; its id leads what it sealed, so a reader knows the profile
// by the key. Sealed: nonce, body (as long as the plain text), tag.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace leye {

enum class CipherProfile : std::uint8_t { aes, sm };

inline constexpr std::array cipher_profiles{CipherProfile::aes, CipherProfile::sm};
inline constexpr std::size_t cipher_key_bytes = 32;

std::string_view name(CipherProfile profile);  // "aes", "sm"
std::optional<CipherProfile> cipher_profile_named(std::string_view name);

// The ring of keys in a word: eight digits of the key that seals, "sm" before those of the sm
// profile, and "/aes" or "/sm" behind if blind indexes are made by the other one.
struct RingId {
  Bytes sealing;  // four bytes; they lead what the key sealed
  CipherProfile profile = CipherProfile::aes;
  CipherProfile begun_with = CipherProfile::aes;  // of blind indexes and MACs
};
std::string to_text(const RingId& ring);
RingId read_ring_id(std::string_view text);  // of Cipher::key_id()

// 32 bytes of HKDF without salt; `info` tells what for.
Bytes derive_key(CipherProfile profile, std::span<const std::uint8_t> key, std::string_view info);

// 32 bytes: HMAC-SHA-256 or HMAC-SM3.
Bytes keyed_digest(CipherProfile profile, std::span<const std::uint8_t> key,
                   std::string_view content);

// Seals and opens under keys of one profile. One thread at a time: it keeps the contexts of the
// cryptographic library, whose making costs more than sealing a number.
class Sealer {
 public:
  using Key = std::span<const std::uint8_t, cipher_key_bytes>;

  explicit Sealer(CipherProfile profile);
  Sealer(Sealer&&) noexcept;
  ~Sealer();

  CipherProfile profile() const { return profile_; }
  std::size_t nonce_bytes() const;
  std::size_t overhead() const;  // nonce and tag

  // Appends nonce, body and tag to `out`. `bound` is covered by the tag and not kept.
  void seal(Key key, std::string_view bound, std::string_view plain, Bytes& out) const;

  // Nothing if it is cut short, was changed, or sealed under another key or with another `bound`.
  std::optional<std::string> open(Key key, std::string_view bound,
                                  std::span<const std::uint8_t> sealed) const;

 private:
  struct Contexts;
  CipherProfile profile_;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace leye
