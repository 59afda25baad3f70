// The accounts of a person whose data was destroyed.
#pragma once

#include "access/accounts.hpp"

namespace leye::access {

// Disables the subject's accounts, takes name, login and second factor away and ends the sessions.
// Kept answers that tell the name go too, whoever asked (idempotency.hpp), and every one older
// than a day: nobody repeats such a request. `name`: of the person, before it was destroyed.
Status erase_accounts(store::Transaction& transaction, const Subject& subject,
                      const std::string& name, Instant now);

}  // namespace leye::access
