// Numbers and phones under a key of each person's own.
//
// The key derives from the master key (base/cipher.hpp) and the person's salt. Destroying the salt
// destroys the key: what grants, books and the audit hold of the person is then a pseudonym, and
// no backup of the table without the salt opens again. Blind indexes find an equal number or phone
// without opening any.
//
//   IdentityCipher cipher(Cipher::open_or_create(data / "master.key").value());
//   Salt salt = cipher.new_salt();
//   Bytes sealed = cipher.seal(salt, "000000199001010018");
//   std::string number = TRY(cipher.open(salt, sealed));
//
// One thread at a time; copies are cheap enough to have one a thread.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/cipher.hpp"

namespace leye::registers {

using Salt = Bytes;  // 16 random bytes

class IdentityCipher {
 public:
  explicit IdentityCipher(const Cipher& master);
  IdentityCipher(const IdentityCipher& other);
  IdentityCipher& operator=(const IdentityCipher&) = delete;
  ~IdentityCipher();

  Salt new_salt() const;
  Bytes seal(const Salt& salt, std::string_view plain) const;
  // invalid_input: damaged, sealed with another salt, or under another master key.
  Result<std::string> open(const Salt& salt, const Bytes& sealed) const;

  // 16 bytes, equal for equal values. The value must be in its canonical form (identity.hpp).
  Bytes number_blind(std::string_view number) const;
  Bytes phone_blind(std::string_view phone) const;
  Bytes account_blind(std::string_view account) const;

 private:
  struct Contexts;  // of the cryptographic library, reused from call to call
  std::unique_ptr<Contexts> contexts_;
  std::shared_ptr<const std::array<Secret, 4>> keys_;  // encryption, numbers, phones, accounts
  std::array<std::uint8_t, 4> key_id_{};
};

}  // namespace leye::registers
