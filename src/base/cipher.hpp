// Encrypts the few values that must not be readable in the database, a backup or a log: ID and
// phone numbers, bank accounts, documents, free text on health.
//
// Sealed by the profile of the key (sealing.hpp: AES-256-GCM, or SM4-CTR with HMAC-SM3) under a
// random nonce; `purpose` ("person.id_number") and `row` (the subject's id) are bound in, so a
// cipher text moved to another column or another row does not open. A blind index (the profile's
// HMAC under a key of its own per purpose) finds equal values without opening them.
//
// All keys derive (HKDF by the profile's hash) from one master key of 32 random bytes. It lives in
// a file of its own, mode 0600, never in the database nor in its dumps: a backup without the key
// file is safe to lose and impossible to read. Every key carries an id of four bytes that leads
// each cipher text, so an older key can be kept to open older rows.
//
//   Cipher cipher = TRY(Cipher::open_or_create(data / "master.key"));
//   Bytes sealed = cipher.encrypt("person.id_number", person_id, number);
//   std::string number = TRY(cipher.decrypt("person.id_number", person_id, sealed));
//   Bytes blind = cipher.blind_index("person.id_number", number);
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace leye {

// Bytes that are wiped when they go away.
class Secret {
 public:
  Secret() = default;
  explicit Secret(Bytes bytes) : bytes_(std::move(bytes)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) {}
  Secret& operator=(Secret other) noexcept {
    bytes_.swap(other.bytes_);
    return *this;
  }
  ~Secret();
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

class Cipher {
 public:
  // Reads the key file (64 hexadecimal digits a line; the first line is the key in use, further
  // lines only open what they once sealed), or makes one if there is none.
  static Result<Cipher> open_or_create(const std::filesystem::path& key_file);
  // not_found if the file is absent: for restore and other work that must not make a new key.
  static Result<Cipher> open(const std::filesystem::path& key_file);
  static Cipher from_master(Secret master);  // 32 bytes

  Bytes encrypt(std::string_view purpose, std::int64_t row, std::string_view plain) const;

  // invalid_input: damaged, of another row or purpose, or sealed under a key we do not have.
  Result<std::string> decrypt(std::string_view purpose, std::int64_t row,
                              const Bytes& sealed) const;

  // 32 bytes, the same for equal values of one purpose. Always under the key in use.
  Bytes blind_index(std::string_view purpose, std::string_view value) const;

  // The profile's HMAC under a key of its own: seals on rows and files.
  Bytes seal(std::string_view purpose, std::string_view content) const;

  std::string key_id() const;  // eight digits; tells which key file a backup needs

 private:
  using KeyId = std::array<std::uint8_t, 4>;
  Cipher() = default;
  void add(Secret master);
  const Secret& derived(const KeyId& key, std::string_view use, std::string_view purpose) const;

  KeyId current_{};
  std::map<KeyId, Secret> masters_;
  struct Cache;
  std::shared_ptr<Cache> cache_;  // derived keys; shared by copies, safe between threads
};

}  // namespace leye
