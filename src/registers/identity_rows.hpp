// Who somebody is — name, number, phone — read and written under the person's own key. What it was
// before stays in person_identity_past.
//
// The transaction's scope must bypass row-level security.
#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "registers/identity_cipher.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"

namespace leye::registers {

struct Identity {
  std::string name;
  std::optional<std::string> number, phone;  // in clear
  std::optional<Bytes> number_blind, phone_blind;
  Place place = 0;
};

// A row with the columns name, number_cipher, phone_cipher, salt and place.
Result<Identity> read_identity(const IdentityCipher& cipher, const store::Row& row);

// Name, number and phone, sealed anew together under a fresh salt.
Status write_identity(store::Transaction& transaction, const IdentityCipher& cipher,
                      std::int64_t person, const Identity& identity, Instant now);

// What is there now goes into the past as well; when, or none where nothing was there.
Result<std::optional<Instant>> keep_identity(store::Transaction& transaction, std::int64_t person,
                                             Instant now);

}  // namespace leye::registers
