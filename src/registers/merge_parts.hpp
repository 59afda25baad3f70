// What a merge and its undoing share: which of two identities is kept, and where the
// person is paid. For merge.cpp and merge_undo.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registers/identity_rows.hpp"
#include "store/transaction.hpp"

namespace leye::registers::merging {

struct Identities {
  Identity survivor, merged;
};

// invalid_input: too short or too long.
Status check_reason(const std::string& reason);

bool chosen(const std::vector<std::string>& from_merged, std::string_view fact);

// Of the survivor's and the other's: what was chosen, and what the survivor has not.
Identity chosen_identity(const Identities& of, const std::vector<std::string>& from_merged);

// The account goes into the past; when, or none where there was no account.
Result<std::optional<Instant>> give_up_account(store::Transaction& transaction, std::int64_t person,
                                               Instant now);

// Person and account lie where the version in force says.
Status place_as_versions(store::Transaction& transaction, std::int64_t person);

}  // namespace leye::registers::merging
