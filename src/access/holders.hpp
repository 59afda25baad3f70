// Which natural person a staff account belongs to, asked without telling who it is.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "store/transaction.hpp"

namespace leye::access {

// Whether the account's holder is one of these: blind indexes of ID numbers (accounts.hpp).
Result<bool> is_held_by(store::Transaction& transaction, std::int64_t account,
                        const std::vector<Bytes>& holders);

}  // namespace leye::access
