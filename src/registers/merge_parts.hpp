// What a merge and its undoing share: who somebody is, and where he is paid. For merge.cpp and
// merge_undo.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registers/identity_cipher.hpp"
#include "registers/rows.hpp"
#include "store/transaction.hpp"

namespace leye::registers::merging {

struct Identity {
  std::string name;
  std::optional<std::string> number, phone;  // in clear
  std::optional<Bytes> number_blind, phone_blind;
  Place place = 0;
};

struct Identities {
  Identity survivor, merged;
};

// invalid_input: too short or too long.
Status check_reason(const std::string& reason);

bool chosen(const std::vector<std::string>& from_merged, std::string_view fact);

// Of the survivor's and the other's: what was chosen, and what the survivor has not.
Identity chosen_identity(const Identities& of, const std::vector<std::string>& from_merged);

// Of a row of person_identity or its past.
Result<Identity> identity_in(const IdentityCipher& cipher, const store::Row& row);

// Sealed anew, under a fresh salt.
Status write_identity(store::Transaction& transaction, const IdentityCipher& cipher,
                      std::int64_t person, const Identity& identity, Instant now);

// What is known of the person goes into the past as well; when, or none where nothing was known.
Result<std::optional<Instant>> keep_identity(store::Transaction& transaction, std::int64_t person,
                                             Instant now);

// The account goes into the past; when, or none where there was no account.
Result<std::optional<Instant>> give_up_account(store::Transaction& transaction, std::int64_t person,
                                               Instant now);

// Person and account lie where the version in force says.
Status place_as_versions(store::Transaction& transaction, std::int64_t person);

}  // namespace leye::registers::merging
