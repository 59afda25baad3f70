// The ledgers of the policies that a server answers by.
#pragma once

#include "cli/policies.hpp"
#include "ledgers/ledger.hpp"

namespace leye::cli {

// The installation's and those of the packs in force. They point into the policies' vocabulary,
// which must outlive them.
Result<ledgers::Ledgers> ledgers_of(const Policies& policies);

}  // namespace leye::cli
