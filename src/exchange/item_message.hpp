// The message of one item of the outbox: read from the register as it was known at the moment of
// the change when the item first goes out, sealed with it, and the same ever after.
#pragma once

#include <optional>
#include <string>

#include "exchange/courier.hpp"

namespace leye::exchange {

// What goes out of `row` (id, entity, record_id, person, organisation, operation, known_at,
// payload); none: nothing of it has to. The transaction's scope must bypass row-level security.
// conflict: the pack no longer names its kind.
Result<std::optional<std::string>> message_of(store::Transaction& transaction, const Desk& desk,
                                              const System& system, const store::Row& row);

}  // namespace leye::exchange
